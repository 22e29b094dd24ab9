import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedModels, packageVersion } from '../../../scripts/catalogue/generatedModels.ts';
import { generatedText } from '../../../scripts/catalogue/generatedText.ts';
import { priceRowsOf } from '../../../scripts/catalogue/priceRows.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const source = { url: 'https://prices.example', readOn: '2026-09-23' };
const rowsOf = (prices: Parameters<typeof priceRowsOf>[0]['prices'], ...writes: Parameters<typeof priceRowsOf>[2]) =>
  priceRowsOf({ id: 'm', match: { equals: 'm' }, prices }, source, writes).map(({ source: _source, ...row }) => row);
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
    expect(rowsOf({ input_mtok: 0.1, output_mtok: 0.3333333333333333, cache_write_mtok: 0.08333333333333334 }, 'cacheWrite5m')).toEqual([
      { validFrom: '2020-01-01', uncachedInput: 100_000_000, output: 333_333_334, cacheWrite5m: 100_000_000 },
    ]);
  });

  it('begin on their days, and have their cliffs', () => {
    const tiers = (base: number, above: number) => ({ base, tiers: [{ start: 200_000, price: above }] });
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

  it('by the hour are the dearest of the day, from the last date on', () => {
    expect(
      rowsOf([
        { prices: { input_mtok: 0.14, output_mtok: 0.28 } },
        { constraint: { type: 'start_date', start_date: '2026-08-17' }, prices: { input_mtok: 0.22, output_mtok: 0.66 } },
        { constraint: hours('01:00:00Z', '04:00:00Z'), prices: { input_mtok: 0.44, output_mtok: 1.32 } },
        { constraint: hours('06:00:00Z', '10:00:00Z'), prices: { input_mtok: 0.4, output_mtok: 1.5 } },
      ]),
    ).toEqual([
      { validFrom: '2020-01-01', uncachedInput: 140_000_000, output: 280_000_000 },
      { validFrom: '2026-08-17', uncachedInput: 440_000_000, output: 1_500_000_000 },
    ]);
  });
});
