import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BudgetForecast } from '../../../src/core/budget/index.ts';
import type { Candidate } from '../../../src/core/catalogue/index.ts';
import { registerMeter } from '../../../src/features/meter/registerMeter.ts';
import type { CompletionHealth, LastCompletion } from '../../../src/platform/completionHealth.ts';
import { Observed } from '../../../src/platform/observed.ts';
import type { EndpointTrouble, HeldBack } from '../../../src/platform/paidState.ts';
import type { LocalServerState } from '../../../src/providers/localServers/localServerWatch.ts';
import type { LedgerState } from '../../../src/storage/workerLedger.ts';
import { entryOf } from '../../support/entries.ts';
import { editor } from '../../support/fakeEditor.ts';
import { MemoryLedger } from '../../support/memoryLedger.ts';
import { paidCandidate } from '../../support/tasks.ts';
import { held } from './views.ts';

interface Item {
  text: string;
  tooltip?: { readonly value: string };
  backgroundColor: { readonly id: string } | undefined;
}

const item = vi.hoisted((): Item => ({ text: '', backgroundColor: undefined }));
const { fillInTheMiddle: _none, ...chatModel } = paidCandidate('talker', { tier: 'small' }).model;
const chatOnly: Candidate = { ...paidCandidate('talker'), model: chatModel };

/** Every text that the item had. */
const texts = vi.hoisted((): string[] => []);

vi.mock('vscode', async () => {
  const { editor: fake } = await import('../../support/fakeEditor.ts');
  const api = fake.api() as { readonly window: object; readonly workspace: object };
  const never = () => ({ dispose: () => undefined });
  return {
    ...api,
    StatusBarAlignment: { Right: 2 },
    ThemeColor: class {
      readonly id: string;
      constructor(id: string) {
        this.id = id;
      }
    },
    window: {
      ...api.window,
      createStatusBarItem: () =>
        Object.defineProperty(Object.assign(item, { show: never, dispose: never }), 'text', {
          set: (text: string) => void texts.push(text),
          configurable: true,
        }),
      onDidChangeActiveTextEditor: never,
      onDidChangeWindowState: never,
    },
    workspace: { ...api.workspace, isTrusted: true, onDidGrantWorkspaceTrust: never },
  };
});

class Listeners {
  readonly #all = new Set<() => void>();
  readonly on = (listener: () => void) => {
    this.#all.add(listener);
    return { dispose: () => void this.#all.delete(listener) };
  };
  tell(): void {
    for (const listener of this.#all) listener();
  }
}

function useMeter(candidates: readonly Candidate[] = [paidCandidate('coder', { tier: 'small' })]) {
  const books = new MemoryLedger();
  const wrote = new Listeners();
  const state: { ledger: LedgerState; localServers: LocalServerState } = { ledger: { status: 'open' }, localServers: { status: 'none' } };
  const ledger = Object.defineProperty(Object.assign(books, { onDidChange: wrote.on }), 'state', { get: () => state.ledger });
  const heldBack = new Observed<HeldBack | undefined>(undefined);
  const health = new Observed<CompletionHealth>('well');
  const troubles = new Observed<readonly EndpointTrouble[]>([]);
  const forecasts = new Observed<ReadonlyMap<string, BudgetForecast>>(new Map());
  const editorModels = new Observed<readonly Candidate[]>([]);
  const last = new Observed<LastCompletion | undefined>(undefined);
  const snoozedUntil = new Observed<number | undefined>(undefined);
  const meter = registerMeter({
    ledger: ledger as typeof ledger & { readonly state: LedgerState },
    localServers: { state: state.localServers, onDidChange: new Listeners().on },
    health,
    heldBack,
    troubles,
    forecasts,
    editorModels,
    last,
    snooze: { until: snoozedUntil },
    models: { endpoints: () => candidates.map(({ endpoint }) => endpoint), candidates: () => candidates, onDidChange: new Listeners().on },
    keys: { has: () => true },
    clock: { now: Date.now, timeZone: () => 'UTC' },
  });
  let ids = 0;
  return {
    state,
    heldBack,
    health,
    troubles,
    forecasts,
    editorModels,
    last,
    snoozedUntil,
    wrote,
    meter,
    books,
    /** As any window does. */
    spend: async (costNanoUsd: number) => {
      ids += 1;
      await books.settle('', entryOf({ id: `entry-${ids}`, costNanoUsd, localDay: '2026-11-05' }));
      wrote.tell();
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 5, 12) });
  editor.reset();
  editor.set('budget.day', 0.01);
  texts.length = 0;
});
afterEach(() => void vi.useRealTimers());

describe('The status item', () => {
  it('shows what any window spent, within two seconds, and changes at most once a second', async () => {
    const { spend } = useMeter();
    await vi.advanceTimersByTimeAsync(1000);
    for (let step = 0; step < 40; step += 1) {
      await spend(100_000);
      await vi.advanceTimersByTimeAsync(50);
    }
    const painted = texts.length - 2;
    await vi.advanceTimersByTimeAsync(2000);
    expect({ paintedInTwoSeconds: painted <= 3, last: texts.at(-1) }).toEqual({
      paintedInTwoSeconds: true,
      last: '$(sparkle) $0.0040 · 40',
    });
  });

  it('warns from 80 % of a budget on, by its colour, too', async () => {
    const { spend } = useMeter();
    await spend(8_000_000);
    await vi.advanceTimersByTimeAsync(3000);
    expect([texts.at(-1), item.backgroundColor?.id]).toEqual(['$(warning) $0.0080 · 1 · 80 %', 'statusBarItem.warningBackground']);
  });

  it('says when a budget asks for cheaper models, when it is used up, and when it stops everything', async () => {
    const { spend, forecasts } = useMeter();
    const seen: (string | undefined)[] = [];
    const look = async () => {
      await vi.advanceTimersByTimeAsync(3000);
      seen.push(texts.at(-1));
    };
    await spend(6_000_000);
    await look();
    forecasts.set(new Map([['day', { median: 20_000_000, low: 9_000_000, high: 30_000_000, endsOn: '2026-11-05' }]]));
    await look();
    await spend(4_000_000);
    await look();
    editor.set('budget.day', null);
    editor.set('budgets', [{ period: 'day', usd: 0.01, atLimit: 'stop' }]);
    await look();
    expect([seen, item.backgroundColor?.id]).toEqual([
      [
        '$(sparkle) $0.0060 · 1',
        '$(sparkle) $0.0060 · 1 · economy',
        '$(warning) $0.01 of $0.01 today · stopped',
        '$(warning) $0.01 of $0.01 today · stopped',
      ],
      'statusBarItem.errorBackground',
    ]);
  });

  it('stops where the only model that completes code is one whose provider’s budget is used up, and not where another answers', async () => {
    editor.set('budget.day', null);
    editor.set('budgets', [
      { period: 'day', usd: 0.01, scope: 'model:coder', atLimit: 'stop' },
      { period: 'month', usd: 5 },
    ]);
    const [coder, other] = [paidCandidate('coder', { tier: 'small' }), paidCandidate('other', { tier: 'small' })];
    const seen: (string | undefined)[] = [];
    for (const candidates of [[coder], [coder, other]]) {
      const { meter, books } = useMeter(candidates);
      await books.settle('', entryOf({ id: 'e', model: 'coder', billing: 'metered', costNanoUsd: 10_000_000, localDay: '2026-11-05' }));
      await vi.advanceTimersByTimeAsync(3000);
      seen.push(texts.at(-1), item.tooltip?.value.match(/The budget is used up[^\n]*/)?.[0]);
      meter.dispose();
    }
    expect(seen).toEqual([
      '$(warning) $0.01 · $0.01 of $0.01 today for the model coder · stopped',
      'The budget is used up: $0.01 of $0.01 today for the model coder. Paid requests that it counts are held back. No local model is running, so there are no completions now.',
      '$(warning) $0.01 · 1 · 100 %',
      'The budget is used up: $0.01 of $0.01 today for the model coder. What it counts is stopped.',
    ]);
  });

  it('tells which models of the editor may answer, as they come and go', async () => {
    const { editorModels } = useMeter();
    const told = async () => {
      await vi.advanceTimersByTimeAsync(3000);
      return item.tooltip?.value.match(/Models of the editor[^\n]*/)?.[0];
    };
    const before = await told();
    editorModels.set([paidCandidate('gpt-x')]);
    const there = await told();
    editorModels.set([]);
    expect([before, there, await told()]).toEqual([undefined, 'Models of the editor (subscription, no cost per token): gpt-x', undefined]);
  });

  it('does not warn of a ban, which its user set, until it held something back', async () => {
    editor.set('budget.kinds', { completion: { day: 0 } });
    const { heldBack } = useMeter();
    await vi.advanceTimersByTimeAsync(3000);
    const before = [texts.at(-1), item.backgroundColor?.id];
    heldBack.set(held({ budgetId: 'day:completion' }));
    await vi.advanceTimersByTimeAsync(3000);
    expect([before, texts.at(-1)]).toEqual([
      ['$(sparkle) $0.00 · 0 · start a local model server', undefined],
      '$(warning) $0.00 · $0.00 of $0.00 today for completions · stopped',
    ]);
  });

  it('says when a request was held back and nobody answers, and when more was allowed', async () => {
    const { spend, heldBack, books, wrote } = useMeter();
    await spend(9_000_000);
    heldBack.set(held());
    await vi.advanceTimersByTimeAsync(3000);
    const before = [texts.at(-1), item.backgroundColor?.id];
    await books.allowMore({ id: 'allowance-1', budgetId: 'day', amount: 90_000_000, atMs: 0, localDay: '2026-11-05' });
    heldBack.set(undefined);
    wrote.tell();
    await vi.advanceTimersByTimeAsync(3000);
    expect([before, [texts.at(-1), item.backgroundColor?.id]]).toEqual([
      ['$(warning) $0.0090 of $0.01 today · stopped', 'statusBarItem.errorBackground'],
      ['$(sparkle) $0.0090 · 1', undefined],
    ]);
  });

  it.each([
    ['the only one there is', [paidCandidate('coder', { tier: 'small' })], 'so there are no completions now.'],
    [
      'one of two',
      [paidCandidate('coder', { tier: 'small' }), paidCandidate('other', { tier: 'small' })],
      'Another paid model answers meanwhile.',
    ],
  ])('says of a provider whose account is empty, and that is %s, who answers meanwhile', async (_which, candidates, words) => {
    const { troubles } = useMeter(candidates);
    troubles.set([{ endpoint: 'cloud-of-coder', provider: 'scripted', reason: 'payment-required', message: '' }]);
    await vi.advanceTimersByTimeAsync(3000);
    const during = [texts.at(-1), item.tooltip?.value.includes(words)];
    troubles.set([]);
    await vi.advanceTimersByTimeAsync(3000);
    expect([during, texts.at(-1)]).toEqual([['$(warning) $0.00 · 0 · account empty', true], '$(sparkle) $0.00 · 0']);
  });

  it('follows the budgets and the pause in the settings', async () => {
    const { spend } = useMeter();
    await spend(9_000_000);
    await vi.advanceTimersByTimeAsync(3000);
    const seen = [texts.at(-1)];
    for (const [key, value] of [
      ['budget.day', 1],
      ['budget.day', null],
      ['budget.month', 0.01],
      ['paidModels.paused', true],
    ] as const) {
      editor.set(key, value);
      await vi.advanceTimersByTimeAsync(3000);
      seen.push(texts.at(-1));
    }
    expect(seen).toEqual([
      '$(warning) $0.0090 · 1 · 90 %',
      '$(sparkle) $0.0090 · 1',
      '$(sparkle) $0.0090 · 1 · set a budget',
      '$(warning) $0.0090 · 1 · 90 %',
      '$(sparkle) $0.0090 · 1 · paid models paused',
    ]);
  });

  it('begins at nothing on the next day', async () => {
    const { spend } = useMeter();
    await spend(9_000_000);
    await vi.advanceTimersByTimeAsync(36 * 3600_000);
    expect(texts.at(-1)).toBe('$(sparkle) $0.00 · 0');
  });

  it('says that the ledger fails without waiting for it', async () => {
    const { state, books, wrote } = useMeter();
    await vi.advanceTimersByTimeAsync(3000);
    vi.spyOn(books, 'daySummary').mockReturnValue(new Promise(() => undefined));
    state.ledger = { status: 'failing', problem: 'disk-full', detail: 'SQLITE_FULL' };
    wrote.tell();
    await vi.advanceTimersByTimeAsync(1000);
    expect(texts.at(-1)).toBe('$(warning) $0.00 · 0 · not metered');
  });

  it.each<[string, Candidate, Readonly<Record<string, string>>, string]>([
    ['completes code', paidCandidate('coder', { tier: 'small' }), {}, '$(sparkle) $0.00 · 0'],
    ['is of a tier that completions do not climb to', paidCandidate('coder'), {}, 'start a local model server'],
    ['was chosen for lines by the user', paidCandidate('coder'), { 'completion.line': 'coder@cloud-of-coder' }, '$(sparkle) $0.00 · 0'],
    ['is of the tier that the user chose', paidCandidate('coder'), { 'completion.block': 'medium' }, '$(sparkle) $0.00 · 0'],
    [
      'is left out by the user’s choice',
      paidCandidate('coder', { tier: 'small' }),
      { 'completion.line': 'local', 'completion.block': 'local' },
      'start a local model server',
    ],
    ['does not complete code', chatOnly, {}, 'no model completes code'],
  ])('misses no local server where a paid model %s', async (_which, candidate, pins, text) => {
    editor.set('routing.pins', pins);
    useMeter([candidate]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(texts.at(-1)?.endsWith(text)).toBe(true);
  });

  it('tells the newest reason why there was no suggestion, however fast one types, with one painting a second', async () => {
    const { last } = useMeter();
    await vi.advanceTimersByTimeAsync(3000);
    const painted = texts.length;
    for (let key = 0; key < 40; key += 1) {
      last.set({ outcome: 'none', whyNot: key % 2 === 0 ? { reason: 'superseded' } : { reason: 'inside-word' } });
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect([texts.length - painted <= 3, item.tooltip?.value.includes('no suggestion: the cursor was inside a word.')]).toEqual([
      true,
      true,
    ]);
  });

  it('says how long completions are snoozed, and nothing of it once that is over', async () => {
    const { snoozedUntil } = useMeter();
    const seen: (string | undefined)[] = [];
    for (const untilMs of [Date.UTC(2026, 10, 5, 14, 5), undefined]) {
      snoozedUntil.set(untilMs);
      await vi.advanceTimersByTimeAsync(3000);
      seen.push(texts.at(-1));
    }
    expect(seen).toEqual(['$(sparkle) $0.00 · 0 · snoozed until 14:05', '$(sparkle) $0.00 · 0']);
  });

  it('is still when it is disposed', async () => {
    const { meter, wrote, health } = useMeter();
    meter.dispose();
    texts.length = 0;
    health.set('timeout');
    wrote.tell();
    await vi.advanceTimersByTimeAsync(3000);
    expect(texts).toEqual([]);
  });
});
