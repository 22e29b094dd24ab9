import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftOf, missingFor, suggestedAllowance } from '../../../src/core/budget/index.ts';
import type { LimitState } from '../../../src/core/ledger/index.ts';

const state = (limitNanoUsd: number, spentNanoUsd: number, reservedNanoUsd = 0): LimitState => ({
  budgetId: 'day',
  limitNanoUsd,
  spentNanoUsd,
  reservedNanoUsd,
});

describe('An allowance', () => {
  it('makes up for what the budget lacks most in which the amount must fit', () => {
    expect([
      missingFor(300, [state(1000, 800, 100), state(5000, 0)]),
      missingFor(300, [state(1000, 800, 100), state(500, 700)]),
      missingFor(300, [state(5000, 0)]),
      missingFor(300, []),
    ]).toEqual([200, 500, 0, 0]);
  });

  it.each([
    [0, 100_000_000],
    [100_000_000, 100_000_000],
    [100_000_001, 500_000_000],
    [999_999_999, 1_000_000_000],
    [4_000_000_000, 5_000_000_000],
    [5_000_000_001, 6_000_000_000],
  ])('for %d that are missing is suggested as %d', (missing, suggested) => {
    expect(suggestedAllowance(missing)).toBe(suggested);
  });

  it('as suggested lets the amount fit', () => {
    const amount = fc.nat(20_000_000_000);
    fc.assert(
      fc.property(amount, amount, amount, amount, (needed, limit, spent, reserved) => {
        const before = state(limit, spent, reserved);
        const allowed = suggestedAllowance(missingFor(needed, [before]));
        expect(leftOf({ ...before, limitNanoUsd: limit + allowed })).toBeGreaterThanOrEqual(needed);
      }),
      { numRuns: 1000 },
    );
  });
});
