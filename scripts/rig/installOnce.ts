import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockRetryMs, tryLock } from '../lock.mjs';
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
  using _lock = await takeLock(path.join(rigFolder, 'locks', name));
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

async function takeLock(lock: string): Promise<Disposable> {
  for (;;) {
    const release = tryLock(lock);
    if (release) return { [Symbol.dispose]: release };
    await sleep(lockRetryMs);
  }
}
