import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BudgetStates, type BudgetStatesPorts } from '../../src/platform/budgetStates.ts';
import { budgetCalendar, budgetsInForce } from '../../src/platform/budgets.ts';
import { Observed } from '../../src/platform/observed.ts';
import type { HeldBack } from '../../src/platform/paidState.ts';
import { held } from '../features/meter/views.ts';
import { entryOf } from '../support/entries.ts';
import { editor } from '../support/fakeEditor.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { MemoryLedger, type MemoryLedgerOptions } from '../support/memoryLedger.ts';

vi.mock('vscode', async () => (await import('../support/fakeEditor.ts')).editor.api());

beforeEach(() => {
  editor.reset();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => void vi.useRealTimers());

const soon = () => vi.advanceTimersByTimeAsync(1000);
const chat = { kind: 'chat' } as const;

function useStates(options: MemoryLedgerOptions = {}, changes: Partial<BudgetStatesPorts> = {}) {
  const ledger = new MemoryLedger(options);
  const clock = new FakeTime();
  const listeners = new Set<() => void>();
  const onDidChange = (listener: () => void) => {
    listeners.add(listener);
    return { dispose: () => void listeners.delete(listener) };
  };
  const logged: string[] = [];
  const states = new BudgetStates({
    ledger: Object.assign(Object.create(ledger) as MemoryLedger, { onDidChange }),
    settings: { budgets: budgetsInForce, budgetCalendar },
    clock,
    log: { debug: (text) => void logged.push(text) },
    ...changes,
  });
  let ids = 0;
  const spend = async (entry: Parameters<typeof entryOf>[0]) => {
    ids += 1;
    await ledger.settle(`r${ids}`, entryOf({ id: `e${ids}`, billing: 'metered', ...entry }));
    for (const listener of listeners) listener();
  };
  return { states, clock, spend, logged, listeners };
}

describe('How budgets press', () => {
  it('follows the ledger and the settings', async () => {
    editor.set('budget.day', 1);
    const { states, spend } = useStates();
    await soon();
    const seen = [states.pressure(chat).all.pressure];
    await spend({ costNanoUsd: 1_000_000_000 });
    await soon();
    seen.push(states.pressure(chat).all.pressure);
    editor.set('budget.day', 2);
    await soon();
    seen.push(states.pressure(chat).all.pressure);
    expect(seen).toEqual(['normal', 'local-only', 'normal']);
  });

  it('is not known on the next day before the ledger was asked', async () => {
    editor.set('budget.day', 1);
    const { states, spend, clock } = useStates();
    await spend({ costNanoUsd: 1_000_000_000 });
    await soon();
    await clock.advance(24 * 3600_000);
    expect(states.pressure(chat).all.pressure).toBe('normal');
  });

  it('of an agent’s task is known from its second request on', async () => {
    editor.set('budgets', [{ period: 'task', usd: 1, atLimit: 'stop' }]);
    const { states, spend } = useStates();
    await spend({ costNanoUsd: 1_000_000_000, kind: 'agent.step', sessionId: 'T' });
    await soon();
    const step = { kind: 'agent.step', taskId: 'T' } as const;
    const first = states.pressure(step).all.pressure;
    await soon();
    expect([first, states.pressure(step).all, states.pressure({ ...step, taskId: 'U' }).all.pressure]).toMatchObject([
      'normal',
      { pressure: 'stop', budgetId: 'task#T' },
      'normal',
    ]);
  });

  it('of an agent’s task is kept through any number of completions, and longest for the tasks asked for last', async () => {
    editor.set('budgets', [{ period: 'task', usd: 1, atLimit: 'stop' }]);
    const followed: (readonly string[])[] = [];
    const { states, spend } = useStates({}, { tasks: { set: (tasks) => void followed.push(tasks) } });
    await spend({ costNanoUsd: 1_000_000_000, kind: 'agent.step', sessionId: 'T' });
    const step = (taskId: string) => states.pressure({ kind: 'agent.step', taskId }).all.pressure;
    step('T');
    for (let index = 0; index < 60; index += 1) states.pressure({ kind: 'completion.line', taskId: `completion-${index}` });
    await soon();
    const seen = [step('T')];
    for (let index = 0; index < 30; index += 1) {
      step(`task-${index}`);
      step('T');
    }
    await soon();
    seen.push(step('T'));
    expect([seen, followed[0], followed.at(-1)?.length, followed.at(-1)?.slice(-2)]).toEqual([
      ['stop', 'stop'],
      ['T'],
      20,
      ['task-29', 'T'],
    ]);
  });

  it('feels what a stop budget held back last', async () => {
    editor.set('budgets', [{ period: 'month', usd: 0.005, atLimit: 'stop' }]);
    const heldBack = new Observed<HeldBack | undefined>(undefined);
    const { states, spend } = useStates({}, { heldBack });
    await spend({ costNanoUsd: 3_100_000 });
    await soon();
    const seen = [states.pressure(chat).all.pressure];
    heldBack.set(held({ budgetId: 'month', needed: 2_000_000 }));
    seen.push(states.pressure(chat).all.pressure);
    editor.set('budgets', [{ period: 'month', usd: 0.0051, atLimit: 'stop' }]);
    await soon();
    seen.push(states.pressure(chat).all.pressure);
    expect(seen).toEqual(['normal', 'stop', 'normal']);
  });

  it('feels a forecast', async () => {
    editor.set('budget.month', 1);
    const { states, spend } = useStates(
      {},
      { forecastOf: () => ({ median: 2_000_000_000, low: 0, high: 3_000_000_000, endsOn: '2026-11-19' }) },
    );
    await spend({ costNanoUsd: 500_000_000 });
    await soon();
    expect(states.pressure(chat).all).toMatchObject({ pressure: 'economy', budgetId: 'month', cause: 'forecast', endsOn: '2026-11-19' });
  });

  it('is none where the ledger cannot tell: what it cannot hold does not leave anyway', async () => {
    editor.set('budget.day', 0);
    const { states, logged } = useStates({ outOfOrder: true });
    await soon();
    expect([states.pressure(chat).all.pressure, logged]).toEqual(['normal', ['budgets: Error: the disk is full']]);
  });

  it('is not followed any more when it is disposed', async () => {
    const { states, listeners } = useStates();
    states.dispose();
    await soon();
    expect(listeners.size).toBe(0);
  });
});
