import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readText } from './readText.ts';
import type { FileTree } from './walk.ts';

/** The files below a folder of this machine's disk. What may not be looked into is empty. */
export function diskTree(root: string): FileTree {
  return {
    entries: async (folder) => {
      const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch((): Dirent[] => []);
      const plain = entries.filter((entry) => entry.isDirectory() || entry.isFile());
      return plain.map((entry) => ({ name: entry.name, type: entry.isDirectory() ? 'folder' : 'file' }));
    },
    text: async (file) => {
      const content = await readText(path.join(root, file)).catch(() => undefined);
      return content?.type === 'text' ? content.text : undefined;
    },
  };
}
