import { realpath as realpathOf } from 'node:fs';
import { lstat, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { AskedPath, PathPlace } from '../../core/agent/paths/index.ts';

/** The system's own: it also knows the letters of a name, and short names of Windows. */
const nativeRealpath = promisify(realpathOf.native);

/** As the core writes paths: with `/` on every system. */
export function slashed(file: string): string {
  return path.sep === '\\' ? file.replaceAll('\\', '/') : file;
}

/** Where a path of the model's leads; relative ones are meant from `root`. Never rejects: where it cannot be said, what is real is no path at all. */
export async function resolveOnDisk(root: string, text: string): Promise<AskedPath> {
  const absolute = path.resolve(root, text);
  const real = await realOf(absolute, 0).catch(() => '');
  return { text, absolute: slashed(absolute), real: slashed(real) };
}

/** The place where a workspace folder is judged: as it is opened, and where that leads. */
export async function placeOnDisk(roots: readonly string[]): Promise<PathPlace> {
  const real = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  return {
    roots: [...new Set([...roots.map((root) => path.resolve(root)), ...real].map(slashed))],
    system: process.platform === 'win32' ? 'windows' : 'posix',
    // By default. A volume may differ: then names that differ in case only are taken for one, which asks rather too often.
    isCaseSensitive: process.platform !== 'win32' && process.platform !== 'darwin',
  };
}

/** As deep as Linux follows links (`man 7 path_resolution`). */
const mostLinks = 40;

/** Also where a link leads to what is not there yet: who writes through it makes it there. */
async function realOf(absolute: string, links: number): Promise<string> {
  try {
    return await nativeRealpath(absolute);
  } catch (cause) {
    if (!isMissing(cause) || links > mostLinks) throw cause;
  }
  const parent = path.dirname(absolute);
  if (parent === absolute) return absolute;
  const realParent = await realOf(parent, links);
  const here = path.join(realParent, path.basename(absolute));
  const isLink = await lstat(here).then(
    (stat) => stat.isSymbolicLink(),
    () => false,
  );
  return isLink ? realOf(path.resolve(realParent, await readlink(here)), links + 1) : here;
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}
