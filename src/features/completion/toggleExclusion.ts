import * as vscode from 'vscode';
import type { ExcludedFiles, Exclusion } from '../../platform/excludedFiles.ts';
import { workspacePlaceOf } from '../../platform/workspacePlace.ts';

const key = 'completion.exclude';

/**
 * Turns completions in one file off, or on again where nothing else keeps it out: in the settings of its workspace, or for this window where it
 * has none. Returns what it is excluded by then.
 */
export async function toggleExclusion(excluded: ExcludedFilePorts, uri: vscode.Uri): Promise<Exclusion | undefined> {
  if (excluded.turnOn(uri)) return excluded.exclusionOf(uri);
  const before = excluded.exclusionOf(uri);
  if (before?.by === 'unreadable') return before;
  const { folder, path } = workspacePlaceOf(uri);
  if (folder && path !== '') await toggleGlob(folder, globOf(path), before);
  else if (!before) excluded.turnOff(uri);
  return excluded.exclusionOf(uri);
}

export type ExcludedFilePorts = Pick<ExcludedFiles, 'exclusionOf' | 'turnOff' | 'turnOn'>;

/** A glob that fits this file: begun with its folder, and what would be syntax in it taken as any character. */
function globOf(path: string): string {
  const literal = path.replace(/[{}]/g, '?');
  return literal.includes('/') ? literal : `/${literal}`;
}

/** In the settings of the workspace, or of the file's folder where there are several. What another glob keeps out stays so. */
async function toggleGlob(folder: vscode.WorkspaceFolder, glob: string, before: Exclusion | undefined): Promise<void> {
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const hasSeveral = vscode.workspace.workspaceFile !== undefined;
  const configuration = vscode.workspace.getConfiguration('farthing', folder);
  const values = configuration.inspect<readonly string[]>(key);
  const globs = (hasSeveral ? values?.workspaceFolderValue : values?.workspaceValue) ?? [];
  const isThere = globs.includes(glob);
  if (before && !isThere) return;
  const left = isThere ? globs.filter((each) => each !== glob) : [...globs, glob];
  await configuration.update(key, left.length === 0 ? undefined : left, hasSeveral ? WorkspaceFolder : Workspace);
}
