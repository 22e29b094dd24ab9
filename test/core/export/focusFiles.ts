import { focusHeader, focusRows } from '../../../src/core/export/focusCsv.ts';
import type { PriceOf } from '../../../src/core/export/index.ts';
import { readCsv } from '../../../src/core/export/readCsv.ts';
import type { LedgerEntry, OutcomeEvent } from '../../../src/core/ledger/index.ts';
import { paidPrice } from '../../support/tasks.ts';

/** The whole file of these entries. */
export function focusFileOf(
  entries: readonly LedgerEntry[],
  priceOf: PriceOf = () => paidPrice,
  outcomes: readonly OutcomeEvent[] = [],
): string {
  const rows = entries.map((entry) =>
    focusRows(
      entry,
      outcomes.filter(({ taskId }) => taskId === entry.taskId),
      priceOf(entry),
    ),
  );
  return focusHeader() + rows.join('');
}

/** The rows under the names of their columns. */
export function rowsOf(file: string): readonly Readonly<Record<string, string>>[] {
  const [header, ...rows] = readCsv(file).records;
  return rows.map(({ fields }) => Object.fromEntries(fields.map((field, index) => [header?.fields[index] ?? '', field])));
}

/** Nano-dollars of amounts that have no more decimals than that. */
export function nanoUsdOf(...amounts: readonly (string | undefined)[]): number {
  return amounts.reduce((sum, amount = '') => {
    const [whole = '', fraction = ''] = amount.split('.');
    return sum + Number(whole) * 1e9 + Number(fraction.padEnd(9, '0'));
  }, 0);
}
