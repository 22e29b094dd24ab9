import { describe, expect, it, vi } from 'vitest';
import { menuItems } from '../../../src/features/meter/menuItems.ts';
import type { MeterView } from '../../../src/features/meter/meterView.ts';
import { commands } from '../../../src/platform/commands.ts';
import { entryOf } from '../../support/entries.ts';
import { localCandidate } from '../../support/tasks.ts';
import { budgetState, held, refusedKey, view } from './views.ts';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

const local: Partial<MeterView> = {
  localServers: {
    status: 'found',
    servers: [{ kind: 'ollama', baseUrl: 'http://127.0.0.1:11434', models: [localCandidate('qwen').model] }],
  },
};

describe('The menu', () => {
  it('has all that can be done, with how things stand', () => {
    const items = menuItems(view({ ...local, paid: 'ready', paidCompletion: 'available', budgets: [budgetState()], last: entryOf() }));
    expect(items.map(({ label, description, run }) => [label, description ?? '', run])).toEqual([
      ['$(graph) Show spend', '$0.0042 today', commands.showSpend],
      ['$(add) Allow more', '$0.0087 of $0.01 today', commands.allowMore],
      ['$(credit-card) Set a budget', 'Daily budget: $0.0087 of $0.01 (87 %)', commands.setBudget],
      ['$(settings) Choose model or tier', '', commands.pickModel],
      ['$(key) Set an API key', '', commands.setKey],
      ['$(debug-pause) Pause paid models', '', commands.togglePaidModels],
      ['$(question) Why this suggestion?', 'qwen', commands.whyThis],
      ['$(circle-slash) Why no suggestion?', '', commands.whyNone],
      ['$(bell-slash) Snooze completions', '', commands.snoozeCompletions],
      ['$(sparkle) Turn inline completions off', '', commands.toggleCompletions],
      ['$(search) Look for a local model server', 'qwen on ollama', commands.lookForLocalServer],
      ['$(export) Export the ledger', '', commands.exportCsv],
      ['$(folder-opened) Open the ledger’s folder', '', commands.openLedgerFolder],
      ['$(output) Open the log', '', commands.showLog],
    ]);
  });

  it('switches completions off, or on again, for the workspace, the language and the file that the user looks at', () => {
    const switches = (changes: Partial<MeterView>) =>
      menuItems(view({ ...local, hasWorkspace: true, ...changes }))
        .filter(({ label }) => label.includes('Turn') || label.includes('nooze'))
        .map(({ label, description, run }) => [label, description ?? '', run]);
    expect([
      switches({ editor: { languageId: 'go', file: 'on' } }),
      switches({ completions: 'off', snoozed: 'until 14:05', editor: { languageId: 'go', file: 'off' } }),
    ]).toEqual([
      [
        ['$(bell-slash) Snooze completions', '', commands.snoozeCompletions],
        ['$(sparkle) Turn inline completions off', '', commands.toggleCompletions],
        ['$(root-folder) Turn off in this workspace', '', commands.toggleCompletionsForWorkspace],
        ['$(code) Turn off for go', '', commands.toggleCompletionsForLanguage],
        ['$(file) Turn off in this file', '', commands.toggleCompletionsForFile],
      ],
      [
        ['$(sparkle) Turn inline completions on', '', commands.toggleCompletions],
        ['$(bell-slash) End the snooze', 'until 14:05', commands.snoozeCompletions],
        ['$(root-folder) Turn on in this workspace', '', commands.toggleCompletionsForWorkspace],
        ['$(code) Turn on for go', '', commands.toggleCompletionsForLanguage],
        ['$(file) Turn on in this file', '', commands.toggleCompletionsForFile],
      ],
    ]);
  });

  it('says beside "why none" what the reason was', () => {
    const item = menuItems(view({ ...local, noSuggestion: 'the model repeated itself' })).find(({ run }) => run === commands.whyNone);
    expect(item?.description).toBe('the model repeated itself');
  });

  it('offers neither more money nor a pause to who has no key', () => {
    const offered = menuItems(view()).map(({ run }) => run);
    expect([offered.includes(commands.allowMore), offered.includes(commands.togglePaidModels)]).toEqual([false, false]);
  });

  it.each<[string, Partial<MeterView>, string]>([
    [
      'more money when a budget held something back',
      { ...local, paid: 'ready', heldBack: held(), budgets: [budgetState()] },
      '$(add) Allow more',
    ],
    ['another key when one was refused', { ...local, paid: 'ready', trouble: refusedKey }, '$(key) Set an API key'],
    ['to resume when paid models are paused', { ...local, paid: 'paused' }, '$(debug-start) Resume paid models'],
    ['a budget when only that is missing', { ...local, paid: 'no-budget' }, '$(credit-card) Set a budget'],
    ['a key when no paid model completes code', { paid: 'ready' }, '$(key) Set an API key'],
    [
      'the log when a request was refused',
      { ...local, paid: 'ready', trouble: { ...refusedKey, reason: 'forbidden' } },
      '$(output) Open the log',
    ],
    [
      'to retry when an account was empty',
      { ...local, paid: 'ready', trouble: { ...refusedKey, reason: 'payment-required' } },
      '$(debug-restart) Retry now',
    ],
    ['to look for a server when no model is there', {}, '$(search) Look for a local model server'],
    ['to turn completions on when they are off', { ...local, completions: 'off' }, '$(sparkle) Turn inline completions on'],
    ['the reason when the last one failed', { ...local, health: 'timeout' }, '$(circle-slash) Why no suggestion?'],
    [
      'the log when the ledger fails',
      { ...local, ledger: { status: 'failing', problem: 'disk-full', detail: '' } },
      '$(output) Open the log',
    ],
    ['the spend when all is well', local, '$(graph) Show spend'],
  ])('offers first %s', (_what, changes, label) => {
    expect(menuItems(view(changes))[0]?.label).toBe(label);
  });
});
