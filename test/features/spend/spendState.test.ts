import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import { noBooks } from '../../../src/features/spend/books.ts';
import type { PeriodState } from '../../../src/features/spend/protocol.ts';
import { spendState } from '../../../src/features/spend/spendState.ts';
import { factsOf, paidRollUpOf, rollUpOf, usualBudget } from './spendFacts.ts';

const withRollUps = (...rollUps: readonly Parameters<typeof rollUpOf>[0][]) =>
  spendState(factsOf({ books: { ...noBooks, rollUps: rollUps.map((changes) => rollUpOf(changes)) } }));

describe('The state of the Spend page: periods', () => {
  it('sum what belongs to them', () => {
    const { periods } = withRollUps(
      paidRollUpOf({ attempts: 1, costNanoUsd: 1_000_000 }),
      paidRollUpOf({ attempts: 1, costNanoUsd: 20_000_000, localDay: '2026-11-02' }),
      paidRollUpOf({ attempts: 1, costNanoUsd: 300_000_000, localDay: '2026-11-01' }),
      paidRollUpOf({ attempts: 1, costNanoUsd: 4_000_000_000, localDay: '2026-10-31' }),
    );
    expect(periods.map(({ id, name, days, spend, requests }) => [id, name, days, spend, requests])).toEqual([
      ['day', 'Today', 'Thu, Nov 5', '$0.0010', '1'],
      ['week', 'This week', 'Mon, Nov 2\u2009–\u2009Thu, Nov 5', '$0.02', '2'],
      ['month', 'This month', 'Sun, Nov 1\u2009–\u2009Thu, Nov 5', '$0.32', '3'],
    ]);
  });

  it('name what is not exact, and never let the unpriced pass as free', () => {
    const [today] = withRollUps(
      paidRollUpOf({ attempts: 1500, estimatedAttempts: 2, costNanoUsd: 250_000_000 }),
      paidRollUpOf({ model: 'mystery', attempts: 3, unpricedAttempts: 3, costNanoUsd: 0, countedNanoUsd: 40_000_000 }),
      rollUpOf({ model: 'plan', billing: 'subscription', listPriceNanoUsd: 90_000_000 }),
    ).periods;
    expect(summaryOf(today)).toEqual({
      spend: '$0.25',
      spendNotes: ['3 unpriced, at most $0.04 more', '2 estimated', 'flat plans: $0.09 at list prices'],
      requests: '1,505',
      tokensIn: '3,000',
      fromCache: '1,200',
      tokensOut: '90',
    });
    expect(today?.tables.find(({ by }) => by === 'model')?.rows.map(({ name, spend }) => [name, spend])).toEqual([
      ['codestral-2508', '$0.25'],
      ['mystery', 'unpriced'],
      ['plan', '$0.00'],
    ]);
  });

  it('are broken up by tier, model and kind, the dearest first, with shares of the spend', () => {
    const [today] = withRollUps(
      rollUpOf(),
      rollUpOf({ kind: 'completion.block', attempts: 1 }),
      paidRollUpOf({ attempts: 1, costNanoUsd: 250_000_000 }),
      paidRollUpOf({ attempts: 1, costNanoUsd: 750_000_000, tier: 'medium', model: 'sonnet', kind: 'chat' }),
    ).periods;
    const rows = today?.tables.map(({ caption, heading, shareHeading, rows }) => ({
      caption,
      heading,
      shareHeading,
      rows: rows.map(({ name, spend, requests, share, shareThousandths }) => [name, spend, requests, share, shareThousandths]),
    }));
    expect(rows).toEqual([
      {
        caption: 'By tier',
        heading: 'Tier',
        shareHeading: 'Share of spend',
        rows: [
          ['medium', '$0.75', '1', '75%', 750],
          ['small', '$0.25', '1', '25%', 250],
          ['local', '$0.00', '3', '0%', 0],
        ],
      },
      {
        caption: 'By model',
        heading: 'Model',
        shareHeading: 'Share of spend',
        rows: [
          ['sonnet', '$0.75', '1', '75%', 750],
          ['codestral-2508', '$0.25', '1', '25%', 250],
          ['qwen', '$0.00', '3', '0%', 0],
        ],
      },
      {
        caption: 'By kind',
        heading: 'Kind',
        shareHeading: 'Share of spend',
        rows: [
          ['Chat', '$0.75', '1', '75%', 750],
          ['Completing a line', '$0.25', '3', '25%', 250],
          ['Completing a block', '$0.00', '1', '0%', 0],
        ],
      },
    ]);
  });

  it('have shares of the requests where all of them were free', () => {
    const [table] = withRollUps(rollUpOf({ attempts: 3 }), rollUpOf({ attempts: 1, model: 'other' })).periods[0]?.tables.slice(1) ?? [];
    expect([table?.shareHeading, table?.rows.map(({ name, shareThousandths }) => [name, shareThousandths])]).toEqual([
      'Share of requests',
      [
        ['qwen', 750],
        ['other', 250],
      ],
    ]);
  });

  it('are written as the user writes numbers and days', () => {
    const { periods } = spendState(factsOf({ language: 'de', books: { ...noBooks, rollUps: [rollUpOf({ inputTokens: 12_345 })] } }));
    expect(periods.map(({ days, tokensIn }) => [days, tokensIn])).toEqual([
      ['Do., 5. Nov.', '12.345'],
      ['Mo., 2.\u2009–\u2009Do., 5. Nov.', '12.345'],
      ['So., 1.\u2009–\u2009Do., 5. Nov.', '12.345'],
    ]);
  });
});

describe('The state of the Spend page: budgets', () => {
  const budgeted = (spent: number, reserved = 0, allowed = 0) =>
    spendState(
      factsOf({
        budgets: [usualBudget({ limit: 1_000_000_000 })],
        books: {
          ...noBooks,
          limits: [{ budgetId: 'day', unit: 'nano-usd', limit: 1_000_000_000 + allowed, spent, reserved }],
        },
      }),
    ).budgets[0];

  it('say what is spent, held, left and allowed on top', () => {
    expect(budgeted(300_000_000, 50_000_000, 1_000_000_000)).toEqual({
      id: 'day',
      name: 'Daily budget',
      level: 'below',
      spent: '$0.30',
      limit: '$2.00',
      text: '15% used · $0.05 held for requests under way · $1.65 left · $1.00 allowed on top',
      percent: 15,
      spentThousandths: 150,
      reservedThousandths: 25,
      unreachableThousandths: 0,
    });
  });

  it.each([
    [799_999_999, 'below', 79, false],
    [800_000_000, 'warning', 80, true],
    [999_999_999, 'warning', 99, true],
    [1_000_000_000, 'reached', 100, true],
    [1_500_000_000, 'reached', 150, true],
  ])('with %d of 1,000,000,000 spent are %s', (spent, level, percent, mayAllowMore) => {
    const budget = budgeted(spent);
    expect([budget?.level, budget?.percent, budget?.allowMore !== undefined]).toEqual([level, percent, mayAllowMore]);
  });

  it('fill no more than the bar, and a limit of nothing fills it all', () => {
    const nothing = spendState(
      factsOf({
        budgets: [usualBudget({ period: 'month', limit: 0 })],
        books: { ...noBooks, limits: [{ budgetId: 'month', unit: 'nano-usd', limit: 0, spent: 0, reserved: 0 }] },
      }),
    ).budgets[0];
    const bars = [budgeted(1_500_000_000, 1), budgeted(900_000_000, 900_000_000), nothing];
    expect(bars.map((bar) => [bar?.spentThousandths, bar?.reservedThousandths])).toEqual([
      [1000, 0],
      [900, 100],
      [1000, 0],
    ]);
  });

  it('show what is left as out of reach where the next request’s worst case does not fit into it', () => {
    const heldBack = {
      ...({ kind: 'chat', taskId: 'task-1', model: 'opus', tier: 'frontier', provider: 'anthropic', endpoint: 'anthropic' } as const),
      ...({ budgetId: 'day', unit: 'nano-usd', needed: 400_000_000, left: 300_000_000 } as const),
    };
    const limits = [{ budgetId: 'day', unit: 'nano-usd', limit: 1_000_000_000, spent: 600_000_000, reserved: 100_000_000 } as const];
    const [budget] = spendState(
      factsOf({ budgets: [usualBudget({ limit: 1_000_000_000 })], books: { ...noBooks, limits }, heldBack }),
    ).budgets;
    expect([budget?.unreachableThousandths, budget?.text, budget?.allowMore]).toEqual([
      300,
      '60% used · $0.10 held for requests under way · $0.30 left, too little for a request’s worst case',
      'Allow {0} more today',
    ]);
  });

  it('count tokens where they are set in tokens, and have no dollars to allow then', () => {
    const limits = [{ budgetId: 'week:tokens', unit: 'tokens', limit: 10_000, spent: 9_000, reserved: 0 } as const];
    const [budget] = spendState(
      factsOf({ budgets: [usualBudget({ period: 'week', unit: 'tokens', limit: 10_000 })], books: { ...noBooks, limits } }),
    ).budgets;
    expect([budget?.name, budget?.spent, budget?.limit, budget?.text, budget?.allowMore]).toEqual([
      'Weekly token budget',
      '9,000 tokens',
      '10,000 tokens',
      '90% used · 1,000 tokens left',
      undefined,
    ]);
  });

  it('show where their periods are expected to end, and when they are used up', () => {
    const limits = (['week', 'quarter'] as const).map(
      (id) => ({ budgetId: id, unit: 'nano-usd', limit: 1000, spent: 100, reserved: 0 }) as const,
    );
    const budgets = (['week', 'quarter'] as const).map((period) => usualBudget({ period, limit: 1000 }));
    const forecasts = new Map([
      ['week', { median: 400, low: 300, high: 500 }],
      ['quarter', { median: 3000, low: 900, high: 5000, endsOn: '2026-12-01' }],
    ]);
    const states = spendState(factsOf({ budgets, forecasts, books: { ...noBooks, limits } })).budgets;
    expect(states.map(({ forecastThousandths, text }) => [forecastThousandths, text.split(' · ').at(-1)])).toEqual([
      [400, '$0.00000040 expected by its end'],
      [1000, 'used up on Tue, Dec 1 at this pace'],
    ]);
  });

  it('stand in their fields with all their digits', () => {
    const fields = spendState(
      factsOf({
        budgets: [
          usualBudget({ limit: 500_000_000 }),
          usualBudget({ limit: 7, scope: { by: 'kind', name: 'chat' } }),
          usualBudget({ period: 'month', limit: 12_000_000_001 }),
        ],
      }),
    ).budgetFields;
    expect([fields, spendState(factsOf()).budgetFields.map(({ dollars }) => dollars)]).toEqual([
      [
        { period: 'day', label: 'Budget per day', dollars: '0.50' },
        { period: 'month', label: 'Budget per month', dollars: '12.000000001' },
      ],
      ['', ''],
    ]);
  });
});

describe('The state of the Spend page: what is wrong', () => {
  it('is nothing at first, and then there is nothing to see', () => {
    const { isEmpty, notices, status, decisions, budgets } = spendState(factsOf());
    expect({ isEmpty, notices, status, decisions, budgets }).toEqual({
      isEmpty: true,
      notices: [],
      status: 'Spent today: $0.00.',
      decisions: [],
      budgets: [],
    });
  });

  it('is named where there is no ledger', () => {
    const { notices } = spendState(factsOf({ ledger: { status: 'unavailable', problem: 'no-sqlite', detail: 'node:sqlite' } }));
    expect(notices).toEqual([
      {
        id: 'ledger',
        severity: 'error',
        text: 'There is no ledger: this editor has no SQLite (node:sqlite). Nothing paid leaves without it; local models go on, unmetered.',
      },
    ]);
  });

  it('is named where the ledger fails, and what was known is shown all the same', () => {
    const state = spendState(
      factsOf({ ledger: { status: 'failing', problem: 'disk-full', detail: 'ENOSPC' }, books: { ...noBooks, rollUps: [rollUpOf()] } }),
    );
    expect([state.notices.map(({ severity, text }) => [severity, text]), state.periods[0]?.requests]).toEqual([
      [['error', 'The ledger does not work: the disk is full (ENOSPC). What is shown may be old. Nothing paid leaves meanwhile.']],
      '2',
    ]);
  });

  const stopped = {
    budgets: [usualBudget({ limit: 10_000_000, scope: { by: 'kind', name: 'completion' } })],
    heldBack: {
      kind: 'completion.line',
      model: 'codestral',
      taskId: 'task-1',
      tier: 'small',
      provider: 'mistral_ai',
      endpoint: 'mistral',
      budgetId: 'day:completion',
      unit: 'nano-usd',
      needed: 1_200_000,
      left: 400_000,
    },
  } as const;

  it('is a request that no budget could hold, with what it needed', () => {
    const state = spendState(factsOf(stopped));
    const text =
      'A request to codestral was held back: it could cost up to $0.0012, and $0.00040 are left of the Daily budget for completions.';
    expect([state.notices, state.status]).toEqual([[{ id: 'held-back', severity: 'warning', text }], `Spent today: $0.00. ${text}`]);
  });

  it('is no budget’s doing any more once paid models are paused', () => {
    const { notices, status } = spendState(factsOf({ ...stopped, paidModels: 'paused' }));
    expect([notices, status]).toEqual([[], 'Spent today: $0.00. Paid models are paused.']);
  });

  it.each([
    ['on', true],
    ['paused', false],
  ] as const)('lets more be allowed of the budget that holds a request back, though little of it is spent: %s', (paidModels, may) => {
    const limits = [{ budgetId: 'day:completion', unit: 'nano-usd', limit: 10_000_000, spent: 100_000, reserved: 0 } as const];
    const { budgets } = spendState(factsOf({ ...stopped, paidModels, books: { ...noBooks, limits } }));
    expect(budgets.map(({ level, allowMore }) => [level, allowMore !== undefined])).toEqual([['below', may]]);
  });
});

function summaryOf(period: PeriodState | undefined): Partial<PeriodState> {
  const { spend, spendNotes, requests, tokensIn, fromCache, tokensOut } = period ?? {};
  return { spend, spendNotes, requests, tokensIn, fromCache, tokensOut } as Partial<PeriodState>;
}
