import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';

/**
 * What is at a path, as a text: equal ones are the same. A hash is git's of a blob, in SHA-256: of the bytes, of a link of where it leads. `other`: a folder, too large,
 * or not to be read.
 */
export type FileState = 'missing' | 'other' | `${'file' | 'executable' | 'link'}:${string}`;

/** Bytes. What is larger was not written by hand, and is not kept. */
export const mostKeptBytes = 5_000_000;

export interface FoundFile {
  readonly state: FileState;
  /** Missing where there is nothing to keep. */
  readonly bytes?: Buffer;
}

/** What is there; a link itself, not what it leads to. Never rejects. */
export async function lookAt(file: string): Promise<FoundFile> {
  try {
    const found = await lstat(file);
    if (found.isSymbolicLink()) {
      const bytes = await readlink(file, 'buffer');
      return { state: `link:${blobHash(bytes)}`, bytes };
    }
    if (!found.isFile() || found.size > mostKeptBytes) return { state: 'other' };
    const bytes = await readFile(file);
    return { state: `${isExecutable(found.mode) ? 'executable' : 'file'}:${blobHash(bytes)}`, bytes };
  } catch (error) {
    return { state: isAbsence(error) ? 'missing' : 'other' };
  }
}

/** The bit means nothing on Windows. */
const isExecutable = (mode: number): boolean => process.platform !== 'win32' && (mode & 0o100) !== 0;

/** A part of the path may be a file by now. */
export function isAbsence(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export function blobHash(bytes: Uint8Array): string {
  return createHash('sha256').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Undefined of what has no content. */
export function hashIn(state: FileState): string | undefined {
  return state.includes(':') ? state.slice(state.indexOf(':') + 1) : undefined;
}
