import type { FileListing } from '../../core/agent/tools/index.ts';
import { readChild } from './childOutput.ts';
import { slashed } from './diskPath.ts';
import { diskTree } from './diskTree.ts';
import { gitListing } from './git.ts';
import { walk } from './walk.ts';

/** So many files are told of at the most. */
export const mostListed = 20_000;

interface ListingLimits {
  readonly files: number;
  /** Of a program that lists them. */
  readonly timeoutMs: number;
}

const usualLimits: ListingLimits = { files: mostListed, timeoutMs: 15_000 };

/** What git does not ignore below a folder: ripgrep knows, or git itself; else its files are read. */
export async function listFiles(
  folder: string,
  ripgrep: string | undefined,
  signal: AbortSignal,
  limits: ListingLimits = usualLimits,
): Promise<FileListing> {
  const { paths, isCut } =
    (ripgrep === undefined ? undefined : await ripgrepListing(ripgrep, folder, limits, signal)) ??
    (await gitListing(folder, limits.files, signal)) ??
    walkedListing(await walk(diskTree(folder), limits.files, signal));
  const sorted = [...paths].sort();
  return { paths: sorted.slice(0, limits.files), isCut: isCut || sorted.length > limits.files };
}

const walkedListing = (paths: readonly string[]): FileListing => ({ paths, isCut: false });

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

/** Ripgrep found something, or nothing, and looked everywhere: it says 2 where it could not, and nothing where it was ended. */
export const sawAll = (exitCode: number | undefined): boolean => exitCode === 0 || exitCode === 1;

async function ripgrepListing(
  ripgrep: string,
  folder: string,
  { files, timeoutMs }: ListingLimits,
  signal: AbortSignal,
): Promise<FileListing | undefined> {
  const paths: string[] = [];
  const take = (record: string): boolean => paths.push(slashed(record)) <= files;
  try {
    const child = {
      program: ripgrep,
      arguments: [...ripgrepOptions, '--files'],
      folder,
      take,
      separator: '\0' as const,
      timeoutMs,
    };
    const { exitCode, isCut } = await readChild(child, signal);
    const isEnded = sawAll(exitCode);
    // Without any it may not work here at all.
    return isCut || isEnded || paths.length > 0 ? { paths, isCut: isCut || !isEnded } : undefined;
  } catch (cause) {
    if (signal.aborted) throw cause;
    return undefined;
  }
}
