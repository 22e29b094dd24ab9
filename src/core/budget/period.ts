import type { BudgetPeriod } from './budget.ts';

/** When the user's weeks and years begin. */
export interface BudgetCalendar {
  readonly weekStartsOn: 'monday' | 'sunday';
  /** From 1 to 12: the month in which the year begins, and with it its first quarter. */
  readonly yearStartsIn: number;
}

export const usualCalendar: BudgetCalendar = { weekStartsOn: 'monday', yearStartsIn: 1 };

/** Local days, `YYYY-MM-DD`, both included. */
export interface Period {
  readonly fromDay: string;
  readonly toDay: string;
  /** The first day of the next one; missing where none follows: an agent's task has no day on which it ends. */
  readonly nextFromDay?: string;
}

/** The period of a budget that a local day lies in. It is made of days as the calendar counts them, however long clocks make them. */
export function periodOf({ period }: { readonly period: BudgetPeriod }, today: string, calendar: BudgetCalendar): Period {
  const [year = Number.NaN, month = Number.NaN] = today.split('-').map(Number);
  switch (period) {
    case 'day':
      return until(today, dayAfter(today, 1));
    case 'week': {
      const fromDay = dayAfter(today, -daysIntoWeek(today, calendar));
      return until(fromDay, dayAfter(fromDay, 7));
    }
    case 'month':
      return ofMonths(year, month, 1);
    case 'quarter':
      return ofMonths(year, month - (monthsIntoYear(month, calendar) % 3), 3);
    case 'year':
      return ofMonths(year, month - monthsIntoYear(month, calendar), 12);
    case 'rolling-30-days':
      return { fromDay: dayAfter(today, -29), toDay: today, nextFromDay: dayAfter(today, -28) };
    case 'task':
      return { fromDay: '0001-01-01', toDay: '9999-12-31' };
  }
}

/** So many days later, or earlier. */
export function dayAfter(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * msPerDay);
}

/** A number that grows by one from day to day. */
export function dayNumber(day: string): number {
  return Date.parse(day) / msPerDay;
}

const msPerDay = 86_400_000;

/** The day in Greenwich, where no clock is ever put on. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function until(fromDay: string, nextFromDay: string): Period {
  return { fromDay, toDay: dayAfter(nextFromDay, -1), nextFromDay };
}

/** `month` from 1, and below it in the years before. */
function ofMonths(year: number, month: number, months: number): Period {
  return until(dayOf(Date.UTC(year, month - 1)), dayOf(Date.UTC(year, month - 1 + months)));
}

/** 1970-01-01 was a Thursday. */
function daysIntoWeek(day: string, { weekStartsOn }: BudgetCalendar): number {
  return (((dayNumber(day) + (weekStartsOn === 'monday' ? 3 : 4)) % 7) + 7) % 7;
}

function monthsIntoYear(month: number, { yearStartsIn }: BudgetCalendar): number {
  return (month - yearStartsIn + 12) % 12;
}
