import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import { type Action, actOn } from '../../../src/features/spend/actOn.ts';
import { commands } from '../../../src/platform/commands.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { configuration, settings } from '../../support/fakeVscode.ts';
import { MemoryLedger, type MemoryLedgerOptions } from '../../support/memoryLedger.ts';

const executed: string[] = [];
const told: string[] = [];

beforeEach(() => {
  configuration.current = settings({});
  executed.length = 0;
  told.length = 0;
  Object.assign(vscode.commands, { executeCommand: async (id: string) => void executed.push(id) });
  Object.assign(vscode.window, { showErrorMessage: async (text: string) => void told.push(text) });
});

async function acting(
  action: Action,
  options?: MemoryLedgerOptions,
): Promise<{ readonly ledger: MemoryLedger; readonly logged: readonly string[] }> {
  const ledger = new MemoryLedger(options);
  const logged: string[] = [];
  const log = { warn: (text: string) => void logged.push(text), error: (text: string) => void logged.push(text) };
  await actOn(action, {
    ledger,
    clock: new FakeTime(),
    budgets: () => [{ period: 'day', limitNanoUsd: 1, scope: 'chat' }],
    newId: () => 'allowance-1',
    log,
  });
  return { ledger, logged };
}

describe('An action on the Spend page', () => {
  it.each([
    [{ type: 'set-budget', period: 'day', limitNanoUsd: 500_000_000 } as const, { key: 'budget.day', value: 0.5, target: 1 }],
    [{ type: 'set-budget', period: 'month', limitNanoUsd: 1 } as const, { key: 'budget.month', value: 1e-9, target: 1 }],
    [{ type: 'set-budget', period: 'month' } as const, { key: 'budget.month', value: undefined, target: 1 }],
    [{ type: 'pause-paid-models', isPaused: true } as const, { key: 'paidModels.paused', value: true, target: 1 }],
    [{ type: 'pause-paid-models', isPaused: false } as const, { key: 'paidModels.paused', value: undefined, target: 1 }],
  ])('writes the user’s own setting: %o', async (action, update) => {
    await acting(action);
    expect(configuration.current.updates).toEqual([update]);
  });

  it('allows more of a budget from now on, on the user’s day', async () => {
    const { ledger } = await acting({ type: 'allow-more', budgetId: 'day:chat', amountNanoUsd: 1_000_000_000 });
    expect(ledger.allowances).toEqual([
      { id: 'allowance-1', budgetId: 'day:chat', amountNanoUsd: 1_000_000_000, atMs: Date.UTC(2026, 10, 5, 12), localDay: '2026-11-05' },
    ]);
  });

  it('allows nothing of a budget that is not there', async () => {
    const { ledger, logged } = await acting({ type: 'allow-more', budgetId: 'day', amountNanoUsd: 1 });
    expect([ledger.allowances, logged]).toEqual([[], ['the Spend page asked to allow more of "day", which is no budget']]);
  });

  it.each([
    ['set-key', commands.setKey],
    ['choose-model', commands.pickModel],
    ['open-ledger-folder', commands.openLedgerFolder],
    ['export-csv', commands.exportCsv],
    ['why-none', commands.whyNone],
    ['show-log', commands.showLog],
  ] as const)('runs %s', async (command, id) => {
    await acting({ type: 'run', command });
    expect(executed).toEqual([id]);
  });

  it('that fails is told and logged', async () => {
    const { logged } = await acting({ type: 'allow-more', budgetId: 'day:chat', amountNanoUsd: 1 }, { outOfOrder: true });
    expect([logged.length, told.length, told[0]?.startsWith('Farthing could not do that: ')]).toEqual([1, 1, true]);
  });
});
