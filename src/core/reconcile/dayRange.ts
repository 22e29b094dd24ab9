import type { ImportedUsage } from './imported.ts';

/** Days of UTC, `YYYY-MM-DD`, both included. */
export interface DayRange {
  readonly fromDay: string;
  readonly toDay: string;
}

/** The days that a bill speaks of, the earliest range first. */
export function rangesOf({ fromDay, toDay, ranges }: Pick<ImportedUsage, 'fromDay' | 'toDay' | 'ranges'>): readonly DayRange[] {
  return ranges ?? [{ fromDay, toDay }];
}

export function isWithin(day: string, ranges: readonly DayRange[]): boolean {
  return ranges.some(({ fromDay, toDay }) => day >= fromDay && day <= toDay);
}

export function areOverlapping(one: DayRange, other: DayRange): boolean {
  return one.fromDay <= other.toDay && other.fromDay <= one.toDay;
}

/** The days that both have, of ranges in their order. */
export function inBoth(ones: readonly DayRange[], others: readonly DayRange[]): readonly DayRange[] {
  return ones.flatMap((one) =>
    others
      .filter((other) => areOverlapping(one, other))
      .map((other) => ({ fromDay: later(one.fromDay, other.fromDay), toDay: earlier(one.toDay, other.toDay) })),
  );
}

/** The days between the ranges; none where one begins on the day after another. */
export function gapsBetween(ranges: readonly DayRange[]): readonly DayRange[] {
  return ranges.slice(1).flatMap(({ fromDay }, index) => {
    const gap = { fromDay: dayAfter(ranges[index]?.toDay ?? fromDay, 1), toDay: dayAfter(fromDay, -1) };
    return gap.fromDay <= gap.toDay ? [gap] : [];
  });
}

const dayMs = 86_400_000;
const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
const earlier = (one: string, other: string): string => (one < other ? one : other);
const later = (one: string, other: string): string => (one > other ? one : other);
