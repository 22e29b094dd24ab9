import { homedir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ledgerFile } from '../../src/storage/ledgerFile.ts';

const home = (...parts: readonly string[]): string => path.join(homedir(), ...parts, 'farthing', 'ledger.sqlite');

describe('The ledger’s file', () => {
  it.each([
    { platform: 'linux', env: {}, file: home('.local', 'share') },
    { platform: 'linux', env: { XDG_DATA_HOME: '/data' }, file: path.join('/data', 'farthing', 'ledger.sqlite') },
    { platform: 'linux', env: { XDG_DATA_HOME: '' }, file: home('.local', 'share') },
    { platform: 'darwin', env: { XDG_DATA_HOME: '/data' }, file: home('Library', 'Application Support') },
    { platform: 'win32', env: { LOCALAPPDATA: '/local' }, file: path.join('/local', 'farthing', 'ledger.sqlite') },
    { platform: 'win32', env: {}, file: home('AppData', 'Local') },
  ] as const)('on $platform with $env is $file', ({ platform, env, file }) => {
    expect(ledgerFile({ platform, env })).toBe(file);
  });

  it('lies where the user says, on every platform', () => {
    const files = (['linux', 'darwin', 'win32'] as const).map((platform) =>
      ledgerFile({ platform, env: { XDG_DATA_HOME: '/data' }, folder: '/mine' }),
    );
    expect(new Set(files)).toEqual(new Set([path.join('/mine', 'ledger.sqlite')]));
  });
});
