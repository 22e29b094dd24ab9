import { describe, expect, it } from 'vitest';
import { type Buckets, noTokens } from './buckets.ts';
import type { Account, Job } from './job.ts';
import { findModel } from './models.ts';
import { chargeFor } from './pricing.ts';

const onCredits: Account = { name: 'any', key: 'any', sells: 'openai', bringsOwnKey: false };

function amountOf(modelId: string, counted: Partial<Buckets>, terms: Partial<Pick<Job, 'account' | 'tier' | 'fast' | 'geo'>> = {}): number {
  const model = findModel(modelId);
  if (!model) throw new Error(modelId);
  const job = { model, account: onCredits, tier: 'standard' as const, fast: false, geo: undefined, ...terms };
  return chargeFor(job, { ...noTokens, ...counted }).amountNanoUsd;
}

describe('the price of a request, worked out by hand', () => {
  it('adds up the buckets', () => {
    // 2,000 x 3,170 + 1,000 x 3,962.5 + 30,000 x 317 + 4,000 x 15,830 = 6,340,000 + 3,962,500 + 9,510,000 + 63,320,000
    expect(amountOf('emu-maple-1', { uncachedInput: 2000, cacheWrite5m: 1000, cacheRead: 30_000, output: 4000 })).toBe(83_132_500);
  });

  it('prices one-hour and five-minute writes apart', () => {
    // 100 x 3,962.5 = 396,250; 100 x 6,340 = 634,000
    expect(amountOf('emu-maple-1', { cacheWrite5m: 100 })).toBe(396_250);
    expect(amountOf('emu-maple-1', { cacheWrite1h: 100 })).toBe(634_000);
  });

  it('rounds once, half up, at the end', () => {
    // 1 x 137.3 + 1 x 13.73 + 1 x 551.7 = 702.73; each rounded first it would be 137 + 14 + 552 = 703 as well, but 3 x 137.3 = 411.9 is not 3 x 137
    expect(amountOf('emu-sapling-4', { uncachedInput: 1, cacheRead: 1, output: 1 })).toBe(703);
    expect(amountOf('emu-sapling-4', { uncachedInput: 3 })).toBe(412);
    // 1 x 3,962.5 -> 3,963
    expect(amountOf('emu-maple-1', { cacheWrite5m: 1 })).toBe(3963);
  });

  it('halves batches, and multiplies by the region, before rounding', () => {
    // (1,000 x 3,170 + 100 x 15,830) x 0.5 = 4,753,000 / 2; x 1.1 = 5,228,300; both: 2,614,150
    const counted = { uncachedInput: 1000, output: 100 };
    expect(amountOf('emu-maple-1', counted, { tier: 'batch' })).toBe(2_376_500);
    expect(amountOf('emu-maple-1', counted, { geo: 'us' })).toBe(5_228_300);
    expect(amountOf('emu-maple-1', counted, { geo: 'us', tier: 'batch' })).toBe(2_614_150);
    expect(amountOf('emu-maple-1', counted, { geo: 'global' })).toBe(4_753_000);
  });

  it('takes flex, priority and fast at their own factors', () => {
    // 1,000 x 1,870 + 10 x 14,930 = 2,019,300; x 0.5; x 2
    const counted = { uncachedInput: 1000, output: 10 };
    expect(amountOf('emu-oak-6', counted, { tier: 'flex' })).toBe(1_009_650);
    expect(amountOf('emu-oak-6', counted, { tier: 'priority' })).toBe(4_038_600);
    // (10 x 7,130 + 1 x 35,710) x 6 = 107,010 x 6
    expect(amountOf('emu-sequoia-1', { uncachedInput: 10, output: 1 }, { fast: true })).toBe(642_060);
  });

  it('charges every token the second price above the cliff, and none at it', () => {
    // 9,000 x 2,530 + 10 x 11,370 = 22,883,700. One more: (8,000 x 5,060 + 1,001 x 506) + 10 x 17,055 = 40,480,000 + 506,506 + 170,550
    expect(amountOf('emu-cedar-6', { uncachedInput: 9000, output: 10 })).toBe(22_883_700);
    expect(amountOf('emu-cedar-6', { uncachedInput: 8000, cacheRead: 1001, output: 10 })).toBe(41_157_056);
  });

  it('charges cached tokens as input where no read price is named', () => {
    // 1,100 x 670 + 10 x 2,710 = 737,000 + 27,100
    expect(amountOf('emu-elm-4', { uncachedInput: 100, cacheRead: 1000, output: 10 })).toBe(764_100);
  });

  it('adds the fee of each request, which no tier discounts', () => {
    // 100 x 1,370 + 10 x 5,510 + 370,000 = 137,000 + 55,100 + 370,000
    expect(amountOf('emu/routed-fir', { uncachedInput: 100, output: 10 })).toBe(562_100);
  });

  it('charges the dearer endpoint, not the list', () => {
    // 1,000 x 930 + 100 x 3,410 = 1,271,000; by the list it would be 997,000
    expect(amountOf('emu/routed-larch', { uncachedInput: 1000, output: 100 })).toBe(1_271_000);
  });

  it("adds five per cent to the upstream's bill on one's own key", () => {
    // 1,271,000 + 63,550
    expect(amountOf('emu/routed-larch', { uncachedInput: 1000, output: 100 }, { account: { ...onCredits, bringsOwnKey: true } })).toBe(
      1_334_550,
    );
  });

  it('stays exact where a floating point number would not', () => {
    // 900,000,000 x 35,710 = 32,139,000,000,000
    expect(amountOf('emu-sequoia-1', { output: 900_000_000 })).toBe(32_139_000_000_000);
  });
});
