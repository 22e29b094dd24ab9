import type { LedgerEntry } from '../ledger/index.ts';
import type { Cause } from './cause.ts';
import { causesOf, withoutSources } from './causesOf.ts';
import { type DayRow, rowsOf, utcDay } from './dayRow.ts';
import { differenceOf, figuresOf, sumOf } from './figures.ts';
import type { Figures, ImportedUsage } from './imported.ts';

export interface Reconciliation {
  /** Every day and model that either side has; those that agree, too. */
  readonly days: readonly DayRow[];
  /** Of all days and models. Figures that the bill does not tell say nothing here either. */
  readonly totals: { readonly ours: Figures; readonly theirs: Figures; readonly difference: Figures };
  readonly causes: readonly Cause[];
  /** Entries of ours with the same provider before and after the days of the bill: they are not compared. */
  readonly outside: { readonly attempts: number; readonly costNanoUsd: number };
}

/**
 * Compares the bill with our books, by day of UTC and model. Only what is paid by the token counts, at that provider; `named`, an endpoint or a
 * provider of the ledger, stands for it where the bill is that of another name.
 */
export function reconcile(all: readonly LedgerEntry[], imported: ImportedUsage, named: string = imported.provider): Reconciliation {
  const entries = all.filter(({ billing, provider, endpoint }) => billing === 'metered' && (provider === named || endpoint === named));
  const rows = rowsOf(entries, imported, dayOf);
  const isOutside = (entry: LedgerEntry): boolean => dayOf(entry) < imported.fromDay || dayOf(entry) > imported.toDay;
  const outside = entries.filter(isOutside);
  const [ours, theirs] = [sumOf(rows.map((row) => row.ours)), sumOf(rows.map((row) => row.theirs))];
  return {
    days: rows.map(withoutSources),
    totals: { ours, theirs, difference: differenceOf(theirs, ours) },
    causes: causesOf(rows, entries, imported),
    outside: { attempts: outside.length, costNanoUsd: figuresOf(outside).costNanoUsd },
  };
}

const dayOf = ({ startedAtMs }: LedgerEntry): string => utcDay(startedAtMs);
