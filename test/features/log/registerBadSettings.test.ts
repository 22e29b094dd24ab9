import { beforeEach, describe, expect, it, vi } from 'vitest';
import { registerBadSettings } from '../../../src/features/log/registerBadSettings.ts';
import { editor } from '../../support/fakeEditor.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());
beforeEach(() => editor.reset());

const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function registered(problems: () => readonly string[] = () => []) {
  const warned: string[] = [];
  const log = { warn: (text: string) => void warned.push(text) };
  const registration = registerBadSettings({ log, problems, ready: async () => undefined });
  return { warned, registration };
}

const dayIsTen = 'farthing.budget.day is set to "ten", which is of no use: the default holds';

describe('A setting of no use', () => {
  it('is in the log after activation, not within it', async () => {
    editor.set('budget.day', 'ten');
    const { warned } = registered();
    const within = [...warned];
    await immediate();
    expect([within, warned]).toEqual([[], [dayIsTen]]);
  });

  it('is told when it is written, and not again when others are', async () => {
    const { warned } = registered();
    await immediate();
    editor.set('budget.day', 'ten');
    editor.set('paidModels.paused', 'yes');
    editor.set('budget.month', 5);
    expect(warned).toEqual([dayIsTen, 'farthing.paidModels.paused is set to "yes", which is of no use: the default holds']);
  });

  it('is told with each new value, and again when it comes back', async () => {
    const { warned } = registered();
    await immediate();
    for (const value of ['ten', -1, 10, 'ten']) editor.set('budget.day', value);
    expect(warned).toEqual([dayIsTen, 'farthing.budget.day is set to -1, which is of no use: the default holds', dayIsTen]);
  });

  it('is shown in part where it is long', async () => {
    editor.set('budget.day', 'x'.repeat(1000));
    const { warned } = registered();
    await immediate();
    expect(warned).toEqual([`farthing.budget.day is set to "${'x'.repeat(199)}…, which is of no use: the default holds`]);
  });

  it('is named with what is wrong inside of others, but not twice', async () => {
    editor.set('budget.day', 'ten');
    const { warned } = registered(() => ['farthing.budget.day: "ten" is of no use', 'farthing.routing.pins: chat: 5 is no pin']);
    await immediate();
    expect(warned).toEqual([dayIsTen, 'farthing.routing.pins: chat: 5 is no pin']);
  });

  it('is told once what looks inside of others is loaded', async () => {
    let loaded = (): void => undefined;
    const ready = (): Promise<void> =>
      new Promise((resolve) => {
        loaded = resolve;
      });
    const warned: string[] = [];
    registerBadSettings({ log: { warn: (text) => void warned.push(text) }, problems: () => ['farthing.policy: regions: none'], ready });
    await immediate();
    const before = [...warned];
    loaded();
    await immediate();
    expect([before, warned]).toEqual([[], ['farthing.policy: regions: none']]);
  });

  it('is of no interest after the end', async () => {
    editor.set('budget.day', 'ten');
    const { warned, registration } = registered();
    registration.dispose();
    await immediate();
    expect({ warned, listeners: editor.listeners }).toEqual({ warned: [], listeners: 0 });
  });
});
