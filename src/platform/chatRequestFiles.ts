import * as vscode from 'vscode';
import { type Policy, pathUseOf } from '../core/policy/index.ts';
import type { TaskKind } from '../core/task/index.ts';
import { workspacePlaceOf } from './workspacePlace.ts';

export interface PromptFilesPorts {
  readonly policy: () => Policy;
  /** By the user's globs, as `ExcludedFiles` reads them. */
  readonly isExcluded: (file: { readonly path: string; readonly workspace?: string }) => boolean;
}

/** A file as policies, rules and segments name it. */
export interface NamedFile {
  readonly path: string;
  readonly workspace?: string;
}

export function namedFileOf(uri: vscode.Uri): NamedFile {
  const { folder, path } = workspacePlaceOf(uri);
  return { path, ...(folder && { workspace: folder.name }) };
}

/**
 * May text of that file stand in a prompt that is about something else? Not before the workspace is trusted, not where the user excluded it, and not
 * where a policy or the built-in rule for files with secrets says anything of it: then its path would close the cloud to the whole request.
 */
export function mayEnterPrompt({ policy, isExcluded }: PromptFilesPorts, kind: TaskKind, file: NamedFile): boolean {
  if (!vscode.workspace.isTrusted || isExcluded(file)) return false;
  const { path, workspace } = file;
  return pathUseOf(policy(), { kind, paths: [path], ...(workspace !== undefined && { workspace }) }) === undefined;
}

/** The workspace folder that a request without a file belongs to: the only one, else none, and then what any folder forbids is forbidden. */
export function onlyWorkspace(): string | undefined {
  const [only, ...others] = vscode.workspace.workspaceFolders ?? [];
  return others.length === 0 ? only?.name : undefined;
}
