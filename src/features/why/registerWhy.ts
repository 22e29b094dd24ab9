import * as vscode from 'vscode';
import { commands, registerLoadedCommand } from '../../platform/commands.ts';
import { type WhyPorts, whyScheme } from './whyPorts.ts';

/** Why this suggestion, and why none: loaded when somebody asks. */
export function registerWhy(ports: WhyPorts): vscode.Disposable {
  return vscode.Disposable.from(
    // The page's task is in its address, so that it can be made again when the window is reloaded.
    vscode.workspace.registerTextDocumentContentProvider(whyScheme, {
      provideTextDocumentContent: async ({ query }) => (await load(ports)).explainTask(ports, query),
    }),
    registerLoadedCommand(commands.whyThis, ports.log, async () => {
      const { showWhyThis } = await import('./whyCommands.ts');
      return (taskId) => showWhyThis(ports, taskId);
    }),
    registerLoadedCommand(commands.whyNone, ports.log, async () => {
      const { showWhyNone } = await import('./whyCommands.ts');
      return () => showWhyNone(ports);
    }),
  );
}

/** The editor says that a page cannot be shown; the log says why. */
async function load({ log }: WhyPorts) {
  try {
    return await import('./whyCommands.ts');
  } catch (error) {
    log.error(`explanations could not be loaded: ${error}`);
    throw error;
  }
}
