import * as vscode from 'vscode';
import { commands, registerCommand } from '../../platform/commands.ts';
import type { AgentPartsPorts } from './agentParts.ts';
import type { ChatRun, ChatRunResult } from './chatRun.ts';
import type { AgentView, AskedToOpen } from './view/agentView.ts';

export type { AgentPartsPorts } from './agentParts.ts';

const agentViewId = 'farthing.agentView';

export interface Agent extends vscode.Disposable {
  /** For the editor's chat: one turn, in a task that the view shows too. */
  runInChat(asked: ChatRun): Promise<ChatRunResult>;
  /** Ends what runs and waits until it is in the books: before the core and the ledger are closed. */
  close(): Promise<void>;
}

/** The agent's view and commands. All of its code is loaded when it is first shown or asked for. */
export function registerAgent(ports: AgentPartsPorts): Agent {
  let loading: Promise<AgentView> | undefined;
  const load = async (): Promise<AgentView> => {
    loading ??= import('./agentParts.ts').then(({ createAgentView }) => createAgentView(ports));
    const view = loading;
    try {
      return await view;
    } catch (error) {
      ports.log.error(`the agent could not be loaded: ${error}`);
      // What failed is not kept: the next time it is tried anew.
      if (loading === view) loading = undefined;
      throw error;
    }
  };
  const withView = (run: (view: AgentView) => unknown) => async (): Promise<void> => {
    await run(await load());
  };
  const registered = vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider(agentViewId, { resolveWebviewView: async (view) => (await load()).resolve(view) }),
    registerCommand(commands.openAgent, async (asked) => {
      if (isAsked(asked)) await (await load()).open(asked);
      else await vscode.commands.executeCommand(`${agentViewId}.focus`);
    }),
    registerCommand(
      commands.agentNewTask,
      withView((view) => view.run('new-task')),
    ),
    registerCommand(
      commands.agentHistory,
      withView((view) => view.run('history')),
    ),
    registerCommand(
      commands.agentStop,
      withView((view) => view.stop()),
    ),
    registerCommand(
      commands.agentUndoStep,
      withView((view) => view.undo('step')),
    ),
    registerCommand(
      commands.agentUndoTask,
      withView((view) => view.undo('task')),
    ),
    registerCommand(
      commands.agentAttachFile,
      withView((view) => view.attach('file')),
    ),
    registerCommand(
      commands.agentAttachSelection,
      withView((view) => view.attach('selection')),
    ),
    registerCommand(
      commands.agentAttachProblem,
      withView((view) => view.attach('problem')),
    ),
  );
  const loaded = (): Promise<AgentView | undefined> => loading?.catch(() => undefined) ?? Promise.resolve(undefined);
  return {
    runInChat: async (asked) => (await load()).runInChat(asked),
    close: async () => (await loaded())?.end(),
    dispose: () => {
      registered.dispose();
      void loaded().then((view) => view?.dispose());
    },
  };
}

/** What our own features hand over. A keybinding or somebody else may hand over anything: what is not this opens the view as it is. */
function isAsked(value: unknown): value is AskedToOpen {
  if (typeof value !== 'object' || value === null) return false;
  const { taskId, turn, mode } = value as Readonly<Record<string, unknown>>;
  if (mode !== undefined && mode !== 'ask' && mode !== 'plan' && mode !== 'agent') return false;
  return typeof taskId === 'string' || isTurn(turn);
}

function isTurn(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { text, attachments } = value as Readonly<Record<string, unknown>>;
  return typeof text === 'string' && Array.isArray(attachments) && attachments.every(isAttachment);
}

function isAttachment(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { type, path, folder, text } = value as Readonly<Record<string, unknown>>;
  if (folder !== undefined && typeof folder !== 'string') return false;
  return (type === 'file' || type === 'selection' || type === 'problem') && typeof path === 'string' && typeof text === 'string';
}
