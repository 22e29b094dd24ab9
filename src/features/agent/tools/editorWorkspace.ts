import * as vscode from 'vscode';
import type { CommandRunner, ToolPorts, ToolSettings } from '../../../core/agent/tools/index.ts';
import type { Timers } from '../../../core/completion/index.ts';
import { diskFiles } from '../../../providers/workspaceTools/diskFiles.ts';
import { placeOnDisk } from '../../../providers/workspaceTools/diskPath.ts';
import { findRipgrep } from '../../../providers/workspaceTools/findRipgrep.ts';
import { diskSearch } from '../../../providers/workspaceTools/nodeWorkspace.ts';
import { runCommand } from '../../../providers/workspaceTools/runCommand.ts';
import { editorDiagnostics } from './editorDiagnostics.ts';
import { editorFiles } from './editorFiles.ts';
import { editorTools } from './editorTools.ts';
import { TerminalRunner } from './terminalRunner.ts';
import { virtualFiles } from './virtualFiles.ts';

export interface EditorWorkspaceOptions {
  /** The task's: relative paths are meant from it, and only in it files are changed unasked. */
  readonly folder: vscode.WorkspaceFolder;
  readonly settings: () => ToolSettings;
  /** Names of `farthing.agent.externalTools`. */
  readonly externalTools: () => readonly string[];
  /** Of a file by its path in that folder of the workspace; absolute where it is in none. */
  readonly isExcluded: (path: string, folder: vscode.WorkspaceFolder | undefined) => boolean;
  readonly timers: Timers;
}

export interface EditorWorkspace {
  readonly ports: ToolPorts;
  dispose(): void;
}

/** A workspace folder of the editor as the agent's tools see it. */
export async function createEditorWorkspace(options: EditorWorkspaceOptions): Promise<EditorWorkspace> {
  const { folder, settings, timers, isExcluded } = options;
  const folders = folder.uri.scheme === 'file' ? await foldersOnDisk() : [];
  const common = {
    settings,
    isExcluded: (path: string, root: string | undefined): boolean => {
      // A folder that is not on a disk is read alone.
      const own = folder.uri.scheme === 'file' ? folders.filter(({ roots }) => root !== undefined && roots.includes(root)) : [{ folder }];
      return own.length === 0 ? isExcluded(path, undefined) : own.some((each) => isExcluded(path, each.folder));
    },
    isTrusted: () => vscode.workspace.isTrusted,
    diagnostics: editorDiagnostics({ folder: folder.uri, timers }),
    external: editorTools(options.externalTools),
  };
  if (folder.uri.scheme !== 'file') {
    const { files, search } = virtualFiles(folder);
    return { ports: { ...common, files: editorFiles(folder.uri, files), search, commands: noCommands }, dispose: () => undefined };
  }
  const ripgrep = await findRipgrep(vscode.env.appRoot);
  const terminals = new TerminalRunner({ timers, environment: process.env, otherwise: { run: runCommand } });
  const stored = await storedFiles(folder, ripgrep);
  return {
    ports: { ...common, files: editorFiles(folder.uri, stored), search: diskSearch(ripgrep), commands: terminals },
    dispose: () => terminals.dispose(),
  };
}

/** In the other folders of the workspace files are read unasked, too. */
async function storedFiles(folder: vscode.WorkspaceFolder, ripgrep: string | undefined): Promise<ReturnType<typeof diskFiles>> {
  const root = folder.uri.fsPath;
  const others = openOnDisk().map(({ uri }) => uri.fsPath);
  const readable = await placeOnDisk([root, ...others]);
  const writable = await placeOnDisk([root]);
  const files = diskFiles({ root, place: readable, ripgrep });
  return { ...files, place: (use) => (use === 'read' ? readable : writable) };
}

const openOnDisk = (): readonly vscode.WorkspaceFolder[] =>
  (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');

/** As they are judged: each as it is opened, and where that leads. */
function foldersOnDisk(): Promise<readonly { readonly folder: vscode.WorkspaceFolder; readonly roots: readonly string[] }[]> {
  return Promise.all(openOnDisk().map(async (folder) => ({ folder, roots: (await placeOnDisk([folder.uri.fsPath])).roots })));
}

const noCommands: CommandRunner = {
  run: () => Promise.reject(new Error('commands cannot be run here: this workspace is not on a disk of this machine')),
};
