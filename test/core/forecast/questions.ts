import type { ForecastQuestion } from '../../../src/core/forecast/index.ts';

export const usd = 1_000_000_000;

const msPerDay = 86_400_000;

export const addDays = (localDay: string, count: number): string =>
  new Date(Date.parse(localDay) + count * msPerDay).toISOString().slice(0, 10);

/** 0 is Sunday. */
const weekdayOf = (localDay: string): number => new Date(localDay).getUTCDay();

/** An amount for each day, both included, by the day of the week; Sunday first. */
export function daysByWeekday(fromDay: string, toDay: string, amounts: readonly number[]): ForecastQuestion['days'] {
  const count = (Date.parse(toDay) - Date.parse(fromDay)) / msPerDay + 1;
  return Array.from({ length: count }, (_, index) => {
    const localDay = addDays(fromDay, index);
    return { localDay, amount: amounts[weekdayOf(localDay)] ?? 0 };
  });
}

/** Two dollars on each working day, nothing on weekends. */
export const workingDays: readonly number[] = [0, 2 * usd, 2 * usd, 2 * usd, 2 * usd, 2 * usd, 0];

/** Wednesday, 2026-11-11, noon; November; nobody has spent anything. */
export const question = (changes: Partial<ForecastQuestion> = {}): ForecastQuestion => ({
  days: [],
  hours: [],
  now: { localDay: '2026-11-11', hour: 12, minute: 0 },
  period: { fromDay: '2026-11-01', toDay: '2026-11-30' },
  ...changes,
});
