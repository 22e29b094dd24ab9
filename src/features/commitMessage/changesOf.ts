import * as vscode from 'vscode';
import { mayEnterPrompt, namedFileOf, type PromptFilesPorts } from '../../platform/chatRequestFiles.ts';
import { boundedDiff } from './boundedDiff.ts';
import { type FileDiff, fileDiffs } from './diffOf.ts';
import type { Repository } from './git.ts';

/** What is to be committed, as far as a model may be told. */
export interface Changes {
  readonly diff: string;
  /** Relative to their workspace folder: policies are asked about them again before anything leaves. */
  readonly paths: readonly string[];
  readonly hiddenFiles: number;
  readonly workspace?: string;
}

/** What is staged, else what is changed. Undefined: nothing is. */
export async function changesOf(repository: Repository, ports: PromptFilesPorts): Promise<Changes | undefined> {
  const staged = await repository.diff(true);
  const all = fileDiffs(staged.trim() === '' ? await repository.diff(false) : staged);
  if (all.length === 0) return undefined;
  const mayEnter = (uri: vscode.Uri): boolean => mayEnterPrompt(ports, 'commit-message', namedFileOf(uri));
  const shown = all.filter((file) => file.paths.length > 0 && urisOf(repository, file).every(mayEnter));
  const files = shown.flatMap((file) => urisOf(repository, file)).map(namedFileOf);
  const folders = new Set(files.map(({ workspace }) => workspace));
  const [workspace] = folders;
  return {
    diff: boundedDiff(shown),
    paths: [...new Set(files.map(({ path }) => path))],
    hiddenFiles: all.length - shown.length,
    // Of several folders none is named: what any of them forbids is then forbidden.
    ...(folders.size === 1 && workspace !== undefined && { workspace }),
  };
}

function urisOf({ rootUri }: Repository, { paths }: FileDiff): readonly vscode.Uri[] {
  return paths.map((path) => vscode.Uri.joinPath(rootUri, path));
}
