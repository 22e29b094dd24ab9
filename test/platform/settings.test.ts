import { afterEach, describe, expect, it, vi } from 'vitest';
import { readSetting, toggleSetting } from '../../src/platform/settings.ts';
import { configuration, type FakeSettings, settings } from '../support/fakeVscode.ts';

vi.mock('vscode', async () => (await import('../support/fakeVscode.ts')).fakeVscode());

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

  it('that says where bytes go or lie is the user’s, whatever a workspace sets', () => {
    set({
      user: { 'localServer.url': 'http://127.0.0.1:8080' },
      workspace: { 'localServer.url': 'https://evil.example', 'ledger.folder': '/stolen' },
    });
    expect([readSetting('localServer.url'), readSetting('ledger.folder')]).toEqual(['http://127.0.0.1:8080', '']);
  });
});

describe('A switch', () => {
  it('is turned over in the user’s settings, where nothing else is set', async () => {
    await toggleSetting('completion.enabled');
    expect(configuration.current.updates).toEqual([{ key: 'completion.enabled', value: false, target: 1 }]);
  });

  it('is turned over in the workspace’s settings where those hold its value, because they would hide the user’s', async () => {
    set({ user: { 'completion.enabled': true }, workspace: { 'completion.enabled': false } });
    await toggleSetting('completion.enabled');
    expect(configuration.current.updates).toEqual([{ key: 'completion.enabled', value: true, target: 2 }]);
  });
});
