import { mean } from './mean.ts';

/** What is known of today, before it is over. */
export interface Today {
  readonly spent: number;
  /** The share of a day's amount that is usually still to come. */
  readonly shareLeft: number;
  /** What the whole day would come to if only what was spent of it counted. */
  readonly ownPace: number;
  /** How much the day's own pace counts against other days', from 0 to 1. */
  readonly trust: number;
}

/** A pace is taken over this share of a day at the least: one request after midnight makes no day of thousands. */
const leastShare = 0.25;

/** `past` by age in days, today first. A day is trusted the more of it is over; the first one must be, there is no other. */
export function todayOf(past: readonly number[], sharePassed: number): Today {
  const spent = past[0] ?? 0;
  return {
    spent,
    shareLeft: 1 - sharePassed,
    ownPace: spent / Math.max(leastShare, sharePassed),
    trust: past.length === 1 ? 1 : sharePassed / (sharePassed + 0.5),
  };
}

/** What is to come of today, if it is a day on which so much is spent in all. */
export function restOfToday({ shareLeft, ownPace, trust }: Today, amount: number): number {
  return shareLeft * (trust * ownPace + (1 - trust) * amount);
}

/** The days by age with today as it will probably end: like the same days of the last four weeks, else like the days since the first. */
export function withWholeToday(past: readonly number[], today: Today): readonly number[] {
  const same = [7, 14, 21, 28].flatMap((age) => past[age] ?? []);
  const alike = same.length > 0 ? same : past.slice(1);
  return [today.spent + restOfToday(today, alike.length > 0 ? mean(alike) : 0), ...past.slice(1)];
}
