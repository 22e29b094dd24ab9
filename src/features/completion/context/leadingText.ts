import * as vscode from 'vscode';
import { type ContextQuestion, diffFiles, type EntryRules, mayEnter, type SourceFile } from '../../../core/completion/context/index.ts';
import type { Snapshot } from '../../../core/completion/index.ts';
import { type GitRepository, gitApi } from './git.ts';
import { sourceFileOf } from './sourceFileOf.ts';

type Leading = NonNullable<ContextQuestion['first']>;

const most = { cells: 50, diffCharacters: 200_000 } as const;

/** The cells above this one in its notebook, in their order. */
export function earlierCells({ uri }: Snapshot): Leading {
  if (!uri.startsWith('vscode-notebook-cell:')) return [];
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cells = notebook.getCells();
    const index = cells.findIndex(({ document }) => document.uri.toString() === uri);
    if (index < 0) continue;
    return cells
      .slice(Math.max(0, index - most.cells), index)
      .map(({ document }) => ({ file: sourceFileOf(document.uri), text: document.getText() }))
      .filter(({ text }) => text.trim() !== '');
  }
  return [];
}

export interface ChangesPorts {
  readonly rules: EntryRules;
  readonly isIgnored: (address: string) => Promise<boolean>;
}

/** What is about to be committed, file by file: what is staged, or else all that was changed. Only of the box for a commit's message. */
export async function changesToCommit(snapshot: Snapshot, ports: ChangesPorts): Promise<Leading> {
  const repository = await repositoryOfBox(vscode.Uri.parse(snapshot.uri));
  if (!repository?.diff) return [];
  const staged = await repository.diff(true);
  const diff = staged.trim() === '' ? await repository.diff(false) : staged;
  const parts = diffFiles(diff.slice(0, most.diffCharacters)).map(async ({ paths, text }) => {
    const files = paths.map((path) => sourceFileOf(vscode.Uri.joinPath(repository.rootUri, path)));
    const [file] = files.toReversed();
    return file && (await allEnter(files, snapshot, ports)) ? [{ file, text }] : [];
  });
  return (await Promise.all(parts)).flat();
}

/** A file that was renamed may enter only if it might have under its old name. */
async function allEnter(files: readonly SourceFile[], snapshot: Snapshot, { rules, isIgnored }: ChangesPorts): Promise<boolean> {
  for (const file of files) {
    await isIgnored(file.uri);
    if (!mayEnter(file, snapshot, rules).enters) return false;
  }
  return true;
}

/** The editor names the repository in the address of its box. */
async function repositoryOfBox({ query }: vscode.Uri): Promise<GitRepository | undefined> {
  const git = await gitApi();
  const root = new URLSearchParams(query).get('rootUri');
  const found = git?.repositories.find(
    ({ rootUri }) => rootUri.toString() === root || (root !== null && rootUri.path === vscode.Uri.parse(root).path),
  );
  return found ?? (git?.repositories.length === 1 ? git.repositories[0] : undefined);
}
