import * as vscode from 'vscode';
import { commands, registerLoadedCommand } from '../../platform/commands.ts';
import type { KeysPorts } from './keysPorts.ts';

/** The user's keys: set, remove, test. A key is never shown, and never in the log. */
export function registerKeys(ports: KeysPorts): vscode.Disposable {
  const register = (id: Parameters<typeof registerLoadedCommand>[0], name: 'setKey' | 'removeKey' | 'testKey'): vscode.Disposable =>
    registerLoadedCommand(id, ports.log, async () => {
      const keyCommands = await import('./keyCommands.ts');
      return (endpointId) => keyCommands[name](ports, endpointId);
    });
  return vscode.Disposable.from(
    register(commands.setKey, 'setKey'),
    register(commands.removeKey, 'removeKey'),
    register(commands.testKey, 'testKey'),
  );
}
