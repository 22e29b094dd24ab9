import { beforeEach, describe, expect, it, vi } from 'vitest';
import { registerWhy } from '../../../src/features/why/registerWhy.ts';
import type { LastCompletion } from '../../../src/platform/completionHealth.ts';
import { Observed } from '../../../src/platform/observed.ts';
import type { EndpointTrouble, HeldBack } from '../../../src/platform/paidState.ts';
import type { LedgerState } from '../../../src/storage/ledgerState.ts';
import { entryOf } from '../../support/entries.ts';
import { editor } from '../../support/fakeEditor.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { MemoryLedger } from '../../support/memoryLedger.ts';
import { paidCandidate } from '../../support/tasks.ts';
import { held } from '../meter/views.ts';

interface Page {
  readonly path: string;
  readonly query: string;
}

type Provider = { provideTextDocumentContent(uri: Page): Promise<string> };

const pages = vi.hoisted((): { provider: Provider | undefined; scheme: string; opened: string[] } => ({
  provider: undefined,
  scheme: '',
  opened: [],
}));

vi.mock('vscode', async () => {
  const { editor: fake } = await import('../../support/fakeEditor.ts');
  const api = fake.api() as { readonly window: object; readonly workspace: object };
  return {
    ...api,
    Uri: { from: (page: Page) => page },
    ViewColumn: { Beside: -2 },
    window: {
      ...api.window,
      showTextDocument: async (text: string, options: unknown) => void pages.opened.push(text, JSON.stringify(options)),
    },
    workspace: {
      ...api.workspace,
      isTrusted: true,
      registerTextDocumentContentProvider: (scheme: string, provider: Provider) => {
        Object.assign(pages, { scheme, provider });
        return { dispose: () => undefined };
      },
      openTextDocument: async (page: Page) => `${page.path}\n${await pages.provider?.provideTextDocumentContent(page)}`,
    },
  };
});

async function useWhy(...answered: readonly Parameters<typeof entryOf>[0][]) {
  const ledger = Object.assign(new MemoryLedger(), { state: { status: 'open' } as LedgerState });
  for (const [index, changes] of answered.entries()) {
    await ledger.settle('', entryOf({ id: `entry-${index}`, startedAtMs: index, ...changes }));
  }
  const last = new Observed<LastCompletion | undefined>(undefined);
  const heldBack = new Observed<HeldBack | undefined>(undefined);
  const time = new FakeTime();
  registerWhy({
    ledger,
    last,
    heldBack,
    trouble: new Observed<EndpointTrouble | undefined>(undefined),
    clock: time,
    timers: time,
    models: { endpoints: () => [], candidates: () => [paidCandidate()], onDidChange: () => ({ dispose: () => undefined }) },
    keys: { has: () => false },
    log: { error: () => undefined },
  });
  return { last, heldBack, ledger, time };
}

/** The first words under the title of the page that was opened. */
const explained = () => pages.opened[0]?.split('\n')[3];

beforeEach(() => {
  editor.reset();
  pages.opened.length = 0;
});

describe('The command "why this"', () => {
  it('opens a page beside, with all attempts of the task whose suggestion was shown last', async () => {
    const { last } = await useWhy(
      { taskId: 'shown', model: 'first', attempt: 1, finish: 'error' },
      { taskId: 'shown', model: 'second', attempt: 2 },
      { taskId: 'later', model: 'third' },
    );
    last.set({ outcome: 'offer', taskId: 'shown', source: 'cache' });
    await editor.run('farthing.whyThis');
    expect([explained(), pages.opened[0]?.match(/^## Attempt.*$/gm), pages.opened[0]?.split('\n')[0], pages.opened[1]]).toEqual([
      'second answered, for completing a line, on llama-server@127.0.0.1:8080.',
      ['## Attempt 1: first on llama-server@127.0.0.1:8080', '## Attempt 2: second on llama-server@127.0.0.1:8080'],
      '/Why This Suggestion.md',
      '{"viewColumn":-2,"preview":true}',
    ]);
  });

  it('waits for the suggestion that is shown to come into the books', async () => {
    const { last, ledger, time } = await useWhy({ taskId: 'before' });
    last.set({ outcome: 'offer', taskId: 'shown', source: 'model' });
    const opened = editor.run('farthing.whyThis');
    await time.advance(1000);
    expect(pages.opened).toEqual([]);
    await ledger.settle('', entryOf({ id: 'late', taskId: 'shown', model: 'shown', finish: 'aborted' }));
    await time.advance(1000);
    await opened;
    expect(explained()).toMatch(/^shown was asked, .* not needed any more\.$/);
  });

  it('takes the last answer where no suggestion was shown, or it does not come into the books', async () => {
    const { last, time } = await useWhy({ taskId: 'task-a', model: 'answered' }, { taskId: 'task-b', model: 'aborted', finish: 'aborted' });
    await editor.run('farthing.whyThis');
    last.set({ outcome: 'offer', taskId: 'not-settled', source: 'model' });
    const opened = editor.run('farthing.whyThis');
    await time.advance(2000);
    await opened;
    expect(pages.opened.filter((text) => text.includes('answered answered,'))).toHaveLength(2);
  });

  it('explains the task that it is called with', async () => {
    await useWhy({ taskId: 'task-a', model: 'asked-for' }, { taskId: 'task-b' });
    await editor.run('farthing.whyThis', 'task-a');
    expect(explained()).toBe('asked-for answered, for completing a line, on llama-server@127.0.0.1:8080.');
  });

  it('says so where nothing was asked yet', async () => {
    await useWhy();
    await editor.run('farthing.whyThis');
    expect([editor.shown, pages.opened]).toEqual([
      [{ type: 'information', words: 'Farthing: nothing was asked of a model yet.', buttons: [] }],
      [],
    ]);
  });
});

describe('The command "why this" without a ledger', () => {
  it.each<[LedgerState, string]>([
    [{ status: 'unavailable', problem: 'no-sqlite', detail: 'no node:sqlite' }, 'this editor has no SQLite (no node:sqlite)'],
    [{ status: 'open' }, 'the worker ended'],
  ])('says what is wrong, and leads to the log: %o', async (state, words) => {
    const { ledger } = await useWhy();
    ledger.state = state;
    ledger.recentEntries = () => Promise.reject(new Error('the worker ended'));
    editor.answers.push('Show Log');
    await editor.run('farthing.whyThis');
    expect([editor.shown, editor.executed, pages.opened]).toEqual([
      [{ type: 'error', words: `Farthing: the ledger cannot be read now: ${words}.`, buttons: ['Show Log'] }],
      [['farthing.showLog']],
      [],
    ]);
  });
});

const verdict = { isWorth: false, acceptance: 0.04, valueNanoUsd: 1, costNanoUsd: 2, mode: 'eager' } as const;

describe('The command "why none"', () => {
  it('says why, and leads to what helps', async () => {
    editor.set('budget.day', 0.01);
    const { last, heldBack } = await useWhy();
    last.set({ outcome: 'none', whyNot: { reason: 'failed', error: 'not-reserved', detail: 'the budget' } });
    heldBack.set(held());
    editor.answers.push('Allow More…');
    await editor.run('farthing.whyNone');
    expect([editor.shown, editor.executed]).toEqual([
      [
        {
          type: 'information',
          words:
            'Farthing: A paid model was held back by the budget: $0.0041 needed, $0.0013 left of $0.01 today. No local model answered in its place.',
          buttons: ['Allow More…', 'Set Budget…', 'Look for a Local Server'],
        },
      ],
      [['farthing.allowMore']],
    ]);
  });

  it('names the budget in whose name the nearest model was not asked, in words', async () => {
    editor.set('budgets', [
      { period: 'day', usd: 1 },
      { period: 'day', usd: 0.01, scope: 'model:paid-model' },
    ]);
    const { last } = await useWhy({
      kind: 'chat',
      model: 'paid-model',
      billing: 'metered',
      costNanoUsd: 10_000_000,
      localDay: '2026-11-05',
    });
    const refusal = { rule: 'budget-local-only', candidate: 'paid-model (cloud-of-paid-model)', endpoint: 'cloud-of-paid-model' };
    last.set({
      outcome: 'none',
      whyNot: { reason: 'no-model', detail: 'none-suitable', refusals: [{ ...refusal, reason: 'the budget is used up', candidates: 1 }] },
    });
    await editor.run('farthing.whyNone');
    expect(editor.shown).toEqual([
      {
        type: 'information',
        words:
          'Farthing: Nobody was asked. The budget is used up: $0.01 of $0.01 today for the model paid-model. Paid requests that it counts are held back.',
        buttons: ['Allow More…', 'Set Budget…', 'Look for a Local Server'],
      },
    ]);
  });

  it.each<[Extract<LastCompletion, { outcome: 'none' }>['whyNot'], string, readonly string[]]>([
    [
      { reason: 'excluded', exclusion: { by: 'glob', glob: '*' } },
      'Open Setting',
      ['workbench.action.openSettings', 'farthing.completion.exclude'],
    ],
    [{ reason: 'not-worth', verdict }, 'Open Setting', ['workbench.action.openSettings', 'farthing.completion.worth']],
    [{ reason: 'not-worth', verdict }, 'Ask All the Same', ['editor.action.inlineSuggest.trigger']],
    [{ reason: 'snoozed', untilMs: 0 }, 'Snooze…', ['farthing.snoozeCompletions']],
    [{ reason: 'excluded', exclusion: { by: 'window' } }, 'Turn On in This File', ['farthing.toggleCompletionsForFile']],
  ])('leads from %o by "%s" to what helps', async (whyNot, button, call) => {
    const { last } = await useWhy();
    last.set({ outcome: 'none', whyNot });
    editor.answers.push(button);
    await editor.run('farthing.whyNone');
    expect(editor.executed).toEqual([call]);
  });

  it('has no button where there is nothing to do', async () => {
    const { last } = await useWhy();
    last.set({ outcome: 'none', whyNot: { reason: 'superseded' } });
    await editor.run('farthing.whyNone');
    expect(editor.shown).toEqual([{ type: 'information', words: 'Farthing: You typed on before the answer came.', buttons: [] }]);
  });
});
