import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worstCaseOf } from '../../src/core/budget/index.ts';
import { costOf, formatUsd, type Price } from '../../src/core/money/index.ts';
import { inputTokens, noUsage, type Usage, usageBuckets } from '../../src/core/task/index.ts';
import { paidPrice } from '../support/tasks.ts';

const runs = { numRuns: 1000 };
const buckets = <Value>(value: fc.Arbitrary<Value>) =>
  fc.record(Object.fromEntries(usageBuckets.map((bucket) => [bucket, value])) as Record<keyof Usage, fc.Arbitrary<Value>>);
const usages: fc.Arbitrary<Usage> = buckets(fc.nat(2_000_000));
/** Up to $1,000 per million tokens. */
const prices: fc.Arbitrary<Price> = buckets(fc.nat(1_000_000_000_000));

describe('The cost of an attempt', () => {
  it('is the sum of its buckets at their prices, as worked by hand', () => {
    // 2,000 x $3 + 1,000 x $3.75 + 30,000 x $0.30 + 4,000 x $15, per million: $0.006 + $0.00375 + $0.009 + $0.06.
    const usage = { ...noUsage, uncachedInput: 2000, cacheWrite5m: 1000, cacheRead: 30_000, output: 4000 };
    expect(costOf(usage, paidPrice)).toBe(78_750_000);
  });

  it('is rounded once, half up', () => {
    const price = { ...paidPrice, uncachedInput: 500_000, output: 499_999 };
    const cost = (usage: Partial<Usage>): number => costOf({ ...noUsage, ...usage }, price);
    expect([cost({ uncachedInput: 1 }), cost({ output: 1 }), cost({ uncachedInput: 1, output: 1 })]).toEqual([1, 0, 1]);
  });

  it('is a whole number that is never below zero', () => {
    fc.assert(
      fc.property(usages, prices, (usage, price) => Number.isSafeInteger(costOf(usage, price)) && costOf(usage, price) >= 0),
      runs,
    );
  });

  it('grows in line with usage: two attempts together cost what they cost apart, but for one rounding', () => {
    const together = (a: Usage, b: Usage): Usage =>
      Object.fromEntries(usageBuckets.map((bucket) => [bucket, a[bucket] + b[bucket]])) as Record<keyof Usage, number>;
    fc.assert(
      fc.property(usages, usages, prices, (a, b, price) => {
        expect(Math.abs(costOf(together(a, b), price) - costOf(a, price) - costOf(b, price))).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  it('never falls when a bucket grows', () => {
    fc.assert(
      fc.property(usages, prices, fc.constantFrom(...usageBuckets), fc.nat(100_000), (usage, price, bucket, more) => {
        expect(costOf({ ...usage, [bucket]: usage[bucket] + more }, price)).toBeGreaterThanOrEqual(costOf(usage, price));
      }),
      runs,
    );
  });
});

describe('The worst case of an attempt', () => {
  it('is never below what it then costs, whatever the price list', () => {
    fc.assert(
      fc.property(usages, prices, fc.nat(1000), fc.nat(1000), (usage, price, moreBytes, moreOutput) => {
        const worst = worstCaseOf(inputTokens(usage) + moreBytes, usage.output + moreOutput, price);
        expect(worst).toBeGreaterThanOrEqual(costOf(usage, price));
      }),
      runs,
    );
  });

  it('is unknown for an unpriced model', () => {
    expect(worstCaseOf(100, 100, undefined)).toBeUndefined();
  });
});

describe('Money in words', () => {
  it.each([
    [0, '$0.00'],
    [1, '$0.000000001'],
    [4_200, '$0.0000042'],
    [4_200_000, '$0.0042'],
    [10_000_000, '$0.01'],
    [78_750_000, '$0.08'],
    [12_340_000_000, '$12.34'],
    [-12_340_000_000, '-$12.34'],
  ])('writes %i nano-dollars as %s', (amount, words) => {
    expect(formatUsd(amount)).toBe(words);
  });
});
