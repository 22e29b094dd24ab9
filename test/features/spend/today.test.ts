import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import { noBooks } from '../../../src/features/spend/books.ts';
import type { SpendFacts } from '../../../src/features/spend/spendState.ts';
import { spendState } from '../../../src/features/spend/spendState.ts';
import { seededFacts } from '../../webview/seededBooks.ts';
import { factsOf, paidRollUpOf, rollUpOf, usualBudget } from './spendFacts.ts';

const answersOf = (facts: SpendFacts) =>
  Object.fromEntries(spendState(facts).answers.map(({ id, name, figure, mark, lines }) => [id, [name, figure, mark, ...lines]]));

describe('What a newcomer asks', () => {
  it('is answered at the top: how much today, by the month’s end, what costs most, what was saved', () => {
    const rollUps = [
      rollUpOf(),
      paidRollUpOf({ attempts: 1, costNanoUsd: 100_000_000, cacheSavedNanoUsd: 30_000_000, baselineNanoUsd: 400_000_000 }),
      paidRollUpOf({ attempts: 1, costNanoUsd: 300_000_000, kind: 'chat', model: 'sonnet', tier: 'medium', localDay: '2026-11-03' }),
    ];
    const limits = [{ budgetId: 'day', unit: 'nano-usd', limit: 500_000_000, spent: 100_000_000, reserved: 0 } as const];
    const { today, dearest, saved } = answersOf(
      factsOf({ budgets: [usualBudget({ limit: 500_000_000 })], books: { ...noBooks, rollUps, limits } }),
    );
    expect({ today, dearest, saved }).toEqual({
      today: ['Spent today', '$0.10', undefined, '20% of the $0.50 for today', '3 requests'],
      dearest: ['Costs most this month', 'sonnet', undefined, '$0.30, 75% of this month', 'Most of it for: Chat'],
      saved: [
        ...(['Saved this month', '$0.30', 'upper bound'] as const),
        ...['$0.40 on the models you would otherwise use', 'Prompt caches saved $0.03', 'Counted since Thu, Nov 5'],
      ],
    });
  });

  it('has a forecast with its interval, which says whether the budget lasts', () => {
    const facts = seededFacts();
    const withLimit = (limit: number) => facts.books.limits.map((state) => (state.budgetId === 'month' ? { ...state, limit } : state));
    const line = (limit: number) => answersOf({ ...facts, books: { ...facts.books, limits: withLimit(limit) } }).forecast?.at(-1);
    const forecast = spendState(facts).answers.find(({ id }) => id === 'forecast');
    expect(forecast).toMatchObject({ name: 'By Mon, Nov 30', figure: expect.stringMatching(/^\$\d+\.\d\d$/), mark: undefined });
    expect([line(900_000_000_000), line(12_000_000_000), line(1_000_000_000)]).toEqual([
      'Stays within the month’s budget of $900.00',
      expect.stringMatching(/^At this pace the month’s budget ends on \w+, Nov \d+$/),
      'The month’s budget of $1.00 is used up',
    ]);
  });

  it('is a guess in the first days, and says so', () => {
    expect(answersOf(factsOf({ books: { ...noBooks, rollUps: [paidRollUpOf()] } })).forecast?.[2]).toBe('a guess so far');
  });

  it('is answered with "nothing" where all was free', () => {
    const { dearest, saved } = answersOf(factsOf({ books: { ...noBooks, rollUps: [rollUpOf()] } }));
    expect([dearest, saved]).toEqual([
      ['Costs most this month', 'Nothing', undefined, 'All answers were free of charge.'],
      ['Saved this month', '–', undefined, 'Known after the first answers.'],
    ]);
  });
});

describe('The month’s curve', () => {
  const { month, answers } = spendState(seededFacts());

  it('grows until today, and goes on as a band to the last day of the month', () => {
    const over = month?.points.filter(({ spentNanoUsd }) => spentNanoUsd !== undefined) ?? [];
    const open = month?.points.filter(({ expected }) => expected !== undefined) ?? [];
    expect({
      over: [over[0]?.name, over.at(-1)?.name],
      open: [open[0]?.name, open.at(-1)?.name],
      grows: over.every(({ spentNanoUsd = 0 }, index) => spentNanoUsd >= (over[index - 1]?.spentNanoUsd ?? 0)),
      isBand: open.every(
        ({ expected }) => expected && expected.lowNanoUsd <= expected.medianNanoUsd && expected.medianNanoUsd <= expected.highNanoUsd,
      ),
      fits: open.every(({ expected }) => (expected?.highNanoUsd ?? 0) <= (month?.topNanoUsd ?? 0)),
      endsAsAnswered: open.at(-1)?.median === answers.find(({ id }) => id === 'forecast')?.figure,
    }).toEqual({
      over: ['Sun, Nov 1', 'Fri, Nov 20'],
      open: ['Fri, Nov 20', 'Mon, Nov 30'],
      grows: true,
      isBand: true,
      fits: true,
      endsAsAnswered: true,
    });
  });
});

describe('The message to the page', () => {
  it.each(['today', 'history', 'policy'] as const)('is smaller than 200 kB, with five requests open: %s', (tab) => {
    const facts = seededFacts({ tab, range: 365 });
    const rejected = Array.from({ length: 400 }, (_, index) => ({
      candidate: `model-${index} (endpoint)`,
      rule: 'no-key',
      reason: 'there is no key for it',
    }));
    const opened = facts.books.entries.slice(0, 5).map((entry) => ({
      entry: { ...entry, decision: { ...entry.decision, rejected } },
      attempts: facts.books.entries,
      outcomes: [],
    }));
    expect(JSON.stringify(spendState({ ...facts, books: { ...facts.books, opened } })).length).toBeLessThan(200_000);
  });
});
