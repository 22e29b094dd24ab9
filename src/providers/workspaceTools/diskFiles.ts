import { mkdir, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { PathPlace } from '../../core/agent/paths/index.ts';
import type { ApplyReport, PlacedChange, WorkspaceFiles } from '../../core/agent/tools/index.ts';
import { writeAtomically } from '../writeAtomically.ts';
import { resolveOnDisk } from './diskPath.ts';
import { diskTree } from './diskTree.ts';
import { isIgnoredByGit } from './git.ts';
import { listFiles } from './listFiles.ts';
import { readText } from './readText.ts';
import { isIgnoredInTree } from './walk.ts';

export interface DiskFilesOptions {
  /** Relative paths are meant from here. */
  readonly root: string;
  /** All folders that are read in. */
  readonly place: PathPlace;
  readonly ripgrep: string | undefined;
}

/** The files of a folder on this machine's disk. */
export function diskFiles({ root, place, ripgrep }: DiskFilesOptions): WorkspaceFiles {
  return {
    place: () => place,
    resolve: (text) => resolveOnDisk(root, text),
    read: ({ real }) => readText(real),
    isIgnored: async ({ absolute }, signal) => {
      const folder = place.roots.find((each) => isWithin(each, absolute));
      // What lies in no folder of the workspace is asked about anyway.
      if (folder === undefined) return false;
      const known = await isIgnoredByGit(folder, absolute, signal);
      return known ?? (await isIgnoredInTree(diskTree(folder), absolute.slice(folder.length).replace(/^\/+/, '')));
    },
    list: ({ real }, signal) => listFiles(real, ripgrep, signal),
    apply: applyOnDisk,
  };
}

function isWithin(folder: string, file: string): boolean {
  return file.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Looks at all files again, and only then writes; each of them is at any moment the old or the new one. */
async function applyOnDisk(changes: readonly PlacedChange[]): Promise<ApplyReport> {
  for (const { asked, path: name, before } of changes) {
    const now = await readText(asked.real);
    const isSame = before === undefined ? now.type === 'missing' : now.type === 'text' && now.text === before;
    if (!isSame) return { outcome: 'outdated', path: name };
  }
  const [from, to] = changes;
  // A moved file keeps what else is known of it: who may run it, when it was made.
  if (from && to && changes.length === 2 && from.after === undefined && to.before === undefined && from.before === to.after) {
    await mkdir(path.dirname(to.asked.real), { recursive: true });
    await rename(from.asked.absolute, to.asked.real);
    return { outcome: 'applied', unsaved: [] };
  }
  for (const { asked, after } of changes) {
    if (after === undefined) {
      await unlink(asked.absolute);
    } else {
      await mkdir(path.dirname(asked.real), { recursive: true });
      await writeAtomically(asked.real, after);
    }
  }
  return { outcome: 'applied', unsaved: [] };
}
