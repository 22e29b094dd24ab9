import type { LedgerEntry } from '../../ledger/index.ts';
import type { CauseKind } from '../cause.ts';
import { type ComparedRow, rowsOf, utcDay } from '../dayRow.ts';
import type { ImportedUsage } from '../imported.ts';
import { modelKeyOf } from '../modelKey.ts';

/** Other days that an entry could have been booked on. */
const otherDays: readonly (readonly [CauseKind, (entry: LedgerEntry) => string])[] = [
  ['local-days', ({ localDay }) => localDay],
  ['midnight', ({ startedAtMs, durationMs }) => utcDay(startedAtMs + durationMs)],
];

/** The rows that agree once our entries are put on other days, where putting them there makes none differ that agreed. */
export function causesInDays(
  rows: readonly ComparedRow[],
  entries: readonly LedgerEntry[],
  imported: ImportedUsage,
): readonly { readonly kind: CauseKind; readonly rows: readonly ComparedRow[] }[] {
  const differing = rows.filter((row) => row.differing.length > 0);
  if (differing.length === 0) return [];
  return otherDays.flatMap(([kind, dayOf]) => {
    const moved = new Map(rowsOf(entries, imported, dayOf).map((row) => [nameOf(row), row]));
    const mended = differing.filter((row) => (moved.get(nameOf(row))?.differing ?? []).length === 0);
    const stillDiffering = [...moved.values()].filter((row) => row.differing.length > 0).length;
    return mended.length > 0 && stillDiffering + mended.length === differing.length ? [{ kind, rows: mended }] : [];
  });
}

const nameOf = ({ day, model }: ComparedRow): string => `${day} ${modelKeyOf(model)}`;
