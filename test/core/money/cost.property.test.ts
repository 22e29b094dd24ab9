import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BillingTerms, costOf, type PriceHours, type PriceRow, type TokenPrices } from '../../../src/core/money/index.ts';
import { noUsage, type Usage, usageBuckets } from '../../../src/core/task/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const buckets = <Value>(value: fc.Arbitrary<Value>) =>
  fc.record(Object.fromEntries(usageBuckets.map((bucket) => [bucket, value])) as Record<keyof Usage, fc.Arbitrary<Value>>);
const usages: fc.Arbitrary<Usage> = buckets(fc.nat(2_000_000));
const known = { validFrom: '2026-01-01', source: { url: 'test', readOn: '2026-01-01' } };
/** Up to $1,000 per million tokens, in steps of a nano-dollar. */
const flatRows: fc.Arbitrary<PriceRow> = buckets(fc.nat(1_000_000_000_000)).map((prices) => ({ ...known, ...prices }));
/** In steps of $0.001 per million tokens, so that every token costs whole nano-dollars. */
const wholeRows: fc.Arbitrary<PriceRow> = buckets(fc.nat(1_000_000).map((steps) => steps * 1_000_000)).map((prices) => ({
  ...known,
  ...prices,
}));
const factors = fc.dictionary(fc.constantFrom('batch', 'flex', 'priority', 'us', 'fast'), fc.integer({ min: 1, max: 3000 }));
const termRows: fc.Arbitrary<PriceRow> = fc.tuple(flatRows, factors).map(([row, named]) => ({
  ...row,
  serviceTiers: named,
  inferenceGeo: named,
  speeds: named,
}));
const word = fc.option(fc.constantFrom('batch', 'priority', 'us', 'fast', 'default', 'unheard-of'), { nil: undefined });
const terms: fc.Arbitrary<BillingTerms> = fc.record({ serviceTier: word, inferenceGeo: word, speed: word }).map((said) => ({
  ...(said.serviceTier !== undefined && { serviceTier: said.serviceTier }),
  ...(said.inferenceGeo !== undefined && { inferenceGeo: said.inferenceGeo }),
  ...(said.speed !== undefined && { speed: said.speed }),
}));
/** A cliff like the real ones: nothing is cheaper above it. */
const cliffRows: fc.Arbitrary<PriceRow> = fc
  .tuple(termRows, fc.nat(3_000_000), fc.integer({ min: 1, max: 4 }))
  .map(([row, abovePromptTokens, times]) => {
    const prices = Object.fromEntries(usageBuckets.map((bucket) => [bucket, (row[bucket] ?? row.uncachedInput) * times]));
    return { ...row, longContext: [{ abovePromptTokens, prices: prices as unknown as TokenPrices }] };
  });

const minute = fc.nat(1440);
const moment = fc.integer({ min: Date.UTC(1969, 0, 1), max: Date.UTC(2100, 0, 1) });
const windows: fc.Arbitrary<readonly Omit<PriceHours, 'prices'>[]> = fc.array(
  fc.tuple(minute, minute, fc.option(fc.subarray([0, 1, 2, 3, 4, 5, 6]), { nil: undefined })).map(([from, to, weekdays]) => ({
    utcFromMinute: from,
    utcToMinute: to,
    ...(weekdays && { weekdays }),
  })),
  { maxLength: 4 },
);
/** Each bucket at so many hundredths of what it costs otherwise. */
const cheaper = (row: PriceRow, hundredths: number): TokenPrices =>
  Object.fromEntries(
    usageBuckets.map((bucket) => [bucket, Math.floor(((row[bucket] ?? row.uncachedInput) * hundredths) / 100)]),
  ) as unknown as TokenPrices;

/** By the calendar: does the moment lie in the hours that begin on its own day or on the day before? */
const isDuring = ({ utcFromMinute, utcToMinute, weekdays }: Omit<PriceHours, 'prices'>, atMs: number): boolean =>
  [0, -1].some((offset) => {
    const at = new Date(atMs);
    const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + offset];
    const begins = Date.UTC(year, month, day, 0, utcFromMinute);
    const ends = Date.UTC(year, month, utcToMinute < utcFromMinute ? day + 1 : day, 0, utcToMinute);
    return atMs >= begins && atMs < ends && (weekdays?.includes(new Date(Date.UTC(year, month, day)).getUTCDay()) ?? true);
  });

const together = (a: Usage, b: Usage): Usage =>
  Object.fromEntries(usageBuckets.map((bucket) => [bucket, a[bucket] + b[bucket]])) as Record<keyof Usage, number>;
const times = (usage: Usage, count: number): Usage =>
  Object.fromEntries(usageBuckets.map((bucket) => [bucket, usage[bucket] * count])) as Record<keyof Usage, number>;

describe('The cost of any attempt', () => {
  it('is a whole number of nano-dollars that is never below zero', () => {
    fc.assert(
      fc.property(
        usages,
        cliffRows,
        terms,
        (usage, row, said) => Number.isSafeInteger(costOf(usage, row, said)) && costOf(usage, row, said) >= 0,
      ),
      runs,
    );
  });

  it('is linear without cliffs: two attempts together cost what they cost apart, but for the one rounding', () => {
    fc.assert(
      fc.property(usages, usages, termRows, terms, (a, b, row, said) => {
        expect(Math.abs(costOf(together(a, b), row, said) - costOf(a, row, said) - costOf(b, row, said))).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  it('is exactly linear where a token costs whole nano-dollars: the sum of its buckets, and so many times as much for so many times the tokens', () => {
    fc.assert(
      fc.property(usages, usages, wholeRows, fc.integer({ min: 0, max: 1000 }), (a, b, row, count) => {
        const apart = usageBuckets.reduce((sum, bucket) => sum + costOf({ ...noUsage, [bucket]: a[bucket] }, row), 0);
        expect([costOf(a, row), costOf(together(a, b), row), costOf(times(a, count), row)]).toEqual([
          apart,
          costOf(a, row) + costOf(b, row),
          costOf(a, row) * count,
        ]);
      }),
      runs,
    );
  });

  it('is the price list per million tokens, for exactly a million of a bucket', () => {
    fc.assert(
      fc.property(flatRows, fc.constantFrom(...usageBuckets), (row, bucket) => {
        expect(costOf({ ...noUsage, [bucket]: 1_000_000 }, row)).toBe(row[bucket]);
      }),
      runs,
    );
  });

  it('never falls when a bucket grows, also across a cliff', () => {
    fc.assert(
      fc.property(usages, cliffRows, terms, fc.constantFrom(...usageBuckets), fc.nat(3_000_000), (usage, row, said, bucket, more) => {
        expect(costOf({ ...usage, [bucket]: usage[bucket] + more }, row, said)).toBeGreaterThanOrEqual(costOf(usage, row, said));
      }),
      runs,
    );
  });

  it('is never raised by the hour where the hours are cheaper, nor lowered by the lack of a time', () => {
    fc.assert(
      fc.property(usages, cliffRows, terms, windows, fc.nat(100), moment, (usage, row, said, hours, hundredths, atMs) => {
        const byHour = { ...row, hours: hours.map((of) => ({ ...of, prices: cheaper(row, hundredths) })) };
        expect(costOf(usage, byHour, { ...said, atMs })).toBeLessThanOrEqual(costOf(usage, row, said));
        expect(costOf(usage, byHour, said)).toBe(costOf(usage, row, said));
      }),
      runs,
    );
  });

  it('is that of the first hours that the calendar has at its moment', () => {
    fc.assert(
      fc.property(windows, moment, (hours, atMs) => {
        const flat: PriceRow = { ...known, uncachedInput: 1_000_000, output: 0 };
        const byHour = { ...flat, hours: hours.map((of, index) => ({ ...of, prices: { uncachedInput: 100 + index, output: 0 } })) };
        const first = hours.findIndex((of) => isDuring(of, atMs));
        expect(costOf({ ...noUsage, uncachedInput: 1_000_000 }, byHour, { atMs })).toBe(first < 0 ? 1_000_000 : 100 + first);
      }),
      runs,
    );
  });

  it('adds the price of a request once, whatever its factors', () => {
    fc.assert(
      fc.property(usages, cliffRows, terms, fc.nat(1_000_000_000), (usage, row, said, perRequest) => {
        expect(costOf(usage, { ...row, perRequest }, said)).toBe(costOf(usage, row, said) + perRequest);
      }),
      runs,
    );
  });
});

describe('A million small entries', () => {
  it('sum without drift', () => {
    // 7 x 137.3 + 3 x 551.7 = 961.1 + 1,655.1 = 2,616.2 -> 2,616 each; floating-point dollars would be off by now.
    const row: PriceRow = { ...known, uncachedInput: 137_300_000, output: 551_700_000 };
    let total = 0;
    for (let count = 0; count < 200_000; count += 1) total += costOf({ ...noUsage, uncachedInput: 7, output: 3 }, row);
    expect(total).toBe(523_200_000);
  });
});
