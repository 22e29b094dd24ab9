import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { LedgerError } from './ledgerProblem.ts';

/** Nobody holds it longer: it is held for renaming a few files. */
const oldestMs = 60_000;
const waitMs = 10_000;
const pauseMs = 20;

/**
 * Does the work while no other process or thread does work under the same lock. Waits, blocking the thread, and throws `locked` when that
 * takes too long. A lock whose process is gone, or which is older than a minute, counts for nothing.
 */
export function whileLocked<Value>(lockFile: string, work: () => Value): Value {
  const mark = `${process.pid} ${randomUUID()}`;
  const deadlineMs = Date.now() + waitMs;
  while (!isTaken(lockFile, mark)) {
    if (isStale(lockFile)) rmSync(lockFile, { force: true });
    else if (Date.now() > deadlineMs) throw new LedgerError('locked', `another window is holding ${lockFile}`);
    else pause();
  }
  try {
    return work();
  } finally {
    if (markIn(lockFile) === mark) rmSync(lockFile, { force: true });
  }
}

function isTaken(lockFile: string, mark: string): boolean {
  try {
    const descriptor = openSync(lockFile, 'wx', 0o600);
    writeSync(descriptor, mark);
    closeSync(descriptor);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(lockFile: string): boolean {
  const found = statSync(lockFile, { throwIfNoEntry: false });
  const pid = Number(markIn(lockFile)?.split(' ')[0]);
  return found !== undefined && (Date.now() - found.mtimeMs > oldestMs || (pid > 0 && !isAlive(pid)));
}

function markIn(lockFile: string): string | undefined {
  try {
    return readFileSync(lockFile, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and another user's.
    return (error as { code?: unknown }).code === 'EPERM';
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}
