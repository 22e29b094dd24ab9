import * as vscode from 'vscode';

/** The one log of the extension: the output channel "Farthing", and a file beside the editor's own logs. */
export type Log = Pick<vscode.LogOutputChannel, 'debug' | 'info' | 'warn' | 'error' | 'show' | 'dispose'>;

export function createLog(): Log {
  return vscode.window.createOutputChannel('Farthing', { log: true });
}
