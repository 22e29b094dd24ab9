// A lock between processes. Plain JavaScript without dependencies, because run.mjs needs it before anything is installed; lock.d.mts has its types.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How long to wait before the next try. The waiting itself is the caller's: an installation goes on beside others, run.mjs has none yet. */
export const lockRetryMs = 250;

/** A folder is made by one process only, which is all a lock needs. One whose owner has died is taken over. */
export function tryLock(lock) {
  mkdirSync(path.dirname(lock), { recursive: true });
  if (isAbandoned(lock)) rmSync(lock, { recursive: true, force: true });
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  }
  writeFileSync(path.join(lock, 'pid'), String(process.pid));
  return () => rmSync(lock, { recursive: true, force: true });
}

function isAbandoned(lock) {
  const pid = readOwner(lock);
  if (pid === '') {
    // Between making the folder and writing the number lie microseconds: after five seconds nobody is coming back.
    const made = statSync(lock, { throwIfNoEntry: false });
    return made !== undefined && Date.now() - made.mtimeMs > 5000;
  }
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function readOwner(lock) {
  try {
    return readFileSync(path.join(lock, 'pid'), 'utf8');
  } catch {
    return '';
  }
}
