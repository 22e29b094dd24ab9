import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import type { Budget } from '../../../src/core/budget/index.ts';
import { type Action, actOn } from '../../../src/features/spend/actOn.ts';
import { commands } from '../../../src/platform/commands.ts';
import type { RuleSet } from '../../../src/platform/rulesSet.ts';
import { configuration, settings } from '../../support/fakeVscode.ts';

const executed: (readonly unknown[])[] = [];
const told: string[] = [];

beforeEach(() => {
  configuration.current = settings({});
  executed.length = 0;
  told.length = 0;
  Object.assign(vscode.commands, { executeCommand: async (...call: readonly unknown[]) => void executed.push(call) });
  Object.assign(vscode.window, { showErrorMessage: async (text: string) => void told.push(text) });
});

async function acting(action: Action): Promise<readonly string[]> {
  const logged: string[] = [];
  const log = { warn: (text: string) => void logged.push(text), error: (text: string) => void logged.push(text) };
  const usual = { unit: 'nano-usd', warnAt: [], atLimit: 'stop' } as const;
  const budgets: readonly Budget[] = [
    { ...usual, period: 'day', limit: 1, scope: { by: 'kind', name: 'chat' } },
    { ...usual, period: 'task', limit: 1 },
  ];
  const file = { path: '/shop/.farthing/rules.jsonc' };
  const rules = { sets: [{ place: 'folder', folder: 'file:///shop', file } as unknown as RuleSet] };
  await actOn(action, { budgets: () => budgets, rules, offer: 'of this window', log });
  return logged;
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

  it('allows more of a budget by the command, which does not ask again at once', async () => {
    await acting({ type: 'allow-more', budgetId: 'day:chat', amountNanoUsd: 1_000_000_000 });
    expect(executed).toEqual([[commands.allowMore, 'day:chat', 1_000_000_000, 'of this window']]);
  });

  it('allows nothing of a budget that is not there', async () => {
    const logged = await acting({ type: 'allow-more', budgetId: 'day', amountNanoUsd: 1 });
    expect([executed, logged]).toEqual([[], ['the Spend page asked to allow more of "day", which is no budget']]);
  });

  it.each([
    ['set-key', commands.setKey],
    ['choose-model', commands.pickModel],
    ['open-ledger-folder', commands.openLedgerFolder],
    ['export-csv', commands.exportCsv],
    ['why-none', commands.whyNone],
    ['show-log', commands.showLog],
    ['approve-rules', commands.approveRules],
  ] as const)('runs %s', async (command, id) => {
    await acting({ type: 'run', command });
    expect(executed).toEqual([[id]]);
  });

  it.each([
    ['open-budget-settings', 'farthing.budget'],
    ['open-policy-settings', 'farthing.policy'],
    ['open-rules-settings', 'farthing.routing'],
    ['open-endpoint-settings', 'farthing.catalogue.endpoints'],
  ] as const)('opens the settings: %s', async (command, setting) => {
    await acting({ type: 'run', command });
    expect(executed).toEqual([['workbench.action.openSettings', setting]]);
  });

  it('opens a file of rules that were read, and no other file', async () => {
    const shown: unknown[] = [];
    Object.assign(vscode.window, { showTextDocument: async (file: unknown) => void shown.push(file) });
    const logged = [
      ...(await acting({ type: 'open-rules', folder: 'file:///shop' })),
      ...(await acting({ type: 'open-rules', folder: 'file:///etc/passwd' })),
    ];
    expect([shown, logged]).toEqual([
      [{ path: '/shop/.farthing/rules.jsonc' }],
      ['the Spend page asked for a file of rules that there is none of'],
    ]);
  });

  it('allows more of an agent’s task by the task’s own id', async () => {
    await acting({ type: 'allow-more', budgetId: 'task#session-1', amountNanoUsd: 5 });
    expect(executed).toEqual([[commands.allowMore, 'task#session-1', 5, 'of this window']]);
  });

  it('that fails is told and logged', async () => {
    Object.assign(vscode.commands, { executeCommand: () => Promise.reject(new Error('no such command')) });
    const logged = await acting({ type: 'run', command: 'why-none' });
    expect([logged, told]).toEqual([
      ['"run" of the Spend page failed: Error: no such command'],
      ['Farthing could not do that: no such command'],
    ]);
  });
});
