import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelInfo } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { generatedModels, packageVersion } from '../../../scripts/catalogue/generatedModels.ts';
import { generatedText } from '../../../scripts/catalogue/generatedText.ts';
import { type PriceRowOptions, priceRowsOf } from '../../../src/core/catalogue/refresh/genaiPriceRows.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const source = { url: 'https://prices.example', readOn: '2026-09-23' };
const modelOf = (prices: ModelInfo['prices']): ModelInfo => ({ id: 'm', match: { equals: 'm' }, prices });
const rowsOf = (prices: ModelInfo['prices'], options: Partial<PriceRowOptions> = {}) =>
  priceRowsOf(modelOf(prices), { source, cacheWrites: [], ...options }).map(({ source: _source, ...row }) => row);
const tiers = (base: number, above: number, start = 200_000) => ({ base, tiers: [{ start, price: above }] });
const hours = (start: string, end: string) => ({ type: 'time_of_date' as const, start_time: start, end_time: end });

describe('The generated price lists', () => {
  it('are what the generator writes: nobody edits them by hand', () => {
    const file = readFileSync(path.join(root, 'src/core/catalogue/data/generated.ts'), 'utf8');
    expect(file === generatedText(generatedModels()), 'run `npm run catalogue`').toBe(true);
  });

  it('name the version that is installed', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
    expect(manifest.devDependencies['@pydantic/genai-prices']).toBe(packageVersion);
  });

  it('are exact nano-dollars, where floating-point arithmetic is not', () => {
    // 0.2288 * 1e9 is 228800000.00000003, 1.1 * 1e9 is 1100000000.0000002.
    expect(rowsOf({ input_mtok: 0.2288, output_mtok: 1.1, cache_read_mtok: 0.003625 })).toEqual([
      { validFrom: '2020-01-01', uncachedInput: 228_800_000, output: 1_100_000_000, cacheRead: 3_625_000 },
    ]);
  });

  it('are rounded up where a price has more than nine decimals, and a write never costs less than its tokens', () => {
    expect(
      rowsOf(
        { input_mtok: 0.1, output_mtok: 0.3333333333333333, cache_write_mtok: 0.08333333333333334 },
        { cacheWrites: ['cacheWrite5m'] },
      ),
    ).toEqual([{ validFrom: '2020-01-01', uncachedInput: 100_000_000, output: 333_333_334, cacheWrite5m: 100_000_000 }]);
  });

  it('begin on their days, and have their cliffs', () => {
    expect(
      rowsOf([
        { prices: { input_mtok: tiers(3, 6), output_mtok: tiers(15, 22.5), cache_read_mtok: 0.3 } },
        { constraint: { type: 'start_date', start_date: '2026-03-13' }, prices: { input_mtok: 3, output_mtok: 15 } },
      ] as never),
    ).toEqual([
      {
        validFrom: '2020-01-01',
        uncachedInput: 3_000_000_000,
        output: 15_000_000_000,
        cacheRead: 300_000_000,
        longContext: [
          { abovePromptTokens: 200_000, prices: { uncachedInput: 6_000_000_000, output: 22_500_000_000, cacheRead: 300_000_000 } },
        ],
      },
      { validFrom: '2026-03-13', uncachedInput: 3_000_000_000, output: 15_000_000_000 },
    ]);
  });

  it('by the hour are the dearest of the day, from the last date on, and the cheaper hours in place of it', () => {
    const offPeak = { uncachedInput: 220_000_000, output: 660_000_000 };
    expect(
      rowsOf([
        { prices: { input_mtok: 0.14, output_mtok: 0.28 } },
        { constraint: { type: 'start_date', start_date: '2026-08-17' }, prices: { input_mtok: 0.22, output_mtok: 0.66 } },
        { constraint: hours('01:00:00Z', '04:00:00Z'), prices: { input_mtok: 0.44, output_mtok: 1.32 } },
        { constraint: hours('06:00:00Z', '10:00:00Z'), prices: { input_mtok: 0.44, output_mtok: 1.32 } },
      ]),
    ).toEqual([
      { validFrom: '2020-01-01', uncachedInput: 140_000_000, output: 280_000_000 },
      {
        validFrom: '2026-08-17',
        uncachedInput: 440_000_000,
        output: 1_320_000_000,
        hours: [
          { utcFromMinute: 240, utcToMinute: 360, prices: offPeak },
          { utcFromMinute: 600, utcToMinute: 60, prices: offPeak },
        ],
      },
    ]);
  });

  it('by the hour may each be dear in another bucket, run past midnight, and overlap: then the last in the list holds', () => {
    expect(
      rowsOf([
        { prices: { input_mtok: 0.1, output_mtok: 0.5 } },
        { constraint: hours('22:00:00Z', '02:00:00Z'), prices: { input_mtok: 0.4, output_mtok: 0.5 } },
        { constraint: hours('01:00:00Z', '03:30:00Z'), prices: { input_mtok: 0.1, output_mtok: 0.9 } },
      ]),
    ).toEqual([
      {
        validFrom: '2020-01-01',
        uncachedInput: 400_000_000,
        output: 900_000_000,
        hours: [
          { utcFromMinute: 60, utcToMinute: 210, prices: { uncachedInput: 100_000_000, output: 900_000_000 } },
          { utcFromMinute: 210, utcToMinute: 1320, prices: { uncachedInput: 100_000_000, output: 500_000_000 } },
          { utcFromMinute: 1320, utcToMinute: 60, prices: { uncachedInput: 400_000_000, output: 500_000_000 } },
        ],
      },
    ]);
  });

  it("have a gateway's model at the dearer of its own price and its maker's, with the maker's cliff", () => {
    const atMaker = modelOf({ input_mtok: tiers(1.25, 2.5), output_mtok: tiers(10, 15), cache_read_mtok: tiers(0.125, 0.25) });
    expect(rowsOf({ input_mtok: 1.25, output_mtok: 10, cache_read_mtok: 0.31 }, { atMaker })).toEqual([
      {
        validFrom: '2020-01-01',
        uncachedInput: 1_250_000_000,
        output: 10_000_000_000,
        cacheRead: 310_000_000,
        longContext: [
          { abovePromptTokens: 200_000, prices: { uncachedInput: 2_500_000_000, output: 15_000_000_000, cacheRead: 310_000_000 } },
        ],
      },
    ]);
  });

  it("have a gateway's model that is cheaper than at its maker at the maker's price, at every hour", () => {
    const atMaker = modelOf({ input_mtok: 1.25, output_mtok: 10 });
    expect(rowsOf({ input_mtok: 1, output_mtok: 8 }, { atMaker })).toEqual([
      { validFrom: '2020-01-01', uncachedInput: 1_250_000_000, output: 10_000_000_000 },
    ]);
  });

  it('have the cliff where the provider says that it is', () => {
    const prices = { input_mtok: tiers(2, 4, 271_999), output_mtok: tiers(10, 15, 271_999) };
    expect(rowsOf(prices, { longContextAbove: 272_000 })).toEqual([
      {
        validFrom: '2020-01-01',
        uncachedInput: 2_000_000_000,
        output: 10_000_000_000,
        longContext: [{ abovePromptTokens: 272_000, prices: { uncachedInput: 4_000_000_000, output: 15_000_000_000 } }],
      },
    ]);
  });
});
