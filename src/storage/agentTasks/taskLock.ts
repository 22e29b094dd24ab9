import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import path from 'node:path';
import { whileLocked } from '../lockFile.ts';

/** Who writes a task. Process ids are used again: only with the time that it started does one name a process. */
interface LockOwner {
  readonly pid: number;
  /** When the process started, by the system's own count; undefined where the system does not tell. */
  readonly started: string | undefined;
  readonly host: string;
  readonly takenMs: number;
  /** Of the store that took it. */
  readonly id: string;
}

/** A machine that shares this folder cannot be asked for its processes: after a day its lock counts for nothing. */
const mostMsElsewhere = 86_400_000;
/** Clocks are set. */
const slackMs = 60_000;

/** Undefined: it is taken; or the process that has it. A lock whose process is gone is taken over. Blocks for some microseconds. */
export function takeTaskLock(file: string, storeId: string): { readonly pid: number } | undefined {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  return whileLocked(`${file}.taking`, () => {
    const owner = readOwner(file);
    if (owner && owner.id !== storeId && isThere(owner)) return { pid: owner.pid };
    const mine: LockOwner = { pid: process.pid, started: startOf(process.pid), host: hostname(), takenMs: Date.now(), id: storeId };
    rmSync(file, { force: true });
    writeFileSync(file, JSON.stringify(mine), { mode: 0o600, flag: 'wx' });
    return undefined;
  });
}

export function releaseTaskLock(file: string, storeId: string): void {
  if (readOwner(file)?.id === storeId) rmSync(file, { force: true });
}

/** Who has it, where that is another one than this store and still there. */
export function otherOwnerOf(file: string, storeId: string): { readonly pid: number } | undefined {
  const owner = readOwner(file);
  return owner && owner.id !== storeId && isThere(owner) ? { pid: owner.pid } : undefined;
}

export const newStoreId = (): string => randomUUID();

function readOwner(file: string): LockOwner | undefined {
  try {
    const { pid, started, host, takenMs, id } = JSON.parse(readFileSync(file, 'utf8')) as Partial<LockOwner>;
    const isWhole = typeof pid === 'number' && typeof host === 'string' && typeof takenMs === 'number' && typeof id === 'string';
    return isWhole && pid > 0 ? { pid, started, host, takenMs, id } : undefined;
  } catch {
    return undefined;
  }
}

function isThere({ pid, started, host, takenMs }: LockOwner): boolean {
  if (host !== hostname()) return Date.now() - takenMs < mostMsElsewhere;
  if (takenMs < Date.now() - uptime() * 1000 - slackMs) return false;
  return isAlive(pid) && (started === undefined || startOf(pid) === started);
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

/** Field 22 of `/proc/PID/stat` (proc(5)): clock ticks since the machine started. The second field may hold blanks and brackets. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
