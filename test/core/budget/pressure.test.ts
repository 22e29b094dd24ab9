import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Budget,
  type BudgetForecast,
  type BudgetScope,
  budgetId,
  budgetPressures,
  limitActions,
  type PressureVerdict,
  pressureOf,
  usualTerms,
} from '../../../src/core/budget/index.ts';
import type { LimitState } from '../../../src/core/ledger/index.ts';

const budget = (changes: Partial<Budget> = {}): Budget => ({ ...usualTerms, period: 'month', limit: 1000, ...changes });
const stateOf = (of: Budget, spent: number, taskId?: string): LimitState => ({
  ...{ budgetId: budgetId(of, taskId), unit: of.unit, limit: of.limit, spent, reserved: 0 },
});
const chat = { kind: 'chat' } as const;
const opus = { model: { id: 'opus', tier: 'frontier' }, endpoint: { provider: 'anthropic' } } as const;
const haiku = { model: { id: 'haiku', tier: 'small' }, endpoint: { provider: 'anthropic' } } as const;

/** How one budget presses on a chat once so much of its 1000 is spent. */
function verdict(changes: Partial<Budget>, spent: number, forecast?: BudgetForecast): PressureVerdict {
  const one = budget(changes);
  return pressureOf([stateOf(one, spent)], [one], chat, { forecastOf: () => forecast }).all;
}

describe('A budget', () => {
  it.each([
    ['warn', 5000, 'normal'],
    ['economy', 999, 'normal'],
    ['economy', 1000, 'economy'],
    ['local-only', 999, 'normal'],
    ['local-only', 1000, 'local-only'],
    ['stop', 1000, 'stop'],
  ] as const)('that is to %s at its end, with %d of 1000 spent: %s', (atLimit, spent, pressure) => {
    expect(verdict({ atLimit }, spent).pressure).toBe(pressure);
  });

  it('of nothing is used up from the start', () => {
    expect(verdict({ limit: 0, atLimit: 'stop' }, 0).pressure).toBe('stop');
  });

  it('asks for cheaper models from the per cent on that the user set, and says so', () => {
    expect([verdict({ economyAt: 70 }, 699), verdict({ economyAt: 70, unit: 'tokens' }, 700)]).toEqual([
      { pressure: 'normal' },
      {
        pressure: 'economy',
        budgetId: 'month:tokens',
        cause: 'economy-at',
        reason: 'of the budget month:tokens 70 % or more are spent: 700 tokens of 1000 tokens',
      },
    ]);
  });

  const passing = { median: 1200, low: 900, high: 1500, endsOn: '2026-11-19' };

  it.each<[string, Partial<Budget>, number, BudgetForecast, string]>([
    ['passes the limit and half is spent', {}, 500, passing, 'economy'],
    ['passes the limit and less than half is spent', {}, 499, passing, 'normal'],
    ['only may pass the limit', {}, 900, { median: 1000, low: 950, high: 1500 }, 'normal'],
    ['passes the limit of a budget that only warns', { atLimit: 'warn' }, 900, passing, 'normal'],
    ['passes a limit that is used up already', {}, 1000, passing, 'local-only'],
  ])('whose forecast %s: %o, %d spent', (_what, changes, spent, forecast, pressure) => {
    expect(verdict(changes, spent, forecast).pressure).toBe(pressure);
  });

  it('that will not last names the day on which it ends', () => {
    expect(verdict({ limit: 20_000_000_000 }, 11_000_000_000, { ...passing, median: 21_000_000_000 })).toEqual({
      pressure: 'economy',
      budgetId: 'month',
      cause: 'forecast',
      endsOn: '2026-11-19',
      reason: 'at this pace the budget month ends on 2026-11-19: $11.00 of $20.00 so far',
    });
  });

  it.each<[string, Partial<Budget>, number, Parameters<typeof pressureOf>[3], string]>([
    ['does not fit', {}, 620, { heldBack: { budgetId: 'month', needed: 400 } }, 'stop'],
    ['fits again', {}, 600, { heldBack: { budgetId: 'month', needed: 400 } }, 'normal'],
    ['was held back by another one', {}, 620, { heldBack: { budgetId: 'day', needed: 400 } }, 'normal'],
    ['is too big, with little spent so far,', {}, 100, { heldBack: { budgetId: 'month', needed: 950 } }, 'normal'],
    [
      'was held back by one that leaves local models alone',
      { atLimit: 'local-only' },
      620,
      { heldBack: { budgetId: 'month', needed: 400 } },
      'normal',
    ],
  ])('that is to stop everything has come to its end where what it held back last %s: %o, %d spent', (_what, changes, spent, facts, is) => {
    const one = budget({ atLimit: 'stop', ...changes });
    expect(pressureOf([stateOf(one, spent)], [one], chat, facts).all.pressure).toBe(is);
  });

  it('that stops because of what it held back says so', () => {
    const one = budget({ limit: 5_000_000, atLimit: 'stop' });
    expect(pressureOf([stateOf(one, 3_100_000)], [one], chat, { heldBack: { budgetId: 'month', needed: 2_000_000 } }).all).toEqual({
      pressure: 'stop',
      budgetId: 'month',
      cause: 'too-little-left',
      reason: 'the budget month could not hold the last request: $0.0020 at the most, and $0.0019 is left',
    });
  });

  it('for a model, a tier or a provider presses on those candidates alone', () => {
    const scopes: readonly BudgetScope[] = [
      { by: 'model', name: 'opus' },
      { by: 'tier', name: 'frontier' },
    ];
    const budgets = scopes.map((scope) => budget({ scope, atLimit: 'stop' }));
    const pressure = pressureOf(
      budgets.map((each) => stateOf(each, 1000)),
      budgets,
      chat,
    );
    expect([pressure.all.pressure, pressure.of(opus), pressure.of(haiku).pressure]).toMatchObject([
      'normal',
      { pressure: 'stop', budgetId: 'month:model=opus' },
      'normal',
    ]);
  });

  it('for other kinds, another workspace or another task does not press', () => {
    const others = [
      budget({ scope: { by: 'kind', name: 'completion' } }),
      budget({ scope: { by: 'workspace', name: 'app' } }),
      budget({ period: 'task' }),
    ];
    const states = others.map((each) => stateOf(each, 1000, each.period === 'task' ? 'another' : undefined));
    const requests = [
      { kind: 'agent.step', taskId: 'T', workspace: 'b' },
      { kind: 'agent.step', taskId: 'another', workspace: 'b' },
      { kind: 'chat', workspace: 'app' },
    ] as const;
    expect(requests.map((request) => pressureOf(states, others, request).all)).toMatchObject([
      { pressure: 'normal' },
      { pressure: 'local-only', budgetId: 'task#another' },
      { pressure: 'local-only', budgetId: 'month:workspace=app' },
    ]);
  });
});

describe('Several budgets', () => {
  const scope = fc.option(
    fc.constantFrom<BudgetScope>(
      { by: 'kind', name: 'chat' },
      { by: 'kind', name: 'completion' },
      { by: 'workspace', name: 'app' },
      { by: 'model', name: 'opus' },
      { by: 'tier', name: 'small' },
      { by: 'provider', name: 'anthropic' },
    ),
    { nil: undefined },
  );
  const anyBudget = fc.record({
    period: fc.constantFrom('day', 'week', 'month', 'year', 'task'),
    unit: fc.constantFrom('nano-usd', 'tokens'),
    limit: fc.nat(100),
    scope,
    economyAt: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
    atLimit: fc.constantFrom(...limitActions),
    spent: fc.nat(150),
    median: fc.nat(200),
  });
  const budgets = fc
    .uniqueArray(anyBudget, { maxLength: 8, selector: ({ period, unit, scope: of }) => JSON.stringify([period, unit, of]) })
    .map((drawn) =>
      drawn.map(({ scope: of, economyAt, spent, median, ...rest }) => ({
        one: budget({ ...rest, ...(of && { scope: of }), ...(economyAt !== undefined && { economyAt }) }),
        spent,
        median,
      })),
    );
  const request = { kind: 'agent.step', workspace: 'app', taskId: 'T' } as const;
  type Drawn = readonly { readonly one: Budget; readonly spent: number; readonly median: number }[];

  function pressuresOf(drawn: Drawn): readonly PressureVerdict[] {
    const idOf = (one: Budget): string => budgetId(one, one.period === 'task' ? 'T' : undefined);
    const states = drawn.map(({ one, spent }) => ({ ...stateOf(one, spent), budgetId: idOf(one) }));
    const medians = new Map(drawn.map(({ one, median }) => [idOf(one), median]));
    const pressure = pressureOf(
      states,
      drawn.map(({ one }) => one),
      request,
      { forecastOf: (id) => ({ median: medians.get(id) ?? 0, low: 0, high: 0 }) },
    );
    return [pressure.all, pressure.of(opus), pressure.of(haiku)];
  }
  const strictness = ({ pressure }: PressureVerdict): number => budgetPressures.indexOf(pressure);

  it('press as the strictest of them does alone, which is named', () => {
    fc.assert(
      fc.property(budgets, (drawn) => {
        const alone = drawn.map((each) => pressuresOf([each]));
        for (const [index, verdictOf] of pressuresOf(drawn).entries()) {
          const each = alone.flatMap((verdicts) => verdicts[index] ?? []);
          expect(strictness(verdictOf)).toBe(Math.max(0, ...each.map(strictness)));
          expect(verdictOf.pressure === 'normal' || each.some((one) => JSON.stringify(one) === JSON.stringify(verdictOf))).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are never loosened by one more, and on a candidate never less than on all', () => {
    fc.assert(
      fc.property(budgets, fc.nat(), (drawn, at) => {
        const fewer = pressuresOf(drawn.filter((_, index) => index !== at % Math.max(1, drawn.length))).map(strictness);
        const more = pressuresOf(drawn).map(strictness);
        for (const [index, each] of more.entries()) expect(each).toBeGreaterThanOrEqual(fewer[index] ?? 0);
        expect(Math.min(...more)).toBe(more[0]);
      }),
      { numRuns: 1000 },
    );
  });

  it('press the same whether they count dollars or tokens', () => {
    fc.assert(
      fc.property(budgets, (drawn) => {
        const only = drawn.filter(({ one }) => one.unit === 'tokens');
        const inDollars = only.map((each) => ({ ...each, one: { ...each.one, unit: 'nano-usd' as const } }));
        expect(pressuresOf(only).map(strictness)).toEqual(pressuresOf(inDollars).map(strictness));
      }),
      { numRuns: 1000 },
    );
  });
});
