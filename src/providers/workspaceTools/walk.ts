import { ignoreRules } from '../../core/completion/context/index.ts';

/** A tree of files, wherever it is kept. Paths are from its root, with `/`; the root is `''`. */
export interface FileTree {
  /** Names in a folder. Links are neither. */
  entries(folder: string): Promise<readonly TreeEntry[]>;
  /** Undefined where there is no such file. */
  text(path: string): Promise<string | undefined>;
}

export interface TreeEntry {
  readonly name: string;
  readonly type: 'file' | 'folder';
}

/**
 * All files that no `.gitignore` of the tree keeps out, up to `most` and one more, where git cannot be asked. Rather too few: an exception in such
 * a file (`!`) counts for nothing. Links are not followed.
 */
export async function walk(tree: FileTree, most: number, signal: AbortSignal): Promise<readonly string[]> {
  const found: string[] = [];
  const open: { readonly folder: string; readonly rules: readonly Rules[] }[] = [{ folder: '', rules: [] }];
  for (let next = open.pop(); next !== undefined && found.length <= most; next = open.pop()) {
    signal.throwIfAborted();
    const { folder } = next;
    const own = await tree.text(below(folder, '.gitignore'));
    const rules = own === undefined ? next.rules : [...next.rules, { folder, fits: ignoreRules(own) }];
    for (const { name, type } of await tree.entries(folder)) {
      const path = below(folder, name);
      if (name === '.git' || rules.some((rule) => rule.fits(within(rule.folder, path)))) continue;
      if (type === 'folder') open.push({ folder: path, rules });
      else found.push(path);
    }
  }
  return found;
}

/** The same for one path. */
export async function isIgnoredInTree(tree: FileTree, path: string): Promise<boolean> {
  const names = path.split('/');
  for (let depth = 0; depth < names.length; depth += 1) {
    const folder = names.slice(0, depth).join('/');
    const text = await tree.text(below(folder, '.gitignore'));
    if (text !== undefined && ignoreRules(text)(within(folder, path))) return true;
  }
  return false;
}

interface Rules {
  readonly folder: string;
  readonly fits: (path: string) => boolean;
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function within(folder: string, path: string): string {
  return folder === '' ? path : path.slice(folder.length + 1);
}
