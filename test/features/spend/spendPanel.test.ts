import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import type { EntryFilter, LedgerEntry } from '../../../src/core/ledger/index.ts';
import type { SpendState } from '../../../src/features/spend/protocol.ts';
import { SpendPanel } from '../../../src/features/spend/spendPanel.ts';
import { firstView } from '../../../src/features/spend/view.ts';
import type { Forecasts } from '../../../src/platform/budgetForecasts.ts';
import { Observed } from '../../../src/platform/observed.ts';
import type { HeldBack } from '../../../src/platform/paidState.ts';
import type { LedgerState } from '../../../src/storage/ledgerState.ts';
import { entryOf } from '../../support/entries.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { MemoryLedger } from '../../support/memoryLedger.ts';
import { type FakePanel, fakePanels } from './fakePanel.ts';

/** A ledger whose changes a test tells, and which a test can break. */
class TellingLedger extends MemoryLedger {
  readonly asked: string[] = [];
  readonly pageVisible: boolean[] = [];
  readonly listeners = new Set<() => void>();
  state: LedgerState = { status: 'open' };

  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  setPageVisible(isVisible: boolean): void {
    this.pageVisible.push(isVisible);
  }

  override async dearestEntries(filter: EntryFilter, count: number): Promise<readonly LedgerEntry[]> {
    this.asked.push(JSON.stringify(filter));
    return super.dearestEntries(filter, count);
  }

  tell(): void {
    for (const listener of this.listeners) listener();
  }
}

let panels: FakePanel[];

beforeEach(() => {
  vi.useFakeTimers();
  panels = fakePanels(vscode);
});
afterEach(() => void vi.useRealTimers());

function opened() {
  const ledger = new TellingLedger();
  const heldBack = new Observed<HeldBack | undefined>(undefined);
  const warnings: string[] = [];
  const log = { warn: (text: string) => void warnings.push(text), error: vi.fn(), debug: vi.fn() };
  const spend = new SpendPanel({
    extensionUri: vscode.Uri.file('/extension'),
    ledger,
    clock: new FakeTime(),
    models: { endpoints: () => [], models: () => [], onDidChange: () => ({ dispose: () => undefined }) },
    localServers: { candidates: () => [] },
    keys: { has: () => false },
    rules: { sets: [], areKnown: () => true, onDidChange: () => ({ dispose: () => undefined }) },
    budgets: () => [],
    heldBack,
    forecasts: new Observed<Forecasts>(new Map()),
    log: log as never,
  });
  spend.show();
  const [panel] = panels;
  if (!panel) throw new Error('no panel was made');
  return { ledger, heldBack, warnings, spend, panel };
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const requestsIn = (states: readonly SpendState[]): readonly (string | undefined)[] => states.map(({ periods }) => periods[0]?.requests);

describe('The Spend page in the editor', () => {
  it('is one panel, which is revealed when it is asked for again, and made anew when it was closed', () => {
    const { spend, panel } = opened();
    spend.show();
    expect([panels.length, panel.reveals]).toEqual([1, 1]);
    panel.close();
    spend.show();
    expect(panels.length).toBe(2);
  });

  it('may reach dist/ and media/ only, runs scripts, and keeps nothing while it is hidden', () => {
    const { panel } = opened();
    expect(panel.options).toEqual({
      enableScripts: true,
      localResourceRoots: [vscode.Uri.file('/extension/dist'), vscode.Uri.file('/extension/media')],
    });
  });

  it('answers "ready" with the state', async () => {
    const { panel } = opened();
    await pass(5000);
    expect(panel.posted).toEqual([]);
    panel.say({ type: 'ready', view: firstView });
    await pass(0);
    expect(panel.posted.map(({ type, isEmpty }) => [type, isEmpty])).toEqual([['state', true]]);
  });

  it('hears of changes of the ledger, at most once a second', async () => {
    const { panel, ledger } = opened();
    panel.say({ type: 'ready', view: firstView });
    await pass(0);
    for (let changes = 0; changes < 30; changes += 1) {
      await ledger.settle(`r-${changes}`, entryOf({ id: `e-${changes}` }));
      ledger.tell();
      await pass(50);
    }
    await pass(5000);
    expect(requestsIn(panel.posted)).toEqual(['0', '1', '20', '30']);
  });

  it('reads what the user looks at, at once, and nothing of what nobody looks at', async () => {
    const { panel, ledger } = opened();
    await ledger.settle('r', entryOf());
    panel.say({ type: 'ready', view: firstView });
    await pass(0);
    const view = { tab: 'history', range: 7, filters: { kind: 'chat' }, open: ['entry-1'] } as const;
    panel.say({ type: 'look', view });
    await pass(0);
    expect({
      asked: ledger.asked[0],
      // One more comes when it is counted what became of the answers.
      states: panel.posted.slice(0, 2).map((state) => [state.view.tab, state.history?.range, state.requests.map(({ id }) => id)]),
    }).toEqual({
      asked: JSON.stringify({ kind: 'chat', fromDay: '2026-10-30', toDay: '2026-11-05' }),
      states: [
        ['today', undefined, []],
        ['history', 7, ['entry-1']],
      ],
    });
  });

  it('answers what was asked last where the user is faster than the ledger', async () => {
    const { panel } = opened();
    for (const tab of ['history', 'policy'] as const) panel.say({ type: 'look', view: { ...firstView, tab } });
    await pass(0);
    expect(panel.posted.map(({ view, policy }) => [view.tab, policy?.paid.text])).toEqual([
      ['policy', 'No paid model is asked: there is no budget.'],
    ]);
  });

  it('is left alone while it is hidden, and the ledger knows', async () => {
    const { panel, ledger } = opened();
    panel.say({ type: 'ready', view: firstView });
    await pass(0);
    panel.setVisible(false);
    ledger.tell();
    await pass(100_000);
    panel.setVisible(true);
    panel.say({ type: 'ready', view: firstView });
    await pass(0);
    panel.close();
    expect([panel.posted.length, ledger.pageVisible]).toEqual([2, [true, false, true, false]]);
  });

  it('is brought up to date every minute, because days end without anybody telling', async () => {
    const { panel } = opened();
    panel.say({ type: 'ready', view: firstView });
    await pass(0);
    await pass(125_000);
    expect(panel.posted.length).toBe(3);
  });

  it.each([[undefined], ['ready'], [{ type: 'run', command: 'rm' }], [{ type: 'set-budget', period: 'day', limitNanoUsd: -1 }]])(
    'ignores %o with a line in the log that does not repeat it',
    async (message) => {
      const { panel, warnings } = opened();
      panel.say(message);
      await pass(5000);
      expect([panel.posted, warnings]).toEqual([[], ['the Spend page sent a message that is none of its own; it was ignored']]);
    },
  );

  it('hears that a request was held back', async () => {
    const { panel, heldBack } = opened();
    panel.say({ type: 'ready', view: firstView });
    await pass(0);
    heldBack.set({
      ...({ kind: 'chat', taskId: 'task-1', model: 'sonnet', tier: 'medium', provider: 'anthropic', endpoint: 'anthropic' } as const),
      ...({ budgetId: 'day', unit: 'nano-usd', needed: 2, left: 1 } as const),
    });
    await pass(1000);
    expect(panel.posted.map(({ notices }) => notices.map(({ id }) => id))).toEqual([[], ['held-back']]);
  });

  it('goes on showing what it knew when the ledger fails, and says so', async () => {
    const { panel, ledger } = opened();
    await ledger.settle('r', entryOf());
    panel.say({ type: 'ready', view: firstView });
    await pass(0);
    ledger.rollUps = () => Promise.reject(new Error('disk full'));
    ledger.state = { status: 'failing', problem: 'disk-full', detail: 'ENOSPC' };
    ledger.tell();
    await pass(1000);
    expect([requestsIn(panel.posted), panel.posted.map(({ notices }) => notices.length)]).toEqual([
      ['1', '1'],
      [0, 1],
    ]);
  });

  it('drops its listeners when it is closed', () => {
    const { panel, ledger } = opened();
    const before = ledger.listeners.size;
    panel.close();
    expect([before, ledger.listeners.size, vi.getTimerCount()]).toEqual([1, 0, 0]);
  });
});
