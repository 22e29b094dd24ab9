import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { isAbsence } from './fileState.ts';

/**
 * The path's place on the disk, where its folder, links followed, lies in the workspace; undefined where it leads out of it. The last part is not followed: a
 * link is what it is.
 */
export async function insideRoot(root: string, relative: string): Promise<string | undefined> {
  const file = path.resolve(root, relative);
  if (!isBelow(root, file)) return undefined;
  const [realRoot, folder] = await Promise.all([realpath(root), realOfExisting(path.dirname(file))]);
  return folder === realRoot || isBelow(realRoot, folder) ? path.join(folder, path.basename(file)) : undefined;
}

/** The names, from the root, that stand for the file: its own, and where it is a link, that of what it leads to inside the workspace. */
export async function namesOf(root: string, relative: string): Promise<readonly string[]> {
  const realRoot = await realpath(root);
  const real = await realpath(path.resolve(root, relative)).catch(() => undefined);
  const own = path.isAbsolute(relative) ? path.relative(root, relative) : relative;
  const names = real === undefined || !isBelow(realRoot, real) ? [own] : [own, path.relative(realRoot, real)];
  return [...new Set(names.map((each) => each.split(path.sep).join('/')))];
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

async function realOfExisting(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    const parent = path.dirname(folder);
    if (!isAbsence(error) || parent === folder) throw error;
    return path.join(await realOfExisting(parent), path.basename(folder));
  }
}
