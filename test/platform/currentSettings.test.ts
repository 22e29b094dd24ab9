import { beforeEach, describe, expect, it, vi } from 'vitest';
import { usualTerms } from '../../src/core/budget/index.ts';
import { CurrentSettings } from '../../src/platform/currentSettings.ts';
import { readPolicy } from '../../src/platform/policy.ts';
import { editor } from '../support/fakeEditor.ts';

type ConfigurationListener = (event: { affectsConfiguration(section: string): boolean }) => void;

const fake = vi.hoisted(() => ({
  reads: 0,
  isTrusted: true,
  trustListeners: new Set<() => void>(),
  /** Says that another extension's setting changed. */
  changeAnother: (): void => undefined,
}));

vi.mock('vscode', async () => {
  const api = (await import('../support/fakeEditor.ts')).editor.api() as {
    readonly workspace: { getConfiguration(): object; onDidChangeConfiguration(listener: ConfigurationListener): object };
  };
  return {
    ...api,
    workspace: {
      ...api.workspace,
      getConfiguration: () => {
        fake.reads += 1;
        return api.workspace.getConfiguration();
      },
      onDidChangeConfiguration: (listener: ConfigurationListener) => {
        fake.changeAnother = () => listener({ affectsConfiguration: (section) => section === 'another' });
        return api.workspace.onDidChangeConfiguration(listener);
      },
      get isTrusted() {
        return fake.isTrusted;
      },
      onDidChangeWorkspaceFolders: () => ({ dispose: () => undefined }),
      onDidGrantWorkspaceTrust: (listener: () => void) => {
        fake.trustListeners.add(listener);
        return { dispose: () => void fake.trustListeners.delete(listener) };
      },
    },
  };
});

beforeEach(() => {
  editor.reset();
  Object.assign(fake, { reads: 0, isTrusted: true });
  fake.trustListeners.clear();
});

/** With the data policy, which is worked out of them elsewhere. */
function useSettings() {
  const settings = new CurrentSettings();
  return { settings, policy: settings.keeping(readPolicy) };
}

const inForce = ({ settings, policy }: ReturnType<typeof useSettings>) => ({
  budgets: settings.budgets(),
  policy: policy(),
  pins: settings.pins(),
  localWatts: settings.localWatts(),
});

/** How often the configuration was read meanwhile. */
function readsOf(work: () => unknown): number {
  const before = fake.reads;
  work();
  return fake.reads - before;
}

describe('The settings that every request asks for', () => {
  it('are those in force', () => {
    editor.set('budget.day', 1);
    editor.set('routing.pins', { chat: 'small' });
    editor.set('localServer.watts', 40);
    expect(inForce(useSettings())).toEqual({
      budgets: [{ ...usualTerms, period: 'day', limit: 1_000_000_000 }],
      policy: { metered: 'allowed' },
      pins: { chat: { tier: 'small' } },
      localWatts: 40,
    });
  });

  it('are read once each, when they are first asked for, and not again for any number of requests', () => {
    editor.set('budget.day', 1);
    // Four settings of budgets, two of their calendar, when to ask, the data policy, the pause, the pins, the sorting, the watts.
    const current = useSettings();
    const reads = [0, 1, 100].map((requests) => readsOf(() => Array.from({ length: requests }, () => inForce(current))));
    expect(reads).toEqual([0, 12, 0]);
  });

  it('are read again when one of them changed, and only then', () => {
    const current = useSettings();
    const atFirst = inForce(current);
    fake.changeAnother();
    const readsForOthers = readsOf(() => inForce(current));
    editor.set('budget.day', 2);
    const withBudget = inForce(current);
    editor.set('paidModels.paused', true);
    expect({ atFirst: atFirst.policy, readsForOthers, withBudget: withBudget.budgets, paused: current.policy() }).toEqual({
      atFirst: { metered: 'no-budget', flatPlan: 'allowed' },
      readsForOthers: 0,
      withBudget: [{ ...usualTerms, period: 'day', limit: 2_000_000_000 }],
      paused: { metered: 'paused' },
    });
  });

  it('allow what is paid as soon as the workspace is trusted', () => {
    fake.isTrusted = false;
    editor.set('budget.day', 1);
    const { policy } = useSettings();
    const before = policy();
    fake.isTrusted = true;
    for (const listener of fake.trustListeners) listener();
    expect([before, policy()]).toEqual([{ metered: 'untrusted' }, { metered: 'allowed' }]);
  });

  it('are no longer listened for once they are disposed', () => {
    const settings = new CurrentSettings();
    const listening = [editor.listeners, fake.trustListeners.size];
    settings.dispose();
    expect([listening, [editor.listeners, fake.trustListeners.size]]).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });
});
