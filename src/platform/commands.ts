import * as vscode from 'vscode';
import type { Log } from './log.ts';

/** The commands that a user can run. A test compares them with package.json. */
export const commands = {
  showMenu: 'farthing.showMenu',
  showSpend: 'farthing.showSpend',
  setKey: 'farthing.setKey',
  removeKey: 'farthing.removeKey',
  testKey: 'farthing.testKey',
  setBudget: 'farthing.setBudget',
  allowMore: 'farthing.allowMore',
  togglePaidModels: 'farthing.togglePaidModels',
  retryNow: 'farthing.retryNow',
  pickModel: 'farthing.pickModel',
  approveRules: 'farthing.approveRules',
  refreshCatalogue: 'farthing.refreshCatalogue',
  reviewCatalogue: 'farthing.reviewCatalogue',
  whyThis: 'farthing.whyThis',
  whyNone: 'farthing.whyNone',
  toggleCompletions: 'farthing.toggleCompletions',
  toggleCompletionsForLanguage: 'farthing.toggleCompletionsForLanguage',
  toggleCompletionsForWorkspace: 'farthing.toggleCompletionsForWorkspace',
  toggleCompletionsForFile: 'farthing.toggleCompletionsForFile',
  snoozeCompletions: 'farthing.snoozeCompletions',
  lookForLocalServer: 'farthing.lookForLocalServer',
  openLedgerFolder: 'farthing.openLedgerFolder',
  exportCsv: 'farthing.exportCsv',
  reconcile: 'farthing.reconcile',
  openAgent: 'farthing.agent.open',
  agentNewTask: 'farthing.agent.newTask',
  agentStop: 'farthing.agent.stop',
  agentUndoStep: 'farthing.agent.undoStep',
  agentUndoTask: 'farthing.agent.undoTask',
  agentAttachFile: 'farthing.agent.attachFile',
  agentAttachSelection: 'farthing.agent.attachSelection',
  agentAttachProblem: 'farthing.agent.attachProblem',
  agentHistory: 'farthing.agent.history',
  editSelection: 'farthing.editSelection',
  writeCommitMessage: 'farthing.writeCommitMessage',
  showLog: 'farthing.showLog',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export function registerCommand(id: CommandId, run: (...args: readonly unknown[]) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(id, run);
}

/** A command whose code is loaded when it is run. Where that fails the log says so, and the editor shows that the command failed. */
export function registerLoadedCommand(
  id: CommandId,
  log: Pick<Log, 'error'>,
  load: () => Promise<(...args: readonly unknown[]) => unknown>,
): vscode.Disposable {
  return registerCommand(id, async (...args) => {
    const run = await load().catch((error: unknown) => {
      log.error(`${id} could not be loaded: ${error}`);
      throw error;
    });
    await run(...args);
  });
}
