import { dayAfter } from '../../core/budget/index.ts';
import type { EntryFilter } from '../../core/ledger/index.ts';
import { filterNames, type HistoryRange, type View } from './view.ts';

/** The days of a range, and what of them is asked of the ledger. */
export function entryFilter({ range, filters }: Pick<View, 'range' | 'filters'>, today: string): EntryFilter {
  const given = Object.fromEntries(filterNames.flatMap((name) => (filters[name] === undefined ? [] : [[name, filters[name]]])));
  return { ...given, fromDay: firstDayOfRange(range, today), toDay: today };
}

/** A range ends today and has so many days. */
export function firstDayOfRange(range: HistoryRange, today: string): string {
  return dayAfter(today, 1 - range);
}
