import * as vscode from 'vscode';
import { commands, registerLoadedCommand } from '../../platform/commands.ts';
import type { CommitMessagePorts } from './commitMessagePorts.ts';
import type { MessageWriter } from './messageWriter.ts';

/** "Write Commit Message" in the source control view, loaded when somebody presses it. */
export function registerCommitMessage(ports: CommitMessagePorts): vscode.Disposable {
  let writer: MessageWriter | undefined;
  return vscode.Disposable.from(
    registerLoadedCommand(commands.writeCommitMessage, ports.log, async () => {
      const { MessageWriter } = await import('./messageWriter.ts');
      writer ??= new MessageWriter(ports);
      const writing = writer;
      return (sourceControl) => writing.write(sourceControl);
    }),
    { dispose: () => writer?.dispose() },
  );
}
