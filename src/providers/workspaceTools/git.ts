import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileListing } from '../../core/agent/tools/index.ts';
import { type ChildEnd, readChild } from './childOutput.ts';

/** Git runs programs that a repository's settings name: these are switched off, and a folder that only looks like a repository is none. */
const harmless = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'safe.bareRepository=explicit'];
const timeoutMs = 10_000;

/** Undefined: git is not there, or knows no repository here. */
export async function gitListing(folder: string, most: number, signal: AbortSignal): Promise<FileListing | undefined> {
  const paths: string[] = [];
  const take = (record: string): boolean => record === '' || paths.push(record) <= most;
  const command = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const end = await git(command, folder, take, signal);
  return end && (end.isCut || end.exitCode === 0) ? { paths, isCut: end.isCut } : undefined;
}

/** Undefined: git is not there, or cannot say it. */
export async function isIgnoredByGit(root: string, file: string, signal: AbortSignal): Promise<boolean | undefined> {
  // A repository within the other: that one is asked where the outer one does not speak of its files.
  for (const folder of [root, await existingFolder(path.dirname(file))]) {
    const end = await git(['check-ignore', '--quiet', '--', file], folder, () => true, signal);
    if (end?.exitCode === 0 || end?.exitCode === 1) return end.exitCode === 0;
  }
  return undefined;
}

async function git(
  command: readonly string[],
  folder: string,
  take: (record: string) => boolean,
  signal: AbortSignal,
): Promise<ChildEnd | undefined> {
  try {
    const child = { program: 'git', arguments: [...harmless, ...command], folder, take, separator: '\0' as const, timeoutMs };
    return await readChild(child, signal);
  } catch (cause) {
    if (signal.aborted) throw cause;
    return undefined;
  }
}

async function existingFolder(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const parent = path.dirname(folder);
  return isThere || parent === folder ? folder : existingFolder(parent);
}
