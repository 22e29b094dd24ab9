import * as vscode from 'vscode';

/** The commands that a user can run. A test compares them with package.json. */
export const commands = {
  showMenu: 'farthing.showMenu',
  lookForLocalServer: 'farthing.lookForLocalServer',
  toggleCompletions: 'farthing.toggleCompletions',
  showLog: 'farthing.showLog',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export function registerCommand(id: CommandId, run: () => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(id, run);
}
