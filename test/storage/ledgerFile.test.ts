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

  it.each([
    ['linux', '~/books', path.join(homedir(), 'books')],
    ['darwin', '~/a/b/', path.join(homedir(), 'a', 'b')],
    ['win32', '~/books', path.join(homedir(), 'books')],
    ['win32', '~\\books', path.join(homedir(), 'books')],
    ['win32', 'D:\\books', 'D:\\books'],
  ] as const)('on %s with the folder %s lies in %s', (platform, folder, expected) => {
    expect(ledgerFile({ platform, env: {}, folder })).toBe(path.join(expected, 'ledger.sqlite'));
  });

  it.each([
    ['linux', 'books'],
    ['linux', './books'],
    ['linux', '~other/books'],
    ['linux', 'D:\\books'],
    ['win32', 'books'],
    ['win32', 'D:books'],
  ] as const)('on %s is not looked for in %s, which is another folder in each window', (platform, folder) => {
    const message = `"${folder}" is relative: give the whole path, or one that begins with ~/`;
    expect(() => ledgerFile({ platform, env: {}, folder })).toThrow(new Error(message));
  });
});
