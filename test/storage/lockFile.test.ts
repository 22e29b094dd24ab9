import { spawnSync } from 'node:child_process';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { whileLocked } from '../../src/storage/lockFile.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();

describe('A lock file', () => {
  it('is there during the work, and gone after it, also when the work fails', () => {
    const lock = inFolder('lock');
    const during = whileLocked(lock, () => existsSync(lock));
    expect(() =>
      whileLocked(lock, () => {
        throw new Error('the work failed');
      }),
    ).toThrow('the work failed');
    expect([during, existsSync(lock)]).toEqual([true, false]);
  });

  it('is waited for while its owner works', () => {
    const lock = inFolder('lock');
    writeFileSync(lock, `${process.pid} another thread’s`);
    const worker = new Worker(`setTimeout(() => require('node:fs').rmSync(${JSON.stringify(lock)}), 200)`, { eval: true });
    worker.unref();
    const startedMs = performance.now();
    expect(whileLocked(lock, () => 'done')).toBe('done');
    expect(performance.now() - startedMs).toBeGreaterThan(150);
  });

  it('of a process that is gone counts for nothing', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(inFolder('lock'), `${pid} of the dead`);
    const startedMs = performance.now();
    whileLocked(inFolder('lock'), () => undefined);
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });

  it('that is older than a minute counts for nothing, whoever left it', () => {
    writeFileSync(inFolder('lock'), `${process.pid} of long ago`);
    const longAgo = Date.now() / 1000 - 61;
    utimesSync(inFolder('lock'), longAgo, longAgo);
    const startedMs = performance.now();
    whileLocked(inFolder('lock'), () => undefined);
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });

  it('that another took over is left to the other', () => {
    const lock = inFolder('lock');
    whileLocked(lock, () => writeFileSync(lock, 'another’s'));
    expect(existsSync(lock)).toBe(true);
  });
});
