import * as vscode from 'vscode';
import { redactLog } from './redactLog.ts';

/** The one log of the extension: the output channel "Farthing", and a file beside the editor's own logs. It is in English, for whoever mends things. */
export interface Log {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  show(): void;
  dispose(): void;
}

/** `keys`: what must never be printed, as it is at the time of printing. */
export function createLog(keys: Iterable<string>): Log {
  const channel = vscode.window.createOutputChannel('Farthing', { log: true });
  return {
    debug: (text) => channel.debug(redactLog(text, keys)),
    info: (text) => channel.info(redactLog(text, keys)),
    warn: (text) => channel.warn(redactLog(text, keys)),
    error: (text) => channel.error(redactLog(text, keys)),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}
