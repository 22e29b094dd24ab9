import type { FileListing } from '../../core/agent/tools/index.ts';
import { readChild } from './childOutput.ts';
import { slashed } from './diskPath.ts';
import { diskTree } from './diskTree.ts';
import { gitListing } from './git.ts';
import { walk } from './walk.ts';

/** So many files are told of at the most. */
export const mostListed = 20_000;

/** What git does not ignore below a folder: ripgrep knows, or git itself; else its files are read. */
export async function listFiles(folder: string, ripgrep: string | undefined, signal: AbortSignal): Promise<FileListing> {
  const paths =
    (ripgrep === undefined ? undefined : await ripgrepListing(ripgrep, folder, signal)) ??
    (await gitListing(folder, mostListed, signal)) ??
    (await walk(diskTree(folder), mostListed, signal));
  const sorted = [...paths].sort();
  return { paths: sorted.slice(0, mostListed), isCut: sorted.length > mostListed };
}

/** No settings of the user's, files with a dot too, and rules of `.gitignore` also where there is no repository. */
export const ripgrepOptions = [
  '--no-config',
  '--hidden',
  '--no-require-git',
  '--no-messages',
  '--glob=!.git',
  '--null',
  '--color=never',
] as const;

async function ripgrepListing(ripgrep: string, folder: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
  const paths: string[] = [];
  const take = (record: string): boolean => paths.push(slashed(record)) <= mostListed;
  try {
    const child = {
      program: ripgrep,
      arguments: [...ripgrepOptions, '--files'],
      folder,
      take,
      separator: '\0' as const,
      timeoutMs: 15_000,
    };
    const { exitCode, isCut } = await readChild(child, signal);
    // 1: there is none. 2 with some: what could not be looked into is missing.
    return isCut || exitCode === 0 || exitCode === 1 || paths.length > 0 ? paths : undefined;
  } catch (cause) {
    if (signal.aborted) throw cause;
    return undefined;
  }
}
