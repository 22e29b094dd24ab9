import { describe, expect, it } from 'vitest';
import { billOf } from '../../src/core/bill.ts';
import { worstCaseOf } from '../../src/core/budget/index.ts';
import { profileOf, type SelectionConditions, select } from '../../src/core/selection/index.ts';
import { noUsage } from '../../src/core/task/index.ts';
import { pressing } from '../support/pressing.ts';
import { nothingSeen } from '../support/routing.ts';
import { chatTask, paidCandidate, paidPrice } from '../support/tasks.ts';

/** $3 and $15; a third of it from 10:00 to 01:00 UTC. */
const byHour = paidCandidate('by-hour', {
  price: {
    ...paidPrice,
    hours: [{ utcFromMinute: 600, utcToMinute: 60, prices: { uncachedInput: 1_000_000_000, output: 5_000_000_000 } }],
  },
});
/** $2 and $10 at any time. */
const flat = paidCandidate('flat', { price: { ...paidPrice, uncachedInput: 2_000_000_000, output: 10_000_000_000 } });
const noon = Date.UTC(2026, 10, 23, 12);
const nine = Date.UTC(2026, 10, 23, 9);

describe('A price by the hour', () => {
  it('is billed at the hour of the attempt, and at the dearest where that is unknown', () => {
    const usage = { ...noUsage, uncachedInput: 1000, output: 100 };
    const billed = [{ atMs: noon }, { atMs: nine }, {}].map((terms) => billOf(byHour, usage, terms).costNanoUsd);
    expect(billed).toEqual([1_500_000, 4_500_000, 4_500_000]);
  });

  it('makes the cheapest of one tier another at another hour', () => {
    const conditions: SelectionConditions = { policy: { metered: 'allowed' }, pressure: pressing('normal'), pins: {} };
    const task = chatTask({ segments: [{ role: 'user', stability: 'turn', text: 'x'.repeat(21) }] });
    const first = [{ atMs: noon }, { atMs: nine }, {}].map((now) => {
      const decision = select(profileOf(task, nothingSeen), [byHour, flat], { ...conditions, ...now });
      return decision.outcome === 'chosen' && [decision.chosen.candidate.model.id, decision.chosen.expectedCostNanoUsd];
    });
    // 7 estimated tokens and 100 of output: 7 x 1,000 + 100 x 5,000, and 7 x 2,000 + 100 x 10,000.
    expect(first).toEqual([
      ['by-hour', 507_000],
      ['flat', 1_014_000],
      ['flat', 1_014_000],
    ]);
  });

  it('is held at the dearest hour', () => {
    const { price = paidPrice } = byHour.model;
    expect(worstCaseOf(1000, 100, price)).toBe(worstCaseOf(1000, 100, paidPrice));
  });
});
