import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledDecimal } from '../../../src/core/catalogue/decimal.ts';

describe('A decimal number as a whole one', () => {
  it.each([
    ['2.50', 9, 2_500_000_000n],
    ['0', 9, 0n],
    ['0.000000001', 9, 1n],
    ['1e-7', 9, 100n],
    ['2.5E3', 0, 2500n],
    ['1e6', 9, 1_000_000_000_000_000n],
    [' 3 ', 3, 3000n],
    [0.1, 9, 100_000_000n],
    [0.2288, 9, 228_800_000n],
    [1e-7, 9, 100n],
    [5.5, 1, 55n],
    // Too exact, or no number at or above zero.
    ['0.0000000001', 9, undefined],
    [0.08333333333333334, 9, undefined],
    ['-1', 9, undefined],
    [-0.5, 9, undefined],
    ['', 9, undefined],
    ['1,5', 9, undefined],
    ['$3', 9, undefined],
    ['0x10', 9, undefined],
    ['1e999', 9, undefined],
    ['NaN', 9, undefined],
    [Number.NaN, 9, undefined],
    [Number.POSITIVE_INFINITY, 9, undefined],
  ])('%s times 10^%i is %s', (value, places, expected) => {
    expect(scaledDecimal(value, places)).toBe(expected);
  });

  it('is exact for every amount of nano-dollars written as dollars', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (nano) => {
        const digits = nano.toString().padStart(10, '0');
        expect(scaledDecimal(`${digits.slice(0, -9)}.${digits.slice(-9)}`, 9)).toBe(nano);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
