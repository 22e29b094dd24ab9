import { afterEach, describe, expect, it, vi } from 'vitest';
import { readSetting, toggleSetting, toggleSettingForLanguage, toggleSettingForWorkspace } from '../../src/platform/settings.ts';
import { configuration, type FakeSettings, settings } from '../support/fakeVscode.ts';

const window = vi.hoisted((): { activeTextEditor?: unknown } => ({}));
const workspace = vi.hoisted(() => ({ getConfiguration: (..._scope: readonly unknown[]): unknown => undefined }));

vi.mock('vscode', async () => {
  const { configuration: fake, fakeVscode } = await import('../support/fakeVscode.ts');
  workspace.getConfiguration = () => fake.current;
  return { ...fakeVscode(), window, workspace };
});

const set = (fake: FakeSettings): void => {
  configuration.current = settings(fake);
};
afterEach(() => set({}));

describe('A setting', () => {
  it('that nobody set has its default', () => {
    expect([readSetting('completion.enabled'), readSetting('localServer.url'), readSetting('ledger.folder')]).toEqual([true, '', '']);
  });

  it('is the value in force', () => {
    set({ user: { 'completion.enabled': true }, workspace: { 'completion.enabled': false } });
    expect(readSetting('completion.enabled')).toBe(false);
  });

  it('of another type than the default’s counts as not set', () => {
    set({ user: { 'completion.enabled': 'false', 'localServer.url': 8080 } });
    expect([readSetting('completion.enabled'), readSetting('localServer.url')]).toEqual([true, '']);
  });

  it('that decides about money is the user’s, whatever a workspace sets, and is one of its words', () => {
    const worth = [
      { workspace: { 'completion.worth': 'eager' } },
      { user: { 'completion.worth': 'frugal' } },
      { user: { 'completion.worth': 'all' } },
    ];
    const read = worth.map((fake) => {
      set(fake);
      return readSetting('completion.worth');
    });
    set({ workspace: { 'completion.escalate': true } });
    expect([read, readSetting('completion.escalate')]).toEqual([['balanced', 'frugal', 'balanced'], false]);
  });

  it('that says where bytes go or lie is the user’s, whatever a workspace sets', () => {
    set({
      user: { 'localServer.url': 'http://127.0.0.1:8080' },
      workspace: { 'localServer.url': 'https://evil.example', 'ledger.folder': '/stolen' },
    });
    expect([readSetting('localServer.url'), readSetting('ledger.folder')]).toEqual(['http://127.0.0.1:8080', '']);
  });
});

describe('A switch', () => {
  const key = 'completion.enabled';
  const off = { [key]: false };

  it.each<[string, FakeSettings, { readonly target: 1 | 2; readonly isForLanguage: boolean }]>([
    ['where nothing is set: the user’s', {}, { target: 1, isForLanguage: false }],
    ['the workspace’s, which would hide the user’s', { user: { [key]: true }, workspace: off }, { target: 2, isForLanguage: false }],
    ['what the user set for the language', { user: { [key]: true }, userForLanguage: off }, { target: 1, isForLanguage: true }],
    [
      'what the user set for the language, which hides the workspace’s',
      { workspace: { [key]: true }, userForLanguage: off },
      { target: 1, isForLanguage: true },
    ],
    [
      'what the workspace set for the language',
      { userForLanguage: { [key]: true }, workspaceForLanguage: off },
      { target: 2, isForLanguage: true },
    ],
  ])('is turned over where its value comes from: %s', async (_where, fake, place) => {
    set(fake);
    const was = readSetting(key);
    await toggleSetting(key);
    expect(configuration.current.updates).toEqual([{ key, value: !was, ...place }]);
  });

  it.each<[string, FakeSettings, { readonly target: 1 | 2; readonly value: boolean }]>([
    ['the user’s, beside what holds for all', {}, { target: 1, value: false }],
    ['on again where the workspace has it off for all', { workspace: off }, { target: 1, value: true }],
    ['the workspace’s, which would hide the user’s', { workspaceForLanguage: off }, { target: 2, value: true }],
  ])('is turned over for a language alone: %s', async (_where, fake, { target, value }) => {
    set(fake);
    await toggleSettingForLanguage(key, {} as never);
    expect(configuration.current.updates).toEqual([{ key, value, target, isForLanguage: true }]);
  });

  it.each<[string, FakeSettings, { readonly value: boolean; readonly isForLanguage: boolean }]>([
    ['in its settings', {}, { value: false, isForLanguage: false }],
    ['on again there', { workspace: off }, { value: true, isForLanguage: false }],
    ['on where the user has it off', { user: off }, { value: true, isForLanguage: false }],
    ['for the language, where that value would hide the one for all', { userForLanguage: off }, { value: true, isForLanguage: true }],
  ])('is turned over for a workspace alone: %s', async (_where, fake, { value, isForLanguage }) => {
    set(fake);
    await toggleSettingForWorkspace(key, undefined);
    expect(configuration.current.updates).toEqual([{ key, value, target: 2, isForLanguage }]);
  });

  it('that is the user’s own is turned over there, whatever a workspace sets', async () => {
    set({ user: { 'paidModels.paused': true }, workspace: { 'paidModels.paused': true } });
    await toggleSetting('paidModels.paused');
    expect(configuration.current.updates).toEqual([{ key: 'paidModels.paused', value: false, target: 1, isForLanguage: false }]);
  });

  it('is asked about for the document that the user looks at', async () => {
    const document = { languageId: 'markdown' };
    window.activeTextEditor = { document };
    const getConfiguration = vi.spyOn(workspace, 'getConfiguration');
    await toggleSetting(key);
    delete window.activeTextEditor;
    expect(getConfiguration.mock.calls).toEqual([
      ['farthing', document],
      ['farthing', document],
    ]);
  });
});
