import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Budget, usualTerms } from '../../../src/core/budget/index.ts';
import { goLocal } from '../../../src/features/budget/goLocal.ts';
import { checkBudgets } from '../../../src/features/budget/watchBudgets.ts';
import { editor } from '../../support/fakeEditor.ts';
import { useBudgets } from './useBudgets.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());

beforeEach(() => editor.reset());

const day = 24 * 3600_000;
const budgetOf = (period: Budget['period']): Budget => ({ ...usualTerms, period, limit: 1 });

/** After how many days paid models are asked again, from Thursday 5 November 2026 on. */
async function daysLocal(period: Budget['period']): Promise<number | undefined> {
  const { window, clock } = useBudgets();
  const { ports } = window();
  await goLocal(ports, budgetOf(period));
  for (let days = 0; days < 90; days += 1) {
    await checkBudgets(ports, new Set());
    if (editor.settings['paidModels.paused'] !== true) return days;
    await clock.advance(day);
  }
  return undefined;
}

describe('Going local', () => {
  it.each([
    ['day', 1],
    ['week', 4],
    ['month', 26],
    ['quarter', 57],
    ['rolling-30-days', 1],
    ['task', undefined],
  ] as const)('for a budget of a %s pauses paid models for so many days: %s', async (period, days) => {
    expect(await daysLocal(period)).toBe(days);
  });

  it('is one click from a warning', async () => {
    editor.set('budget.day', 1);
    const { window, spend } = useBudgets();
    editor.answers.push('Go Local');
    await spend(800_000_000);
    await checkBudgets(window().ports, new Set());
    await vi.waitFor(() => expect(editor.settings['paidModels.paused']).toBe(true));
  });

  it('ends when the user resumes, and a pause of the user’s own afterwards lasts', async () => {
    const { window, clock } = useBudgets();
    const { ports } = window();
    await goLocal(ports, budgetOf('day'));
    editor.set('paidModels.paused', undefined);
    await checkBudgets(ports, new Set());
    editor.set('paidModels.paused', true);
    await clock.advance(3 * day);
    await checkBudgets(ports, new Set());
    expect(editor.settings).toEqual({ 'paidModels.paused': true });
  });

  it('leaves a pause alone that was there before', async () => {
    editor.set('paidModels.paused', true);
    const { window, clock } = useBudgets();
    const { ports } = window();
    await goLocal(ports, budgetOf('day'));
    await clock.advance(3 * day);
    await checkBudgets(ports, new Set());
    expect(editor.settings).toEqual({ 'paidModels.paused': true });
  });
});
