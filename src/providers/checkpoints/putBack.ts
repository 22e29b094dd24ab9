import { randomUUID } from 'node:crypto';
import { chmod, mkdir, rename, rm, rmdir, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { writeAtomically } from '../writeAtomically.ts';
import type { FileState } from './fileState.ts';
import { insideRoot } from './insideRoot.ts';

/** Makes the file as it was. Rejects where it cannot, or where its folder leads out of the workspace by now. */
export async function putBack(root: string, relative: string, state: FileState, bytes: Uint8Array | undefined): Promise<void> {
  const file = await insideRoot(root, relative);
  if (file === undefined) throw new Error(`${relative} leads out of the workspace`);
  if (state === 'missing') {
    await rm(file, { force: true });
    await removeEmptyFolders(root, path.dirname(relative));
    return;
  }
  if (bytes === undefined) throw new Error(`${relative} was not kept`);
  await mkdir(path.dirname(file), { recursive: true });
  if (state.startsWith('link:')) {
    const temporary = `${file}.${randomUUID()}.tmp`;
    await symlink(Buffer.from(bytes), temporary);
    await rename(temporary, file);
    return;
  }
  await writeAtomically(file, bytes);
  const { mode } = await stat(file);
  // Whoever may read it may run it, as git has it.
  const wanted = state.startsWith('executable:') ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;
  if (process.platform !== 'win32' && wanted !== mode) await chmod(file, wanted & 0o7777);
}

/** Folders that are empty now came with the file. */
async function removeEmptyFolders(root: string, relative: string): Promise<void> {
  for (let folder = relative; folder !== '.' && folder !== '' && folder !== '/'; folder = path.dirname(folder)) {
    const place = await insideRoot(root, folder);
    if (place === undefined) return;
    try {
      await rmdir(place);
    } catch {
      return;
    }
  }
}
