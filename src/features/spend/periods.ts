import { firstOfMonth, mondayOf } from './calendar.ts';
import type { PeriodId } from './protocol.ts';

/** A stretch of calendar days that ends today, `YYYY-MM-DD`. */
export interface Period {
  readonly id: PeriodId;
  readonly fromDay: string;
  readonly toDay: string;
}

/**
 * Today, this week and this month. A week begins on Monday. Days are counted on the calendar, where each follows the one before, whatever a
 * change to summer time does to the clocks.
 */
export function periodsOn(today: string): readonly Period[] {
  return [
    { id: 'day', fromDay: today, toDay: today },
    { id: 'week', fromDay: mondayOf(today), toDay: today },
    { id: 'month', fromDay: firstOfMonth(today), toDay: today },
  ];
}

/** A week can begin in the month before. */
export function firstDayOf(periods: readonly Period[], today: string): string {
  return periods.reduce((first, { fromDay }) => (fromDay < first ? fromDay : first), today);
}
