import type { LedgerEntry } from '../ledger/index.ts';
import type { Cause } from './cause.ts';
import { causesOf, withoutSources } from './causesOf.ts';
import { areOverlapping, rangesOf } from './dayRange.ts';
import { type DayRow, rowsOf, utcDay } from './dayRow.ts';
import { differenceOf, sumOf } from './figures.ts';
import type { Figures, ImportedUsage } from './imported.ts';

export interface Reconciliation {
  /** Every day and model that either side has; those that agree, too. */
  readonly days: readonly DayRow[];
  /** Of all days and models. Figures that the bill does not tell say nothing here either. */
  readonly totals: { readonly ours: Figures; readonly theirs: Figures; readonly difference: Figures };
  readonly causes: readonly Cause[];
}

/**
 * Does the entry have a place in the comparison? Only what is paid by the token has, at that provider; `named`, an endpoint or a provider of the
 * ledger, stands for it where the bill has another name. A day before and after those of the bill may explain what differs at its ends.
 */
export function concerns({ billing, provider, endpoint, startedAtMs }: LedgerEntry, imported: ImportedUsage, named?: string): boolean {
  const wanted = named ?? imported.provider;
  if (billing !== 'metered' || (provider !== wanted && endpoint !== wanted)) return false;
  const reached = { fromDay: utcDay(startedAtMs - dayMs), toDay: utcDay(startedAtMs + dayMs) };
  return rangesOf(imported).some((range) => areOverlapping(range, reached));
}

/** Compares the bill with our books, by day of UTC and model. Entries that it does not concern are left out. */
export function reconcile(all: readonly LedgerEntry[], imported: ImportedUsage, named?: string): Reconciliation {
  const entries = all.filter((entry) => concerns(entry, imported, named));
  const rows = rowsOf(entries, imported, ({ startedAtMs }) => utcDay(startedAtMs));
  const [ours, theirs] = [sumOf(rows.map((row) => row.ours)), sumOf(rows.map((row) => row.theirs))];
  return {
    days: rows.map(withoutSources),
    totals: { ours, theirs, difference: differenceOf(theirs, ours) },
    causes: causesOf(rows, entries, imported),
  };
}

const dayMs = 86_400_000;
