import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion } from '../../../src/core/export/apportion.ts';
import { type RequestMeter, requestMeters } from '../../../src/core/export/requestMeters.ts';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { costOf, type PriceRow } from '../../../src/core/money/index.ts';
import { noUsage, usageBuckets } from '../../../src/core/task/index.ts';
import { entryOf, without } from '../../support/entries.ts';
import { paidPrice } from '../../support/tasks.ts';

/** As it is booked where the list's prices are what is paid. */
function paidEntry(price: PriceRow, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  const entry = entryOf({ billing: 'metered', usage: { ...noUsage, uncachedInput: 1, cacheRead: 1, output: 1 }, ...changes });
  const terms = { ...(entry.serviceTier !== undefined && { serviceTier: entry.serviceTier }), ...entry.billingReport };
  const costNanoUsd = changes.costNanoUsd ?? costOf(entry.usage, price, { ...terms, atMs: entry.startedAtMs });
  return { ...entry, costNanoUsd, countedNanoUsd: costNanoUsd };
}

const shares = (entry: LedgerEntry, price: PriceRow | undefined) =>
  requestMeters(entry, price).map(({ name, quantity, unitPriceNanoUsd, billedNanoUsd }) => [
    name,
    quantity,
    unitPriceNanoUsd,
    billedNanoUsd,
  ]);

const amount = fc.oneof(fc.integer({ min: 0, max: 500_000_000_000 }), fc.integer({ min: 0, max: 3 }));
const anyPrice: fc.Arbitrary<PriceRow> = fc
  .record({
    uncachedInput: amount,
    output: amount,
    cacheRead: amount,
    cacheWrite5m: amount,
    perRequest: fc.integer({ min: 0, max: 1_000_000 }),
  })
  .map((prices) => ({ ...paidPrice, ...prices, serviceTiers: { flex: 500, odd: 333 } }));
const anyUsage = fc.record(
  Object.fromEntries(usageBuckets.map((bucket) => [bucket, fc.nat(3_000_000)])) as Record<
    (typeof usageBuckets)[number],
    fc.Arbitrary<number>
  >,
);

describe('A request taken apart', () => {
  it('has a meter for each bucket, which sum to its cost where each would be rounded', () => {
    const price = { ...paidPrice, uncachedInput: 150_400, cacheRead: 15_400, output: 600_400 };
    // 0.1504 + 0.0154 + 0.6004 nano-dollars are one, and the output's share of it is the greatest.
    expect(shares(paidEntry(price), price)).toEqual([
      ['uncachedInput', 1, 150_400, 0],
      ['cacheRead', 1, 15_400, 0],
      ['output', 1, 600_400, 1],
    ]);
  });

  it('has its fee apart', () => {
    const price = { ...paidPrice, perRequest: 250 };
    expect(shares(paidEntry(price), price)).toEqual([
      ['uncachedInput', 1, 3_000_000_000, 3000],
      ['cacheRead', 1, 300_000_000, 300],
      ['output', 1, 15_000_000_000, 15_000],
      ['requestFee', 1, 250, 250],
    ]);
  });

  it('shares the provider’s own figure in proportion to the list, fee included', () => {
    const price = { ...paidPrice, perRequest: 1700 };
    const entry = paidEntry(price, { costNanoUsd: 40_000, listPriceNanoUsd: 20_000, billingReport: { chargedNanoUsd: 40_000 } });
    expect(shares(entry, price)).toEqual([
      ['uncachedInput', 1, 3_000_000_000, 6000],
      ['cacheRead', 1, 300_000_000, 600],
      ['output', 1, 15_000_000_000, 30_000],
      ['requestFee', 1, 1700, 3400],
    ]);
  });

  it('names the terms that its price hangs on', () => {
    const price: PriceRow = {
      ...paidPrice,
      serviceTiers: { flex: 500 },
      inferenceGeo: { us: 1100 },
      longContext: [{ abovePromptTokens: 1, prices: { uncachedInput: 6_000_000_000, output: 20_000_000_000 } }],
    };
    const entry = paidEntry(price, { serviceTier: 'flex', billingReport: { serviceTier: 'flex', inferenceGeo: 'us', speed: 'standard' } });
    const [input] = requestMeters(entry, price);
    expect(input).toEqual({
      name: 'uncachedInput',
      quantity: 1,
      unitPriceNanoUsd: 3_300_000_000,
      billedNanoUsd: 3300,
      terms: { ServiceTier: 'flex', InferenceGeo: 'us', PromptTokensAbove: '1' },
    });
  });

  it.each([
    ['whose price is not known any more', undefined],
    ['whose price is another one by now', { ...paidPrice, output: 1 }],
  ])('%s stays whole', (_, price) => {
    expect(shares(paidEntry(paidPrice), price)).toEqual([['request', 1, 18_300, 18_300]]);
  });

  it('that was not billed stays whole', () => {
    expect(
      shares(entryOf({ billing: 'metered', usage: noUsage, costNanoUsd: 0, finish: 'error' }), { ...paidPrice, perRequest: 9 }),
    ).toEqual([['request', 1, 0, 0]]);
  });

  it('has a list price and no cost on a flat plan', () => {
    const entry = paidEntry(paidPrice, { billing: 'subscription', costNanoUsd: 0, listPriceNanoUsd: 18_300 });
    expect(shares(entry, paidPrice)).toEqual([
      ['uncachedInput', 1, 3_000_000_000, 0],
      ['cacheRead', 1, 300_000_000, 0],
      ['output', 1, 15_000_000_000, 0],
    ]);
  });

  it.each([
    ['runs here', paidEntry(paidPrice, { billing: 'local', costNanoUsd: 0 })],
    ['has no known price', without(paidEntry(paidPrice), 'costNanoUsd')],
  ])('has its tokens and no price where it %s', (_, entry) => {
    expect(shares(entry, paidPrice)).toEqual([
      ['uncachedInput', 1, 0, 0],
      ['cacheRead', 1, 0, 0],
      ['output', 1, 0, 0],
    ]);
  });

  it('sums to its cost, whatever the prices, and however much the provider charged', () => {
    fc.assert(
      fc.property(
        anyPrice,
        anyUsage,
        fc.option(amount),
        fc.constantFrom('default', 'flex', 'odd'),
        (price, usage, charged, serviceTier) => {
          const listed = paidEntry(price, { usage, billingReport: { serviceTier } });
          const isOwn = charged !== null && charged !== listed.costNanoUsd;
          const entry: LedgerEntry = isOwn ? { ...listed, costNanoUsd: charged, listPriceNanoUsd: listed.costNanoUsd ?? 0 } : listed;
          const meters = requestMeters(entry, price);
          const sum = meters.reduce((total, { billedNanoUsd }) => total + billedNanoUsd, 0);
          const names = [...usageBuckets.filter((bucket) => usage[bucket] > 0), ...(price.perRequest ? ['requestFee'] : [])];
          // Unit prices are rounded to a nano-dollar a million tokens, and shares to one: the dearest meter may bear what all of them lost.
          const tokens = meters.reduce((total, { name, quantity }) => total + (name in usage ? quantity : 0), 0);
          const astray = ({ name, quantity, unitPriceNanoUsd, billedNanoUsd }: RequestMeter): boolean =>
            name in usage && Math.abs(billedNanoUsd - (quantity * unitPriceNanoUsd) / 1e6) > 2 + tokens / 1e6;
          expect(isOwn ? [] : meters.filter(astray)).toEqual([]);
          expect([sum, meters.map(({ name }) => name)]).toEqual([entry.costNanoUsd, names.length > 0 ? names : ['request']]);
        },
      ),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});

describe('Sharing out', () => {
  it('gives each its share to less than a unit, and all of it', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 20n }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), weights, (whole, each) => {
        const given = apportion(whole, each);
        const total = each.reduce((sum, weight) => sum + weight, 0n);
        const errors = given.map((share, index) => share * total - whole * (each[index] ?? 0n));
        expect([given.reduce((sum, share) => sum + share, 0n), errors.filter((error) => error >= total || -error >= total)]).toEqual([
          whole,
          total === 0n ? errors : [],
        ]);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });

  it('gives what is left to the first of equals', () => {
    expect(apportion(2n, [1n, 1n, 1n])).toEqual([1n, 1n, 0n]);
  });
});
