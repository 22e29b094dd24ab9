import type { Figures, ImportedRow } from '../../../core/reconcile/index.ts';
import type { RecordRead } from './exportFormat.ts';
import { readAmount, readCount } from './readNumbers.ts';

type DecimalMark = '.' | ',';

/** The figures of a record with what was wrong with them. An empty field is zero: that is how exports write nothing. */
export class Fields {
  readonly #read: (name: string) => unknown;
  readonly #decimalMark: DecimalMark;
  #problem: string | undefined;

  constructor(read: (name: string) => unknown, decimalMark: DecimalMark = '.') {
    this.#read = read;
    this.#decimalMark = decimalMark;
  }

  count(name: string): number {
    // `1,000` may be a thousand or one: no export is known to write a count with three decimals.
    return this.#figure(
      name,
      (value) => (/,\d{3}$/.test(String(value)) ? undefined : readCount(this.#pointed(value))),
      'is no whole number',
    );
  }

  usd(name: string): number {
    return this.#figure(name, (value) => readAmount(this.#pointed(value), 9), 'is no amount');
  }

  cents(name: string): number {
    return this.#figure(name, (value) => readAmount(this.#pointed(value), 7), 'is no amount');
  }

  /** A text, without blanks around it; empty where there is none. */
  text(name: string): string {
    const value = this.#read(name);
    return typeof value === 'string' ? value.trim() : '';
  }

  /** The row, unless something was wrong with a figure that was asked for before. */
  asRow(row: ImportedRow): RecordRead {
    return this.#problem === undefined ? { row } : { problem: this.#problem };
  }

  /** One comma is the point where it is the mark of decimals; beside a point, or twice, it is no such thing. */
  #pointed(value: unknown): unknown {
    return this.#decimalMark === ',' && typeof value === 'string' ? value.replace(/^([^.,]*),(\d+)$/, '$1.$2') : value;
  }

  #figure(name: string, read: (value: unknown) => number | undefined, fault: string): number {
    const value = this.#read(name);
    if (value === undefined || value === null || value === '') return 0;
    const figure = read(value);
    if (figure === undefined) this.#problem ??= `${name} ${fault}: ${JSON.stringify(value)?.slice(0, 40)}`;
    return figure ?? 0;
  }
}

/** What every provider calls ordinary is no tier of its own. */
const ordinaryTiers: ReadonlySet<string> = new Set(['', 'standard', 'default', 'auto', 'message', 'messages', 'not_available', 'null']);

export function tierOf(word: string, isBatch = false): Pick<ImportedRow, 'serviceTier'> {
  const tier = isBatch ? 'batch' : word.toLowerCase();
  return ordinaryTiers.has(tier) ? {} : { serviceTier: tier };
}

export const tokenFigures = ['input', 'cacheRead', 'cacheWrite', 'output'] as const satisfies readonly (keyof Figures)[];
