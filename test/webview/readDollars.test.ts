import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDollars } from '../../src/webview/readDollars.ts';

describe('A field of dollars', () => {
  it.each([
    ['2', 2_000_000_000],
    ['0.50', 500_000_000],
    ['.5', 500_000_000],
    ['0,5', 500_000_000],
    ['12,34', 12_340_000_000],
    [' $ 1.00 ', 1_000_000_000],
    ['0', 0],
    ['0.01', 10_000_000],
    ['0.000000001', 1],
    ['100000', 100_000_000_000_000],
    ['99999.999999999', 99_999_999_999_999],
  ])('reads %j', (text, nanoUsd) => {
    expect(readDollars(text)).toEqual({ amount: 'read', nanoUsd });
  });

  it.each(['', '   '])('is empty: %j', (text) => {
    expect(readDollars(text)).toEqual({ amount: 'none' });
  });

  it.each(['$', '.', '-1', '1e3', '1,000', '1.000,00', '1,000.00', '1 000', 'one', '0.0000000001', '١', 'NaN', 'Infinity', '0x10'])(
    'refuses %j',
    (text) => {
      expect(readDollars(text)).toEqual({ amount: 'bad' });
    },
  );

  it.each(['100000.000000001', '100001', '1000000', '999999999999999999999'])('takes %j for a slip', (text) => {
    expect(readDollars(text)).toEqual({ amount: 'absurd' });
  });

  it('reads every amount exactly', () => {
    fc.assert(
      fc.property(fc.nat(99_999), fc.nat(999_999_999), (dollars, nano) => {
        const read = readDollars(`${dollars}.${String(nano).padStart(9, '0')}`);
        expect(read).toEqual({ amount: 'read', nanoUsd: dollars * 1_000_000_000 + nano });
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
