import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** It was not written, and stands as before. `disk-full` also where the user's quota is used up. */
export class WriteError extends Error {
  readonly reason: 'disk-full' | 'not-allowed' | 'failed';
  readonly file: string;

  constructor(reason: WriteError['reason'], file: string, cause: unknown) {
    super(words[reason](file, cause), { cause });
    this.reason = reason;
    this.file = file;
  }
}

const words: Readonly<Record<WriteError['reason'], (file: string, cause: unknown) => string>> = {
  'disk-full': (file) => `no space is left on the disk for ${file}: it is as it was`,
  'not-allowed': (file) => `${file} may not be written: it is as it was`,
  failed: (file, cause) => `${file} could not be written and is as it was: ${cause instanceof Error ? cause.message : cause}`,
};

export interface AtomicWrite {
  /** Of a file that is there, its own rights are kept, whatever is asked. */
  readonly mode?: number;
  /** Instead of `rename` of `node:fs/promises`: what stands between the new bytes and their place. */
  readonly rename?: (from: string, to: string) => Promise<void>;
}

/**
 * The file holds all of the old bytes or all of the new ones, whenever the process or the machine stops: they are written beside it, brought to the disk, and
 * moved into its place. Give the path that was checked with its symbolic links followed: a link at this path would be replaced, never written through.
 * Rejects with a `WriteError`, and the file stands as before. Its folder must be there.
 */
export async function writeAtomically(file: string, contents: string | Uint8Array, options: AtomicWrite = {}): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    const kept = await stat(file).catch(nothingThere);
    // Its folder would let it be replaced all the same.
    if (kept) await access(file, constants.W_OK);
    // The name cannot be guessed, and `wx` opens nothing that somebody laid there: no link is followed.
    const handle = await open(temporary, 'wx', kept ? 0o600 : options.mode);
    await writeAll(handle, contents, kept && kept.mode & 0o7777);
    await (options.rename ?? rename)(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new WriteError(reasonOf(error), file, error);
  }
  await syncFolder(path.dirname(file));
}

async function writeAll(handle: FileHandle, contents: string | Uint8Array, mode: number | undefined): Promise<void> {
  try {
    await handle.writeFile(contents);
    if (mode !== undefined) await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** That the name leads to the new bytes is on the disk too. Windows knows no such thing, and some file systems neither. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function nothingThere(error: unknown): undefined {
  if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
  throw error;
}

function reasonOf(error: unknown): WriteError['reason'] {
  switch ((error as { code?: unknown }).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'disk-full';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'not-allowed';
    default:
      return 'failed';
  }
}
