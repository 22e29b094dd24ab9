import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputBound, worstCaseOf } from '../../../src/core/budget/index.ts';
import { costOf, type Factors, type PriceRow, type TokenPrices } from '../../../src/core/money/index.ts';
import { noUsage, type Usage, usageBuckets } from '../../../src/core/task/index.ts';

const runs = { numRuns: 1000 };

/** $3 in, $15 out per million tokens, as published. */
const list: PriceRow = {
  validFrom: '2026-01-01',
  source: { url: 'https://prices.example', readOn: '2026-01-01' },
  uncachedInput: 3_000_000_000,
  output: 15_000_000_000,
};

describe('The worst case of an attempt', () => {
  it.each<[string, Partial<PriceRow>, number]>([
    // 1,000 x $3 + 100 x $15, per million: $0.003 + $0.0015.
    ['is all of the input and the whole output limit', {}, 4_500_000],
    // 1,000 x $6 + 100 x $15, per million: $0.006 + $0.0015.
    ['takes the dearest bucket of the input', { cacheRead: 300_000_000, cacheWrite1h: 6_000_000_000 }, 7_500_000],
    // 1.1 x $0.0045.
    ['takes the place where the provider takes most', { inferenceGeo: { us: 1100, eu: 1050 } }, 4_950_000],
    ['is not lowered by a cheap place', { inferenceGeo: { moon: 500 } }, 4_500_000],
    // A word for "nothing special" is never multiplied, so its factor must not hide the others'.
    ['is not misled by a factor for nothing special', { inferenceGeo: { global: 2000, us: 1100 } }, 9_000_000],
    // $0.0045 + $0.001.
    ['has what each request costs', { perRequest: 1_000_000 }, 5_500_000],
    // 1,000 x $6 + 100 x $22.50, per million: $0.006 + $0.00225.
    [
      'is over the cliff where the input may pass it',
      { longContext: [{ abovePromptTokens: 999, prices: { uncachedInput: 6_000_000_000, output: 22_500_000_000 } }] },
      8_250_000,
    ],
    [
      'stays before a cliff that the input cannot pass',
      { longContext: [{ abovePromptTokens: 1000, prices: { uncachedInput: 6_000_000_000, output: 22_500_000_000 } }] },
      4_500_000,
    ],
    [
      'is before the cliff where it is cheaper behind it: the input may be shorter than its bound',
      { longContext: [{ abovePromptTokens: 500, prices: { uncachedInput: 1_000_000_000, output: 5_000_000_000 } }] },
      4_500_000,
    ],
  ])('%s', (_what, changes, worst) => {
    expect(worstCaseOf(1000, 100, { ...list, ...changes })).toBe(worst);
  });

  it('of a free model is nothing', () => {
    expect(worstCaseOf(1_000_000, 100_000, { ...list, uncachedInput: 0, output: 0 })).toBe(0);
  });

  it('is never below what the attempt then costs: any list, any split over the buckets, any terms asked for, any place', () => {
    fc.assert(
      fc.property(rows, usages, more, requests, places, (row, usage, { input, output }, requested, inferenceGeo) => {
        const worst = worstCaseOf(inputOf(usage) + input, usage.output + output, row, requested);
        expect(worst).toBeGreaterThanOrEqual(costOf(usage, row, { ...requested, inferenceGeo }));
      }),
      runs,
    );
  });

  it('never falls when the input or the output grows', () => {
    fc.assert(
      fc.property(rows, fc.nat(500_000), fc.nat(100_000), fc.nat(500_000), fc.nat(100_000), (row, input, output, moreInput, moreOutput) => {
        expect(worstCaseOf(input + moreInput, output + moreOutput, row)).toBeGreaterThanOrEqual(worstCaseOf(input, output, row));
      }),
      runs,
    );
  });
});

describe('The bound of the input', () => {
  it.each([
    // 1,000 / 2 + 64.
    ['a token for two bytes', { bytesPerToken: 2, tokenizerRatio: 1, highestTokensPerByte: 0.3 }, 564],
    // 1,000 + 64.
    ['a token for each byte where the budget is nearly used up', { bytesPerToken: 1, tokenizerRatio: 1, highestTokensPerByte: 0.3 }, 1064],
    // 1,000 / 2 x 1.3 + 64.
    ['more for a tokenizer that makes more', { bytesPerToken: 2, tokenizerRatio: 1.3, highestTokensPerByte: 0.3 }, 714],
    ['never less for one that makes fewer', { bytesPerToken: 2, tokenizerRatio: 0.6, highestTokensPerByte: 0.3 }, 564],
    // 1,000 x 0.9 + 64.
    ['as many as were ever seen', { bytesPerToken: 2, tokenizerRatio: 1, highestTokensPerByte: 0.9 }, 964],
  ] as const)('is %s', (_what, options, bound) => {
    expect(inputBound(1000, { ...options, framingTokens: 64 })).toBe(bound);
  });

  it('is a whole number of tokens that no text below the highest rate ever seen passes', () => {
    const rates = fc.double({ min: 0, max: 4, noNaN: true });
    fc.assert(
      fc.property(fc.nat(10_000_000), rates, rates, fc.double({ min: 0, max: 1, noNaN: true }), (bytes, tokenizerRatio, highest, share) => {
        const bound = inputBound(bytes, { bytesPerToken: 2, tokenizerRatio, highestTokensPerByte: highest, framingTokens: 0 });
        expect(Number.isSafeInteger(bound)).toBe(true);
        expect(bound).toBeGreaterThanOrEqual(Math.floor(bytes * highest * share));
        expect(bound).toBeGreaterThanOrEqual(bytes / 2);
      }),
      runs,
    );
  });
});

const price = fc.nat(200_000_000_000);
const inputBuckets = usageBuckets.filter((bucket) => bucket !== 'output' && bucket !== 'uncachedInput');
const tokenPrices: fc.Arbitrary<TokenPrices> = fc.record(
  { uncachedInput: price, output: price, ...(Object.fromEntries(inputBuckets.map((bucket) => [bucket, price])) as object) },
  { requiredKeys: ['uncachedInput', 'output'] },
) as fc.Arbitrary<TokenPrices>;
/** Standard words among them, which are never multiplied, and words that no list names. */
const places = fc.constantFrom('us', 'eu', 'moon', 'global', 'default', '', 'elsewhere');
const factors: fc.Arbitrary<Factors> = fc.dictionary(places, fc.integer({ min: 100, max: 4000 }), { maxKeys: 4 });
const words = fc.constantFrom('priority', 'flex', 'fast', 'default', 'standard');
const requests = fc.record({ serviceTier: words, speed: words }, { requiredKeys: [] });
const termFactors: fc.Arbitrary<Factors> = fc.dictionary(words, fc.integer({ min: 100, max: 4000 }), { maxKeys: 3 });
const more = fc.record({ input: fc.nat(300_000), output: fc.nat(10_000) });
const cliffs = fc
  .array(fc.record({ abovePromptTokens: fc.nat(400_000), prices: tokenPrices }), { maxLength: 3 })
  .map((found) => found.toSorted((a, b) => a.abovePromptTokens - b.abovePromptTokens));
const rows: fc.Arbitrary<PriceRow> = fc
  .record(
    {
      prices: tokenPrices,
      longContext: cliffs,
      inferenceGeo: factors,
      serviceTiers: termFactors,
      speeds: termFactors,
      perRequest: fc.nat(50_000_000),
    },
    { requiredKeys: ['prices'] },
  )
  .map(({ prices, ...rest }): PriceRow => ({ validFrom: list.validFrom, source: list.source, ...prices, ...rest }));
const usages: fc.Arbitrary<Usage> = fc
  .record({ ...Object.fromEntries(usageBuckets.map((bucket) => [bucket, fc.oneof(fc.constant(0), fc.nat(150_000))])) })
  .map((usage) => ({ ...noUsage, ...usage }));

const inputOf = ({ output, ...input }: Usage): number => Object.values(input).reduce((sum, tokens) => sum + tokens, 0);

describe('What a request asks for itself', () => {
  it('makes its worst case dearer: a tier, a speed', () => {
    const row: PriceRow = {
      validFrom: '2026-01-01',
      source: { url: '', readOn: '2026-11-22' },
      uncachedInput: 1_000_000_000,
      output: 2_000_000_000,
      serviceTiers: { priority: 2000 },
      speeds: { fast: 6000 },
    };
    const worst = [{}, { serviceTier: 'priority' }, { serviceTier: 'priority', speed: 'fast' }].map((requested) =>
      worstCaseOf(1000, 500, row, requested),
    );
    expect(worst).toEqual([2_000_000, 4_000_000, 24_000_000]);
  });
});
