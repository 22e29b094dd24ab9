import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Budget, budgetId, kindsOf, limitsOn, thresholdOf } from '../../../src/core/budget/index.ts';
import { taskKinds } from '../../../src/core/task/index.ts';

const budget = (changes: Partial<Budget> = {}): Budget => ({ period: 'day', limitNanoUsd: 1_000_000_000, ...changes });

describe('A budget', () => {
  it('counts from today on, or from the first of this month', () => {
    expect(limitsOn([budget(), budget({ period: 'month' })], '2026-02-28')).toEqual([
      { budgetId: 'day', limitNanoUsd: 1_000_000_000, fromDay: '2026-02-28' },
      { budgetId: 'month', limitNanoUsd: 1_000_000_000, fromDay: '2026-02-01' },
    ]);
  });

  it.each([
    ['2026-01-01', '2026-01-01'],
    ['2026-12-31', '2026-12-01'],
    ['2028-02-29', '2028-02-01'],
  ])('of the month begins on its first day: seen on %s, on %s', (today, firstDay) => {
    expect(limitsOn([budget({ period: 'month' })], today).map(({ fromDay }) => fromDay)).toEqual([firstDay]);
  });

  it('for a word counts all kinds that begin with it, for a kind that one', () => {
    expect([kindsOf('completion'), kindsOf('agent'), kindsOf('chat'), kindsOf('completion.line')]).toEqual([
      ['completion.line', 'completion.block'],
      ['agent.plan', 'agent.step', 'agent.subtask'],
      ['chat'],
      ['completion.line'],
    ]);
  });

  it('for a word that is no kind counts nothing: a beginning of a word is none either', () => {
    expect([kindsOf('comp'), kindsOf('agent.'), kindsOf(''), kindsOf('Completion')]).toEqual([[], [], [], []]);
  });

  it('holds for the kinds it counts, and one without a scope for all', () => {
    const budgets = [budget(), budget({ scope: 'completion' }), budget({ scope: 'agent.plan' }), budget({ scope: 'poetry' })];
    const heldTo = (kind: (typeof taskKinds)[number]) => limitsOn(budgets, '2026-11-05', kind).map((limit) => limit.budgetId);
    expect([heldTo('completion.block'), heldTo('agent.plan'), heldTo('agent.step')]).toEqual([
      ['day', 'day:completion'],
      ['day', 'day:agent.plan'],
      ['day'],
    ]);
  });

  it('names the kinds in its limit, so that the ledger counts only those', () => {
    expect(limitsOn([budget({ period: 'month', scope: 'completion' })], '2026-11-05')).toEqual([
      {
        budgetId: 'month:completion',
        limitNanoUsd: 1_000_000_000,
        fromDay: '2026-11-01',
        kinds: ['completion.line', 'completion.block'],
      },
    ]);
  });

  it('has an id of its own for each period and scope', () => {
    const all = (['day', 'month'] as const).flatMap((period) => [{ period }, ...taskKinds.map((scope) => ({ period, scope }))]);
    expect(new Set(all.map(budgetId)).size).toBe(22);
  });
});

describe('The threshold of a budget', () => {
  it.each([
    [0, undefined],
    [499, undefined],
    [500, 50],
    [799, 50],
    [800, 80],
    [999, 80],
    [1000, 100],
    [5000, 100],
  ])('is, with %d of 1000 spent, %s', (spentNanoUsd, threshold) => {
    expect(thresholdOf({ limitNanoUsd: 1000, spentNanoUsd })).toBe(threshold);
  });

  it('is reached from the start where the limit is nothing', () => {
    expect(thresholdOf({ limitNanoUsd: 0, spentNanoUsd: 0 })).toBe(100);
  });

  it('never falls while more is spent', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000_000), fc.nat(2_000_000_000_000), fc.nat(1_000_000_000_000), (limitNanoUsd, spentNanoUsd, more) => {
        const before = thresholdOf({ limitNanoUsd, spentNanoUsd }) ?? 0;
        expect(thresholdOf({ limitNanoUsd, spentNanoUsd: spentNanoUsd + more }) ?? 0).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 1000 },
    );
  });
});
