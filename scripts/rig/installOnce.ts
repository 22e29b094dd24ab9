import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rigFolder } from './paths.ts';

export interface Installation {
  /** Also the folder's name under `.rig/`. */
  readonly name: string;
  /** Everything the result depends on. Another key installs anew. */
  readonly key: string;
  readonly install: (folder: string) => Promise<void>;
}

/**
 * Installs into `.rig/NAME` unless the stamp says that this very version is there, and returns the folder.
 * The stamp is written last, so an interrupted install starts over. Processes that want the same thing wait for one another.
 */
export async function installOnce({ name, key, install }: Installation): Promise<string> {
  const folder = path.join(rigFolder, name);
  const stamp = path.join(rigFolder, 'stamps', name);
  if (await isStamped(folder, stamp, key)) return folder;
  await using _lock = await takeLock(path.join(rigFolder, 'locks', name));
  if (await isStamped(folder, stamp, key)) return folder;
  const startedAt = performance.now();
  await rm(stamp, { force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await install(folder);
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, key);
  console.log(`Installed ${name} (${key}) in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  return folder;
}

async function isStamped(folder: string, stamp: string, key: string): Promise<boolean> {
  return existsSync(folder) && (await readFile(stamp, 'utf8').catch(() => undefined)) === key;
}

/** A folder is made by one process only, which is all a lock needs. One whose owner has died is taken over. */
async function takeLock(lock: string): Promise<AsyncDisposable> {
  await mkdir(path.dirname(lock), { recursive: true });
  for (;;) {
    try {
      await mkdir(lock);
      await writeFile(path.join(lock, 'pid'), String(process.pid));
      return { [Symbol.asyncDispose]: () => rm(lock, { recursive: true, force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (await isAbandoned(lock)) await rm(lock, { recursive: true, force: true });
      else await sleep(250);
    }
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  const pid = await readFile(path.join(lock, 'pid'), 'utf8').catch(() => '');
  if (pid === '') {
    // Between making the folder and writing the number lie microseconds: after five seconds nobody is coming back.
    const made = await stat(lock).catch(() => undefined);
    return made !== undefined && Date.now() - made.mtimeMs > 5000;
  }
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
