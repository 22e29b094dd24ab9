import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayAfter } from '../../src/core/budget/index.ts';
import type { RollUp } from '../../src/core/ledger/index.ts';
import { BudgetForecasts, type Forecasts } from '../../src/platform/budgetForecasts.ts';
import { budgetCalendar, budgetsInForce } from '../../src/platform/budgets.ts';
import { Observed } from '../../src/platform/observed.ts';
import { editor } from '../support/fakeEditor.ts';
import { FakeTime } from '../support/fakeTime.ts';

vi.mock('vscode', async () => (await import('../support/fakeEditor.ts')).editor.api());

beforeEach(() => {
  editor.reset();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => void vi.useRealTimers());

const aTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));
const soon = () => vi.advanceTimersByTimeAsync(1000);

/** It is noon of 5 November 2026. */
const today = '2026-11-05';

const rollUp = (changes: Partial<RollUp>): RollUp => ({
  localDay: today,
  kind: 'chat',
  tier: 'medium',
  model: 'sonnet',
  endpoint: 'anthropic',
  provider: 'anthropic',
  billing: 'metered',
  workspace: '',
  language: '',
  attempts: 1,
  unpricedAttempts: 0,
  estimatedAttempts: 0,
  costNanoUsd: 0,
  countedNanoUsd: 1_000_000_000,
  listPriceNanoUsd: 0,
  inputTokens: 900,
  cacheReadTokens: 0,
  outputTokens: 100,
  cacheWriteTokens: 0,
  cacheSavedNanoUsd: 0,
  baselineNanoUsd: 0,
  ...changes,
});

/** A dollar a day for the last days, and on local models nothing. */
const dollarsOf = (days: number, changes: Partial<RollUp> = {}) =>
  Array.from({ length: days }, (_, before) => rollUp({ localDay: dayAfter(today, -before), ...changes }));

async function foreseen(rollUps: readonly RollUp[]): Promise<Forecasts> {
  const forecasts = new Observed<Forecasts>(new Map());
  const foreseeing = new BudgetForecasts({
    ledger: {
      rollUps: async (from, to) => rollUps.filter(({ localDay }) => localDay >= from && localDay <= to),
      hourTotals: async () => [],
      limitStates: async (limits) => limits.map(({ budgetId, unit, limit }) => ({ budgetId, unit, limit, spent: 0, reserved: 0 })),
      onDidChange: () => ({ dispose: () => undefined }),
    },
    settings: { budgets: budgetsInForce, budgetCalendar },
    forecasts,
    clock: new FakeTime(),
    log: { debug: () => undefined },
  });
  await soon();
  // A turn of the host for each of the budgets.
  for (let turn = 0; turn < 10; turn += 1) await aTurn();
  foreseeing.dispose();
  return forecasts.value;
}

describe('What budgets will come to', () => {
  it('is foreseen from half a year of days: a dollar a day ends a month’s ten dollars on the tenth day', async () => {
    editor.set('budget.month', 10);
    const month = (await foreseen(dollarsOf(90))).get('month');
    expect(month).toMatchObject({ endsOn: expect.stringMatching(/^2026-11-(09|10|11)$/) });
    expect(Math.round((month?.median ?? 0) / 1e9)).toBeGreaterThanOrEqual(25);
  });

  it('is told of each budget’s own part: its kind, model, workspace and unit', async () => {
    editor.set('budgets', [
      { period: 'month', usd: 10, scope: 'chat' },
      { period: 'month', usd: 10, scope: 'provider:openai' },
      { period: 'month', tokens: 1_000_000 },
    ]);
    const forecasts = await foreseen([...dollarsOf(90), ...dollarsOf(90, { tier: 'local', billing: 'local', countedNanoUsd: 0 })]);
    const tokens = forecasts.get('month:tokens')?.median ?? 0;
    expect([[...forecasts.keys()].toSorted(), tokens > 20_000 && tokens < 45_000]).toEqual([['month:chat', 'month:tokens'], true]);
  });

  it('is worked out in a turn of its own for each budget, so that the host is free in between', async () => {
    editor.set('budgets', [
      { period: 'month', tokens: 100_000 },
      { period: 'year', tokens: 1_000_000 },
    ]);
    let turn = 0;
    let isRunning = true;
    const counting = (async () => {
      while (isRunning) {
        await aTurn();
        turn += 1;
      }
    })();
    const readIn: number[] = [];
    const [first, ...others] = dollarsOf(30);
    const watched = Object.defineProperty({ ...first } as RollUp, 'billing', {
      get: () => {
        readIn.push(turn);
        return 'metered';
      },
    });
    await foreseen([watched, ...others]);
    isRunning = false;
    await counting;
    expect([readIn.length, new Set(readIn).size]).toEqual([2, 2]);
  });

  it('is not told of a budget of nothing: its user knows how it ends', async () => {
    editor.set('budget.month', 0);
    expect((await foreseen(dollarsOf(90))).size).toBe(0);
  });

  it('is not told while it would be a guess, of an agent’s task, or where nothing is limited', async () => {
    editor.set('budgets', [
      { period: 'month', usd: 10 },
      { period: 'task', usd: 1 },
    ]);
    const early = await foreseen(dollarsOf(3));
    editor.set('budgets', []);
    expect([early.size, (await foreseen(dollarsOf(90))).size]).toEqual([0, 0]);
  });
});
