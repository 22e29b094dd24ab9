import { dayAfter, dayNumber, periodOf, usualCalendar } from '../../core/budget/index.ts';

/** Days on the calendar, `YYYY-MM-DD`: from the first to the last, both included. */
export function daysBetween(fromDay: string, toDay: string): readonly string[] {
  const count = dayNumber(toDay) - dayNumber(fromDay) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => dayAfter(fromDay, index));
}

/** The Monday of its week. */
export function mondayOf(day: string): string {
  return periodOf({ period: 'week' }, day, usualCalendar).fromDay;
}

export function firstOfMonth(day: string): string {
  return periodOf({ period: 'month' }, day, usualCalendar).fromDay;
}

export function lastOfMonth(day: string): string {
  return periodOf({ period: 'month' }, day, usualCalendar).toDay;
}
