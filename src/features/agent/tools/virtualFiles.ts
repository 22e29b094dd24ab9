import * as vscode from 'vscode';
import type { PathPlace } from '../../../core/agent/paths/index.ts';
import { mostFileBytes, type PlacedChange, type WorkspaceFiles, type WorkspaceSearch } from '../../../core/agent/tools/index.ts';
import { mostListed } from '../../../providers/workspaceTools/listFiles.ts';
import { lateAfter, plainSearch, searchMs } from '../../../providers/workspaceTools/plainSearch.ts';
import { decode } from '../../../providers/workspaceTools/readText.ts';
import { type FileTree, isIgnoredInTree, walk } from '../../../providers/workspaceTools/walk.ts';

/** A workspace that is on no disk of this machine (a repository on a server, say): the editor's own file systems, without git and without commands. */
export function virtualFiles({ uri: folder }: vscode.WorkspaceFolder): {
  readonly files: WorkspaceFiles;
  readonly search: WorkspaceSearch;
} {
  const root = folder.path.replace(/(?<=.)\/$/, '');
  const place: PathPlace = { roots: [root], system: 'posix', isCaseSensitive: true };
  const at = (path: string): vscode.Uri => folder.with({ path });
  const relative = (absolute: string): string => absolute.slice(root.length).replace(/^\//, '');
  const read = async (absolute: string) => {
    const stat = await statOf(at(absolute));
    if (!stat) return { type: 'missing' as const };
    if (stat.type & vscode.FileType.Directory) return { type: 'folder' as const };
    if (stat.size > mostFileBytes) return { type: 'too-large' as const, bytes: stat.size };
    return decode(await vscode.workspace.fs.readFile(at(absolute)));
  };
  const list = async (absolute: string, signal: AbortSignal) => {
    const paths = [...(await walk(virtualTree(at(absolute)), mostListed, signal))].sort();
    return { paths: paths.slice(0, mostListed), isCut: paths.length > mostListed };
  };
  const files: WorkspaceFiles = {
    place: () => place,
    resolve: async (text) => {
      const absolute = normalised(text.startsWith('/') ? text : `${root}/${text}`);
      // Nobody says where such a link leads: then it is no path.
      return { text, absolute, real: (await holdsLink(at, root, absolute)) ? '' : absolute };
    },
    read: ({ real }) => read(real),
    isIgnored: ({ absolute }) => isIgnoredInTree(virtualTree(folder), relative(absolute)),
    list: ({ real }, signal) => list(real, signal),
    apply: async (changes) => {
      for (const { asked, path, before } of changes) {
        const now = await read(asked.real);
        const isSame = before === undefined ? now.type === 'missing' : now.type === 'text' && now.text === before;
        if (!isSame) return { outcome: 'outdated', path };
      }
      for (const change of changes) await write(at(change.asked.real), change);
      return { outcome: 'applied', unsaved: [] };
    },
  };
  const search: WorkspaceSearch = {
    search: async (question, signal) => {
      const from = question.folder.real;
      const text = (path: string): Promise<string | undefined> => virtualTree(at(from)).text(path);
      return plainSearch({ ...(await list(from, signal)), text, isLate: lateAfter(searchMs) }, question, signal);
    },
  };
  return { files, search };
}

async function write(uri: vscode.Uri, { after }: PlacedChange): Promise<void> {
  if (after === undefined) await vscode.workspace.fs.delete(uri);
  else await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(after));
}

function virtualTree(folder: vscode.Uri): FileTree {
  return {
    entries: async (path) => {
      const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(folder, path)).then(
        (found) => found,
        (): [string, vscode.FileType][] => [],
      );
      // Links have a bit more, and are neither.
      const plain = entries.filter(([, type]) => type === vscode.FileType.Directory || type === vscode.FileType.File);
      return plain.map(([name, type]) => ({ name, type: type === vscode.FileType.Directory ? 'folder' : 'file' }));
    },
    text: async (path) => {
      const uri = vscode.Uri.joinPath(folder, path);
      const stat = await statOf(uri);
      if (!stat || stat.type !== vscode.FileType.File || stat.size > mostFileBytes) return undefined;
      const content = decode(await vscode.workspace.fs.readFile(uri));
      return content.type === 'text' ? content.text : undefined;
    },
  };
}

async function holdsLink(at: (path: string) => vscode.Uri, root: string, absolute: string): Promise<boolean> {
  let path = root;
  for (const name of absolute.slice(root.length).split('/')) {
    if (name === '') continue;
    path = `${path}/${name}`;
    const stat = await statOf(at(path));
    if (stat && stat.type & vscode.FileType.SymbolicLink) return true;
  }
  return false;
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  return vscode.workspace.fs.stat(uri).then(
    (stat) => stat,
    () => undefined,
  );
}

function normalised(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}
