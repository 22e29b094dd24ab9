import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nanoUsdOf, readBudgets } from '../../src/platform/budgets.ts';
import { configuration, settings } from '../support/fakeVscode.ts';

vi.mock('vscode', async () => (await import('../support/fakeVscode.ts')).fakeVscode());

const read = (user: Readonly<Record<string, unknown>>) => {
  configuration.current = settings({ user });
  return readBudgets();
};
afterEach(() => {
  configuration.current = settings({});
});

describe('Budgets', () => {
  it('are none where nothing is set', () => {
    expect([read({}), read({ 'budget.day': null, 'budget.month': null, 'budget.kinds': {} })]).toEqual([
      { budgets: [], problems: [] },
      { budgets: [], problems: [] },
    ]);
  });

  it('are read for the day, the month and kinds of requests', () => {
    expect(
      read({ 'budget.day': 0.01, 'budget.month': 20, 'budget.kinds': { completion: { day: 0.2 }, 'agent.plan': { month: 5, day: null } } }),
    ).toEqual({
      budgets: [
        { period: 'day', limitNanoUsd: 10_000_000 },
        { period: 'month', limitNanoUsd: 20_000_000_000 },
        { period: 'day', limitNanoUsd: 200_000_000, scope: 'completion' },
        { period: 'month', limitNanoUsd: 5_000_000_000, scope: 'agent.plan' },
      ],
      problems: [],
    });
  });

  it('may be nothing at all: that is a budget, too', () => {
    expect(read({ 'budget.day': 0 }).budgets).toEqual([{ period: 'day', limitNanoUsd: 0 }]);
  });

  it.each<[string, unknown, string]>([
    ['less than nothing', -1, 'farthing.budget.day: -1 is of no use'],
    ['no number', Number.NaN, 'farthing.budget.day: NaN is of no use'],
    ['without end', Number.POSITIVE_INFINITY, 'farthing.budget.day: Infinity is of no use'],
    ['in words', '0.5', 'farthing.budget.day: "0.5" is of no use'],
    ['more than is held exactly', 1e10, 'farthing.budget.day: 10000000000 is no amount in dollars'],
  ])('leave out an amount that is %s, name it, and keep the others', (_what, day, problem) => {
    expect(read({ 'budget.day': day, 'budget.month': 1 })).toEqual({
      budgets: [{ period: 'month', limitNanoUsd: 1_000_000_000 }],
      problems: [problem],
    });
  });

  it('leave out what is wrong in the table of kinds, name each, and keep the rest', () => {
    expect(
      read({
        'budget.kinds': {
          completion: { day: -0.2, week: 1, month: 4 },
          poetry: { day: 1 },
          chat: 2,
          title: null,
          edit: { day: Number.NaN },
          constructor: { day: 1 },
        },
      }),
    ).toEqual({
      budgets: [{ period: 'month', limitNanoUsd: 4_000_000_000, scope: 'completion' }],
      problems: [
        'farthing.budget.kinds: completion.day: -0.2 is no amount in dollars',
        'farthing.budget.kinds: completion.week is neither day nor month',
        'farthing.budget.kinds: poetry is no kind of request',
        'farthing.budget.kinds: chat: 2 is no table of amounts',
        'farthing.budget.kinds: title: null is no table of amounts',
        'farthing.budget.kinds: edit.day: NaN is no amount in dollars',
        'farthing.budget.kinds: constructor is no kind of request',
      ],
    });
  });

  it('of a workspace do not count: a repository must not raise what may be spent', () => {
    configuration.current = settings({ user: { 'budget.day': 1 }, workspace: { 'budget.day': 1000, 'budget.month': 1000 } });
    expect(readBudgets().budgets).toEqual([{ period: 'day', limitNanoUsd: 1_000_000_000 }]);
  });
});

describe('Dollars', () => {
  it.each<[unknown, number | undefined]>([
    [0.01, 10_000_000],
    [1e-9, 1],
    [4e-10, 0],
    [0.1 + 0.2, 300_000_000],
    [1.005, 1_005_000_000],
    [4_498_828.15, 4_498_828_150_000_000],
    [9_007_199, 9_007_199_000_000_000],
    [9_007_200, undefined],
    [1e300, undefined],
    [-0.01, undefined],
    [Number.NaN, undefined],
    ['1', undefined],
    [null, undefined],
  ])('%s are %s nano-dollars', (usd, nanoUsd) => {
    expect(nanoUsdOf(usd)).toBe(nanoUsd);
  });

  it('as written with up to nine decimals are exact', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(999_999_999), (whole, nano) => {
        const written = Number(`${whole}.${String(nano).padStart(9, '0')}`);
        expect(nanoUsdOf(written)).toBe(whole * 1_000_000_000 + nano);
      }),
      { numRuns: 1000 },
    );
  });
});
