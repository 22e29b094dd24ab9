import type { PriceHours, TokenPrices } from '../../money/index.ts';

/** Prices at so many minutes of every day, as a source has them: the last that fits counts before what holds at other times. */
export interface PricedWindow {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly prices: TokenPrices;
}

/** The hours of a day whose prices differ from `dearest`, joined where they touch, also across midnight. */
export function cheaperHours(atOtherTimes: TokenPrices, windows: readonly PricedWindow[], dearest: TokenPrices): readonly PriceHours[] {
  const starts = [...new Set([0, ...windows.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute])])].toSorted((a, b) => a - b);
  const slots = starts.map(
    (from, index): PriceHours => ({
      utcFromMinute: from,
      utcToMinute: starts[index + 1] ?? minutesPerDay,
      prices: windows.findLast((span) => isWithin(span, from))?.prices ?? atOtherTimes,
    }),
  );
  const joined = slots.filter(({ prices }) => !areEqual(prices, dearest)).reduce<readonly PriceHours[]>(joinTo, []);
  const [first, ...later] = joined;
  const last = later.at(-1);
  const runsOn = first?.utcFromMinute === 0 && last?.utcToMinute === minutesPerDay && areEqual(first.prices, last.prices);
  return runsOn ? [...later.slice(0, -1), { ...last, utcToMinute: first.utcToMinute }] : joined;
}

/** `01:00:00Z` in minutes since midnight. */
export function minuteOf(time: string): number {
  const [, hour, minute] = /^(\d\d):(\d\d):00Z$/.exec(time) ?? [];
  if (hour === undefined || minute === undefined) throw new Error(`${time} is no full minute in UTC`);
  return Number(hour) * 60 + Number(minute);
}

const minutesPerDay = 24 * 60;

function isWithin({ fromMinute, toMinute }: PricedWindow, minute: number): boolean {
  return fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
}

function joinTo(joined: readonly PriceHours[], next: PriceHours): readonly PriceHours[] {
  const before = joined.at(-1);
  return before?.utcToMinute === next.utcFromMinute && areEqual(before.prices, next.prices)
    ? [...joined.slice(0, -1), { ...before, utcToMinute: next.utcToMinute }]
    : [...joined, next];
}

function areEqual(a: TokenPrices, b: TokenPrices): boolean {
  const buckets = Object.keys({ ...a, ...b }) as (keyof TokenPrices)[];
  return buckets.every((bucket) => (a[bucket] ?? a.uncachedInput) === (b[bucket] ?? b.uncachedInput));
}
