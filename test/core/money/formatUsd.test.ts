import { describe, expect, it } from 'vitest';
import { formatUsd } from '../../../src/core/money/index.ts';

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
