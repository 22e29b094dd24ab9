import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Budget, usualTerms } from '../../../src/core/budget/index.ts';
import { goLocal } from '../../../src/features/budget/goLocal.ts';
import { checkBudgets } from '../../../src/features/budget/watchBudgets.ts';
import { editor } from '../../support/fakeEditor.ts';
import { useBudgets } from './useBudgets.ts';

const settingsFile = vi.hoisted((): { broken: string | undefined } => ({ broken: undefined }));

vi.mock('vscode', async () => {
  const { editor: fake } = await import('../../support/fakeEditor.ts');
  const api = fake.api() as { readonly workspace: { getConfiguration(): { update(key: string, value: unknown): Promise<void> } } };
  const getConfiguration = () => {
    const configuration = api.workspace.getConfiguration();
    const update = async (key: string, value: unknown): Promise<void> => {
      if (settingsFile.broken !== undefined) throw new Error(settingsFile.broken);
      await configuration.update(key, value);
    };
    return { ...configuration, update };
  };
  return { ...api, workspace: { ...api.workspace, getConfiguration } };
});

beforeEach(() => {
  editor.reset();
  settingsFile.broken = undefined;
});

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

  it('for two budgets lasts until the later of their ends, whichever came first', async () => {
    const ends: unknown[] = [];
    for (const periods of [
      ['day', 'month'],
      ['month', 'day'],
      ['day', 'task'],
    ] as const) {
      editor.reset();
      const { ports, remembered } = useBudgets().window();
      for (const period of periods) await goLocal(ports, budgetOf(period));
      ends.push([...remembered.values()]);
    }
    expect(ends).toEqual([['2026-12-01'], ['2026-12-01'], [undefined]]);
  });

  it('says so where the settings cannot be written, and what to do', async () => {
    const { ports, remembered } = useBudgets().window();
    settingsFile.broken = 'Unable to write into user settings because the file has unsaved changes.';
    editor.answers.push('Open Settings');
    await goLocal(ports, budgetOf('day'));
    expect([editor.shown, editor.executed, remembered.size]).toEqual([
      [
        {
          type: 'error',
          words:
            'Farthing: paid models are not paused, and may be asked as before: Unable to write into user settings because the file has unsaved changes. Save or mend your settings file, then run "Farthing: Pause or Resume Paid Models".',
          buttons: ['Open Settings'],
        },
      ],
      [['workbench.action.openSettingsJson']],
      0,
    ]);
  });

  it('that cannot be ended is told once and tried again', async () => {
    const { window, clock } = useBudgets();
    const { ports } = window();
    const claimed = new Set<string>();
    await goLocal(ports, budgetOf('day'));
    await clock.advance(day);
    settingsFile.broken = 'the file has unsaved changes';
    for (let check = 0; check < 3; check += 1) await checkBudgets(ports, claimed);
    const told = editor.shown.map((shown) => ('words' in shown ? shown.words : shown.type));
    const during = editor.settings['paidModels.paused'];
    settingsFile.broken = undefined;
    await checkBudgets(ports, claimed);
    expect([told, during, editor.settings['paidModels.paused']]).toEqual([
      [
        'Farthing: the period is over for which you went local, but paid models could not be resumed: the file has unsaved changes. Save or mend your settings file, then run "Farthing: Pause or Resume Paid Models".',
      ],
      true,
      undefined,
    ]);
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
