import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftOf, missingFor, suggestedAllowance, unreachable } from '../../../src/core/budget/index.ts';
import type { LimitState, LimitUnit } from '../../../src/core/ledger/index.ts';

const state = (limit: number, spent: number, reserved = 0, isSoft = false): LimitState => ({
  ...{ budgetId: 'day', unit: 'nano-usd', limit, spent, reserved, isSoft },
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

  it('is not needed by a budget that refuses nothing', () => {
    expect(missingFor(300, [state(100, 100, 0, true)])).toBe(0);
  });

  it.each<[number, LimitUnit, number]>([
    [0, 'nano-usd', 100_000_000],
    [100_000_000, 'nano-usd', 100_000_000],
    [100_000_001, 'nano-usd', 500_000_000],
    [999_999_999, 'nano-usd', 1_000_000_000],
    [4_000_000_000, 'nano-usd', 5_000_000_000],
    [5_000_000_001, 'nano-usd', 6_000_000_000],
    [0, 'tokens', 100_000],
    [600_000, 'tokens', 1_000_000],
    [5_000_001, 'tokens', 6_000_000],
  ])('for %d that are missing in %s is suggested as %d', (missing, unit, suggested) => {
    expect(suggestedAllowance(missing, unit)).toBe(suggested);
  });

  it('as suggested lets the amount fit, in either unit', () => {
    const amount = fc.nat(20_000_000_000);
    fc.assert(
      fc.property(amount, amount, amount, amount, fc.constantFrom('nano-usd', 'tokens'), (needed, limit, spent, reserved, unit) => {
        const before = { ...state(limit, spent, reserved), unit };
        const allowed = suggestedAllowance(missingFor(needed, [before]), unit);
        expect(leftOf({ ...before, limit: limit + allowed })).toBeGreaterThanOrEqual(needed);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('What no request can reach any more', () => {
  it.each<[string, LimitState, number]>([
    ['all that is left, where the smallest worst case is more', state(1000, 800, 101), 99],
    ['nothing, where somebody can still be asked', state(1000, 800, 100), 0],
    ['nothing, where nothing is left', state(1000, 1200), 0],
    ['nothing of a budget that refuses nothing', state(1000, 950, 0, true), 0],
  ])('is %s', (_what, of, lost) => {
    expect(unreachable(of, 100)).toBe(lost);
  });
});
