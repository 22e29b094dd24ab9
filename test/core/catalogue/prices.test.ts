import { describe, expect, it } from 'vitest';
import { dearestPrices, priceOn } from '../../../src/core/catalogue/index.ts';
import { catalogue, endpoint, model, price } from './rows.ts';

describe('The price list in force', () => {
  const [first, second, third] = [price(3), price(2, { validFrom: '2026-07-30' }), price(4, { validFrom: '2027-01-01' })];
  const lists = [second, third, first];

  it.each([
    ['2025-12-31', undefined],
    ['2026-01-01', first],
    ['2026-07-29', first],
    ['2026-07-30', second],
    ['2026-12-31', second],
    ['2027-01-01', third],
    ['2031-05-05', third],
  ])('on %s is the one that began last', (day, expected) => {
    expect(priceOn(lists, day)).toBe(expected);
  });

  it('is none where there is no list', () => {
    expect(priceOn([], '2026-11-22')).toBeUndefined();
  });

  it('is the one written last, of two that began on a day', () => {
    const corrected = price(2.5, { validFrom: '2026-07-30' });
    expect(priceOn([first, second, corrected], '2026-11-22')).toBe(corrected);
  });
});

describe('The dearest known prices', () => {
  const cloud = endpoint('cloud');

  it('are the dearest of each bucket, cliffs, unpriced buckets and the price of a request included', () => {
    const cliff = { abovePromptTokens: 1000, prices: { uncachedInput: 6_000_000_000, output: 1, cacheRead: 1 } };
    const rows = catalogue(
      [cloud],
      [
        model('cloud', 'a', { prices: [price(3, { cacheRead: 5, cacheWrite1h: 9_000_000_000, longContext: [cliff] })] }),
        model('cloud', 'b', { prices: [price(2, { perRequest: 370_000 })] }),
        model('cloud', 'no-price', { prices: [] }),
      ],
    );
    expect(dearestPrices(rows, '2026-11-22')).toEqual({
      validFrom: '2026-11-22',
      source: { url: '', readOn: '2026-11-22' },
      perRequest: 370_000,
      uncachedInput: 6_000_000_000,
      // Model b does not price reads, so that they cost its input's $2.
      cacheRead: 2_000_000_000,
      cacheWrite5m: 6_000_000_000,
      cacheWrite30m: 6_000_000_000,
      cacheWrite1h: 9_000_000_000,
      cacheWrite12h: 6_000_000_000,
      output: 15_000_000_000,
    });
  });

  it('are those of the day, and of metered endpoints only', () => {
    const rows = catalogue(
      [cloud, endpoint('flat', { billing: 'subscription' }), endpoint('here', { billing: 'local' })],
      [
        model('cloud', 'a', { prices: [price(9), price(1, { validFrom: '2026-06-01' })] }),
        model('flat', 'b', { prices: [price(50)] }),
        model('here', 'c', { prices: [price(60)] }),
        model('nowhere', 'd', { prices: [price(70)] }),
      ],
    );
    expect(dearestPrices(rows, '2026-11-22')?.uncachedInput).toBe(1_000_000_000);
  });

  it('are unknown where no metered model has a price', () => {
    expect(dearestPrices(catalogue([cloud], [model('cloud', 'a', { prices: [] })]), '2026-11-22')).toBeUndefined();
  });
});
