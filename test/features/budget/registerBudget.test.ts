import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerBudget } from '../../../src/features/budget/registerBudget.ts';
import { editor } from '../../support/fakeEditor.ts';
import { held } from '../meter/views.ts';
import { useBudgets } from './useBudgets.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());

beforeEach(() => {
  editor.reset();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => void vi.useRealTimers());

const soon = () => vi.advanceTimersByTimeAsync(1000);
const words = () => editor.shown.map((shown) => ('words' in shown ? shown.words : shown.type));

describe('Budgets in the editor', () => {
  it('are watched from the start, with the ledger, with the settings and with what is held back', async () => {
    const { window, spend } = useBudgets();
    const { ports, heldBack } = window();
    await spend(600_000_000);
    editor.set('budget.day', 1);
    registerBudget(ports);
    await soon();
    await spend(200_000_000);
    await soon();
    editor.set('budget.month', 1.5);
    await soon();
    heldBack.set(held({ needed: 300_000_000 }));
    await soon();
    expect(words()).toEqual([
      'Farthing: 60 % of a budget is used: $0.60 of $1.00 today.',
      'Farthing: 80 % of a budget is used: $0.80 of $1.00 today.',
      'Farthing: 53 % of a budget is used: $0.80 of $1.50 this month.',
      'Farthing: a budget cannot hold the next request: $0.80 of $1.00 today spent, and it may take $0.30. Paid requests are held back.',
    ]);
  });

  it('are told in the window that the user looks at, or as soon as one is', async () => {
    const { window, spend } = useBudgets();
    await spend(600_000_000);
    editor.set('budget.day', 1);
    editor.focus(false);
    registerBudget(window().ports);
    await soon();
    const unseen = words();
    editor.focus(true);
    await soon();
    expect([unseen, words()]).toEqual([[], ['Farthing: 60 % of a budget is used: $0.60 of $1.00 today.']]);
  });

  it('are set and raised by commands', async () => {
    const { window, books } = useBudgets();
    registerBudget(window().ports);
    editor.answers.push('Daily budget', '1', '$0.50');
    await editor.run('farthing.setBudget');
    await editor.run('farthing.allowMore');
    expect([editor.settings, books.allowances.map(({ budgetId, amount }) => [budgetId, amount])]).toEqual([
      { 'budget.day': 1 },
      [['day', 500_000_000]],
    ]);
  });

  it('that cannot be checked because the ledger is out of order disturb nobody', async () => {
    editor.set('budget.day', 1);
    const { window } = useBudgets({ outOfOrder: true });
    const { ports, logged } = window();
    registerBudget(ports);
    await soon();
    expect([editor.shown, logged]).toEqual([[], ['budgets: Error: the disk is full']]);
  });

  it('are not watched any more when they are disposed', async () => {
    editor.set('budget.day', 1);
    const { window, spend } = useBudgets();
    registerBudget(window().ports).dispose();
    await spend(1_000_000_000);
    await soon();
    expect([editor.shown, editor.listeners, editor.commands.size]).toEqual([[], 0, 0]);
  });
});
