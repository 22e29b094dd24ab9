import { type CsvError, parse } from 'csv-parse/sync';
import type { ImportProblem } from '../../../core/reconcile/index.ts';

interface CsvRecord {
  /** Counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface CsvFile {
  readonly header: readonly string[];
  readonly records: readonly CsvRecord[];
  readonly problems: readonly ImportProblem[];
  /** What separates its fields: a semicolon where the comma is for decimals. */
  readonly delimiter: string;
  /** The last line, where no line end follows it: it may have been cut off within its last field. */
  readonly openLine?: number;
}

/** What comes out of the parser with `info: true`. */
interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Takes a file of comma-separated values apart. Records with too few or too many fields are told and left out: they are half of something. */
export function csvRecords(text: string): CsvFile {
  const faults: (CsvError | undefined)[] = [];
  const delimiter = delimiterOf(text);
  const parsed = parse(text, {
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      faults.push(error);
      return undefined;
    },
    trim: true,
  }) as unknown as readonly Parsed[];
  const [header, ...others] = parsed;
  const columns = header?.record.length ?? 0;
  const isFull = ({ record }: Parsed): boolean => record.length === columns;
  const lastLine = parsed.at(-1)?.info.lines ?? 0;
  const problems = [
    ...others.filter((one) => !isFull(one)).map(({ record, info }) => ({ line: info.lines, text: countText(record.length, columns) })),
    ...faults.map((fault) => problemOf(fault, lastLine + 1)),
  ];
  const last = others.at(-1);
  return {
    header: header?.record ?? [],
    delimiter,
    records: others.filter(isFull).map(({ record, info }) => ({ line: info.lines, fields: record })),
    // The parser may stumble several times over one line.
    problems: [...new Map(problems.toReversed().map((problem) => [problem.line, problem])).values()].toSorted((a, b) => a.line - b.line),
    ...(last && isFull(last) && !/[\r\n]$/.test(text) && !faults.some(isOpenQuote) && { openLine: last.info.lines }),
  };
}

const countText = (found: number, columns: number): string =>
  `${found} fields instead of ${columns}: it is damaged, or the file was cut off here`;

const isOpenQuote = (error: CsvError | undefined): boolean => error?.code === 'CSV_QUOTE_NOT_CLOSED';

/** An open quotation mark is noticed at the end of the file, and swallowed everything after the last record that was read. */
function problemOf(error: CsvError | undefined, nextLine: number): { readonly line: number; readonly text: string } {
  if (error?.code === 'CSV_QUOTE_NOT_CLOSED')
    return { line: nextLine, text: 'a quotation mark is not closed: nothing from here on was read' };
  const line = typeof error?.lines === 'number' ? error.lines : nextLine;
  return { line, text: 'its quotation marks are damaged: it was not read' };
}

/** Spreadsheets write semicolons where the comma is for decimals. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split(/\r?\n/, 1);
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [';', '\t'].find((delimiter) => count(delimiter) > count(',')) ?? ',';
}
