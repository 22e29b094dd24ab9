import * as vscode from 'vscode';
import { ignoreRules } from '../../../core/completion/context/index.ts';

/** Folders deeper than this, and rules longer than this (in bytes), are nobody's: the file counts as ignored. */
const most = { folders: 64, ruleBytes: 262_144 } as const;

/**
 * What git's files say where git itself cannot be asked, because the editor opens no repository whose root lies above the workspace: each
 * `.gitignore` from the file's folder up to the first `.git` at or above the workspace folder, and what that repository excludes for itself.
 * Each speaks of what lies beside and below it. Without a repository, the workspace folder is the last. The user's own file for all
 * repositories (`core.excludesFile`) is not read.
 */
export async function isIgnoredByFiles({ uri: root }: vscode.WorkspaceFolder, file: vscode.Uri): Promise<boolean> {
  const names = file.path.split('/').filter((name) => name !== '');
  const rootDepth = root.path.split('/').filter((name) => name !== '').length;
  if (names.length > most.folders) return true;
  let isInRepository = false;
  const fitting: number[] = [];
  for (let depth = names.length - 1; depth >= 0 && !isInRepository; depth -= 1) {
    const folder = file.with({ path: `/${names.slice(0, depth).join('/')}` });
    const path = names.slice(depth).join('/');
    const rules = [await textAt(vscode.Uri.joinPath(folder, '.gitignore'))];
    const git = await gitFolderIn(folder);
    if (git) rules.push(await textAt(vscode.Uri.joinPath(git, 'info', 'exclude')));
    if (rules.some((text) => text === 'too-long' || (text && ignoreRules(text.rules)(path)))) fitting.push(depth);
    isInRepository = git !== undefined && depth <= rootDepth;
  }
  // Above the workspace folder only a repository's rules hold.
  return fitting.some((depth) => isInRepository || depth >= rootDepth);
}

/** Undefined where there is no such file. */
async function textAt(uri: vscode.Uri): Promise<{ readonly rules: string } | 'too-long' | undefined> {
  const bytes = await vscode.workspace.fs.readFile(uri).then(
    (read) => read,
    () => undefined,
  );
  if (bytes && bytes.length > most.ruleBytes) return 'too-long';
  return bytes && { rules: new TextDecoder().decode(bytes) };
}

/** Where the repository of this folder keeps what is its own: a worktree and a submodule have a file that says where. */
async function gitFolderIn(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const git = vscode.Uri.joinPath(folder, '.git');
  const type = await vscode.workspace.fs.stat(git).then(
    (stat) => stat.type,
    () => undefined,
  );
  if (type === undefined || type & vscode.FileType.Directory) return type === undefined ? undefined : git;
  const elsewhere = await pathIn(git, folder, /^gitdir: (.+?)\s*$/m);
  if (!elsewhere) return git;
  return (await pathIn(vscode.Uri.joinPath(elsewhere, 'commondir'), elsewhere, /^(.+?)\s*$/m)) ?? elsewhere;
}

/** A path that a file of git names, as it stands or from that folder. */
async function pathIn(uri: vscode.Uri, from: vscode.Uri, pattern: RegExp): Promise<vscode.Uri | undefined> {
  const text = await textAt(uri);
  const path = typeof text === 'object' ? pattern.exec(text.rules)?.[1]?.replaceAll('\\', '/') : undefined;
  if (path === undefined) return undefined;
  return /^(?:\/|[a-z]:\/)/i.test(path) ? from.with({ path: path.startsWith('/') ? path : `/${path}` }) : vscode.Uri.joinPath(from, path);
}
