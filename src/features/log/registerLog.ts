import * as vscode from 'vscode';
import { commands, registerCommand } from '../../platform/commands.ts';
import type { Log } from '../../platform/log.ts';

/** The log's life, and the command that shows it. */
export function registerLog(log: Log): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(commands.showLog, () => log.show()),
    log,
  );
}
