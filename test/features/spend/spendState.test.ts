import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import { noUsage } from '../../../src/core/task/index.ts';
import type { PeriodState } from '../../../src/features/spend/protocol.ts';
import { noBooks, spendState } from '../../../src/features/spend/spendState.ts';
import { entryOf, without } from '../../support/entries.ts';
import { factsOf, paidRollUpOf, rollUpOf } from './spendFacts.ts';

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
  const budgeted = (spentNanoUsd: number, reservedNanoUsd = 0, allowedNanoUsd = 0) =>
    spendState(
      factsOf({
        budgets: [{ period: 'day', limitNanoUsd: 1_000_000_000 }],
        books: { ...noBooks, limits: [{ budgetId: 'day', limitNanoUsd: 1_000_000_000 + allowedNanoUsd, spentNanoUsd, reservedNanoUsd }] },
      }),
    ).budgets[0];

  it('say what is spent, held, left and allowed on top', () => {
    expect(budgeted(300_000_000, 50_000_000, 1_000_000_000)).toEqual({
      id: 'day',
      name: 'Today, everything',
      period: 'day',
      level: 'below',
      spent: '$0.30',
      limit: '$2.00',
      text: '15% used · $0.05 held for requests under way · $1.65 left · $1.00 allowed on top',
      percent: 15,
      spentThousandths: 150,
      reservedThousandths: 25,
      mayAllowMore: false,
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
    expect([budget?.level, budget?.percent, budget?.mayAllowMore]).toEqual([level, percent, mayAllowMore]);
  });

  it('fill no more than the bar, and a limit of nothing fills it all', () => {
    const nothing = spendState(
      factsOf({
        budgets: [{ period: 'month', limitNanoUsd: 0 }],
        books: { ...noBooks, limits: [{ budgetId: 'month', limitNanoUsd: 0, spentNanoUsd: 0, reservedNanoUsd: 0 }] },
      }),
    ).budgets[0];
    const bars = [budgeted(1_500_000_000, 1), budgeted(900_000_000, 900_000_000), nothing];
    expect(bars.map((bar) => [bar?.spentThousandths, bar?.reservedThousandths])).toEqual([
      [1000, 0],
      [900, 100],
      [1000, 0],
    ]);
  });

  it('stand in their fields with all their digits', () => {
    const fields = spendState(
      factsOf({
        budgets: [
          { period: 'day', limitNanoUsd: 500_000_000 },
          { period: 'day', limitNanoUsd: 7, scope: 'chat' },
          { period: 'month', limitNanoUsd: 12_000_000_001 },
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

describe('The state of the Spend page: decisions', () => {
  const decisionOf = (entry: Parameters<typeof entryOf>[0]) =>
    spendState(factsOf({ books: { ...noBooks, entries: [entryOf(entry)] } })).decisions[0];

  it('say which model answered, why, and what the others were', () => {
    const decision = decisionOf({
      id: 'entry-7',
      kind: 'chat',
      startedAtMs: Date.UTC(2026, 10, 5, 15, 4, 5),
      model: 'sonnet',
      tier: 'medium',
      endpoint: 'anthropic',
      billing: 'metered',
      attempt: 2,
      durationMs: 1250,
      costNanoUsd: 391_200,
      usage: { ...noUsage, uncachedInput: 1000, cacheRead: 234, cacheWrite1h: 5, output: 67 },
      decision: {
        rule: 'ladder',
        reason: 'medium is rung 1 of 2',
        chosen: 'sonnet (anthropic)',
        fallbacks: ['qwen (llama-server@127.0.0.1:8080)'],
        rejected: [{ candidate: 'opus (anthropic)', rule: 'tier', reason: 'frontier is not on the ladder' }],
        expectedCostNanoUsd: 412_000,
        predicted: { inputTokens: 1300, outputTokens: 70 },
        redactions: [
          { kind: 'API key', count: 2 },
          { kind: 'password', count: 1 },
        ],
      },
    });
    expect(decision).toEqual({
      id: 'entry-7',
      time: '3:04:05 PM',
      dateTime: '2026-11-05T15:04:05.000Z',
      kind: 'Chat',
      model: 'sonnet',
      tier: 'medium',
      endpoint: 'anthropic',
      cost: '$0.00039',
      costMarks: [],
      tokens: '1,239 → 67',
      duration: '1.25 sec',
      finish: 'complete',
      isFailure: false,
      reason: 'medium is rung 1 of 2',
      attempt: '2',
      facts: [
        { name: 'First choice', text: 'sonnet (anthropic)' },
        { name: 'Rule', text: 'ladder' },
        { name: 'Reason', text: 'medium is rung 1 of 2' },
        { name: 'Expected cost', text: '$0.00041' },
        { name: 'Next choices', text: 'qwen (llama-server@127.0.0.1:8080)' },
        { name: 'Tokens predicted', text: '1,300 in, 70 out; really: 1,239 in, 67 out' },
        { name: 'Taken out of the prompt', text: 'API key × 2, password' },
      ],
      rejected: [{ candidate: 'opus (anthropic)', rule: 'tier', reason: 'frontier is not on the ladder' }],
      buckets: [
        { name: 'Input, not cached', tokens: '1,000' },
        { name: 'Read from cache', tokens: '234' },
        { name: 'Written to cache, 1 hour', tokens: '5' },
        { name: 'Output', tokens: '67' },
      ],
    });
  });

  it('mark what is lost, estimated, unpriced or on a flat plan', () => {
    const unpriced = without(entryOf({ countedNanoUsd: 25_000_000 }), 'costNanoUsd');
    const entries = [entryOf({ finish: 'lost', isEstimate: true }), unpriced, entryOf({ billing: 'subscription', costNanoUsd: 0 })];
    const { decisions } = spendState(factsOf({ books: { ...noBooks, entries } }));
    expect(decisions.map(({ cost, costMarks, finish, isFailure }) => [cost, costMarks, finish, isFailure])).toEqual([
      ['$0.00010', ['lost', 'estimate'], 'lost', true],
      ['at most $0.03', ['unpriced'], 'complete', false],
      ['$0.00', ['flat plan'], 'complete', false],
    ]);
  });

  it('say why one failed, and on which day it was where that is not today', () => {
    const decision = decisionOf({ finish: 'error', errorReason: 'unauthorized', startedAtMs: Date.UTC(2026, 10, 4, 9, 30) });
    expect([decision?.finish, decision?.isFailure, decision?.time]).toEqual(['failed: key refused', true, 'Nov 4, 9:30 AM']);
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
    budgets: [{ period: 'day', limitNanoUsd: 10_000_000, scope: 'completion' }],
    heldBack: {
      kind: 'completion.line',
      model: 'codestral',
      endpoint: 'mistral',
      budgetId: 'day:completion',
      neededNanoUsd: 1_200_000,
      leftNanoUsd: 400_000,
    },
  } as const;

  it('is a request that no budget could hold, with what it needed', () => {
    const state = spendState(factsOf(stopped));
    const text =
      'A request to codestral was held back: it could cost up to $0.0012, and $0.00040 are left of the budget "Today, Completions".';
    expect([state.notices, state.status]).toEqual([[{ id: 'held-back', severity: 'warning', text }], `Spent today: $0.00. ${text}`]);
  });

  it('is named in words where the budget is gone by now', () => {
    expect(spendState(factsOf({ ...stopped, budgets: [] })).notices[0]?.text).toBe(
      'A request to codestral was held back: it could cost up to $0.0012, and $0.00040 are left of the budget "Daily budget for completions".',
    );
  });

  it('is no budget’s doing any more once paid models are paused', () => {
    const { notices, status } = spendState(factsOf({ ...stopped, paidModels: 'paused' }));
    expect([notices, status]).toEqual([[], 'Spent today: $0.00. Paid models are paused.']);
  });

  it.each([
    ['on', true],
    ['paused', false],
  ] as const)('lets more be allowed of the budget that holds a request back, though little of it is spent: %s', (paidModels, may) => {
    const limits = [{ budgetId: 'day:completion', limitNanoUsd: 10_000_000, spentNanoUsd: 100_000, reservedNanoUsd: 0 }];
    const { budgets } = spendState(factsOf({ ...stopped, paidModels, books: { ...noBooks, limits } }));
    expect(budgets.map(({ level, mayAllowMore }) => [level, mayAllowMore])).toEqual([['below', may]]);
  });
});

function summaryOf(period: PeriodState | undefined): Partial<PeriodState> {
  const { spend, spendNotes, requests, tokensIn, fromCache, tokensOut } = period ?? {};
  return { spend, spendNotes, requests, tokensIn, fromCache, tokensOut } as Partial<PeriodState>;
}
