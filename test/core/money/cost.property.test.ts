import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BillingTerms, costOf, type PriceRow, type TokenPrices } from '../../../src/core/money/index.ts';
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
    for (let count = 0; count < 1_000_000; count += 1) total += costOf({ ...noUsage, uncachedInput: 7, output: 3 }, row);
    expect(total).toBe(2_616_000_000);
  });
});
