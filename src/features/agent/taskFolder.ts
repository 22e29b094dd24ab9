import * as vscode from 'vscode';
import type { AgentTaskState } from '../../core/agent/index.ts';

/** Where a task works. */
export type TaskPlace = Pick<AgentTaskState, 'workspace' | 'folder'>;

/** The folder that a new task is begun in: that of the active editor. */
export function folderForNewTask(): vscode.WorkspaceFolder | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  return (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
}

/** As it is stored with the task. */
export function placeOfFolder({ name, uri }: Pick<vscode.WorkspaceFolder, 'name' | 'uri'>): TaskPlace {
  return { workspace: name, folder: uri.toString() };
}

/** Does the list of past tasks have it here? What was begun without a folder belongs to none. */
export function isOfThisWindow(place: TaskPlace): boolean {
  return (place.workspace === undefined && place.folder === undefined) || folderOfTask(place) !== undefined;
}

/**
 * The folder that a task was begun in, as long as it is open here: by its address. Early tasks have a name only, which is enough where one folder has
 * it.
 */
export function folderOfTask({ workspace, folder }: TaskPlace): vscode.WorkspaceFolder | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folder !== undefined) return folders.find(({ uri }) => uri.toString() === folder);
  const named = folders.filter(({ name }) => name === workspace);
  return named.length === 1 ? named[0] : undefined;
}
