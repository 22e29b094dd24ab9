import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryLock } from '../../scripts/lock.mjs';

describe('The lock between processes', () => {
  let folder: string;
  let lock: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'farthing-lock-'));
    lock = path.join(folder, 'locks/engine');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is held by one, and free again once released', () => {
    const release = tryLock(lock);
    expect(tryLock(lock)).toBeUndefined();
    release?.();
    expect(existsSync(lock)).toBe(false);
    expect(tryLock(lock)).toBeTypeOf('function');
  });

  it('is taken over from a process that has died', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    mkdirSync(lock, { recursive: true });
    writeFileSync(path.join(lock, 'pid'), String(pid));
    expect(tryLock(lock)).toBeTypeOf('function');
  });

  it('is left to a process that has made it and not yet signed it, for five seconds', () => {
    mkdirSync(lock, { recursive: true });
    expect(tryLock(lock)).toBeUndefined();
    const sixSecondsAgo = Date.now() / 1000 - 6;
    utimesSync(lock, sixSecondsAgo, sixSecondsAgo);
    expect(tryLock(lock)).toBeTypeOf('function');
  });
});
