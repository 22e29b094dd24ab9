import * as vscode from 'vscode';
import type { CostEstimate } from '../../../core/agent/index.ts';
import { nanoUsdOf } from '../../../platform/dollars.ts';
import { readSetting } from '../../../platform/settings.ts';
import { visible } from '../../../platform/visible.ts';
import type { AgentTask } from '../agentTask.ts';
import type { AgentTasks, NewTask } from '../agentTasks.ts';
import type { MessageFromPage, PageCommand } from '../protocol.ts';
import { TaskBusyError } from '../taskBusyError.ts';
import type { UndoScope } from '../undoable.ts';
import { isShownWhole } from './approvalState.ts';
import { askCap } from './askCap.ts';
import { type AttachPorts, attachSelection, pickFile, pickProblem } from './attach.ts';
import { chooseApprovals } from './chooseApprovals.ts';
import type { Draft } from './draft.ts';
import { leftWords } from './outcomeWords.ts';
import { renameTask } from './renameTask.ts';

const { t } = vscode.l10n;

export interface ActionPorts extends AttachPorts {
  readonly tasks: AgentTasks;
  readonly draft: Draft;
  readonly estimate: () => CostEstimate | undefined;
  /** Cards of which the user wants to see all. */
  readonly opened: Set<string>;
  readonly removeTask: (taskId: string) => Promise<void>;
  readonly showHistory: (isShown: boolean) => Promise<void>;
  readonly focusComposer: () => void;
  readonly taskOpened: (task: AgentTask) => void;
  readonly log: { warn(text: string): void };
}

export type Action = Exclude<MessageFromPage, { readonly type: 'ready' | 'draft' }>;
type ActionOf<Type extends Action['type']> = Extract<Action, { readonly type: Type }>;

/** Does what the user asked for on the page. It throws what failed. */
export async function actOn(action: Action, ports: ActionPorts): Promise<void> {
  const { tasks, draft, opened, log } = ports;
  switch (action.type) {
    case 'send':
      return send(action.text, ports);
    case 'set-mode':
      draft.mode = action.mode;
      return;
    case 'attach':
      return attach(action.what, ports);
    case 'attach-image':
      draft.attachImage({ mediaType: action.mediaType, base64: action.base64 });
      return;
    case 'refuse-image':
      refuseImage(action);
      return;
    case 'remove-attachment':
      draft.remove(action.id);
      return;
    case 'select-task':
      tasks.select(action.taskId);
      goOnAs(tasks.find(action.taskId), draft);
      await ports.showHistory(false);
      return tasks.lookAgain();
    case 'close-task':
      return tasks.close(action.taskId);
    case 'open-task':
      await tasks.lookAgain();
      ports.taskOpened(await tasks.open(action.taskId));
      goOnAs(tasks.current, draft);
      return ports.showHistory(false);
    case 'remove-task':
      return removeTask(action.taskId, ports);
    case 'rename-task':
      return renameTask(tasks.find(action.taskId));
    case 'stop':
      return tasks.find(action.taskId)?.stop();
    case 'approve':
      if (!approve(action, tasks)) log.warn('the page answered an approval that is not asked for, or not shown whole; it was ignored');
      return;
    case 'answer-question':
      tasks.trusted(action.taskId)?.answer(action.questionId, action.text);
      return;
    case 'go-on':
      return goOn(action, tasks);
    case 'undo':
      return undo(tasks.find(action.taskId), action.scope);
    case 'retry':
      return tasks.trusted(action.taskId)?.retry(action.tier);
    case 'show-more':
      opened.add(action.id);
      return;
    case 'open-link':
      return openLink(action.url, ports);
    case 'copy':
      await vscode.env.clipboard.writeText(action.text);
      return;
    case 'run':
      return run(action.command, ports);
  }
}

/** What is said next goes on in the task's own mode, until the user chooses another one. */
export function goOnAs(task: AgentTask | undefined, draft: Draft): void {
  if (task) draft.mode = task.state.mode;
}

async function send(text: string, { tasks, draft, estimate, showHistory }: ActionPorts): Promise<void> {
  if (text.trim() === '') return;
  // What comes of it is to be seen.
  await showHistory(false);
  const { current } = tasks;
  if (current?.isRunning) throw new TaskBusyError();
  const turn = draft.turn(text);
  if (current) {
    const task = tasks.trusted(current.id);
    await task?.say(turn, draft.mode);
    draft.clear();
    return;
  }
  await tasks.start({ ...newTaskOf({ turn, mode: draft.mode }), estimate: estimate() });
  draft.clear();
}

/** A task under the user's settings. A cap of no use is none that allows anything. */
export function newTaskOf({ turn, mode }: Pick<NewTask, 'turn' | 'mode'>): NewTask {
  return { turn, mode, approvals: readSetting('agent.approvals'), capNanoUsd: nanoUsdOf(readSetting('agent.capUsd')) ?? 0 };
}

export async function attach(what: ActionOf<'attach'>['what'], ports: AttachPorts & { readonly draft: Draft }): Promise<void> {
  const attachers = { file: pickFile, selection: attachSelection, problem: pickProblem };
  const attachment = await attachers[what](ports);
  if (attachment) ports.draft.attach(attachment);
}

function refuseImage({ reason }: ActionOf<'refuse-image'>): void {
  const words = {
    type: t('Pictures can be PNG, JPEG, WebP or GIF.'),
    size: t('A picture can have 5 MB at the most.'),
  };
  void vscode.window.showWarningMessage(words[reason]);
}

async function removeTask(taskId: string, { tasks, removeTask: remove }: ActionPorts): Promise<void> {
  const confirm = t('Delete');
  const detail = t('What was said and done goes; the files stay as they are, and what it cost stays in the ledger.');
  if ((await vscode.window.showWarningMessage(t('Delete this task?'), { modal: true, detail }, confirm)) !== confirm) return;
  await tasks.close(taskId);
  await remove(taskId);
}

function approve({ taskId, callId, contentHash, answer, words }: ActionOf<'approve'>, tasks: AgentTasks): boolean {
  // Rejecting needs no trust.
  const task = answer === 'no' ? tasks.find(taskId) : tasks.trusted(taskId);
  // What is not shown cannot be approved.
  if (answer !== 'no' && task?.approval && !isShownWhole(task.approval)) return false;
  const said = words?.trim();
  return task?.approve(callId, contentHash, answer === 'no' ? { answer, ...(said && { words: said }) } : { answer }) ?? false;
}

async function goOn({ taskId, choice }: ActionOf<'go-on'>, tasks: AgentTasks): Promise<void> {
  if (choice === 'stop') return tasks.find(taskId)?.stop();
  const task = tasks.trusted(taskId);
  if (!task) return;
  const { capNanoUsd } = task.state;
  switch (choice) {
    case 'raise-cap': {
      const raised = await askCap(capNanoUsd);
      return raised === undefined ? undefined : task.resume(raised);
    }
    case 'cheaper':
      return task.resume(capNanoUsd, 'small');
    case 'go-on':
      // Of what a closed window interrupted, the log itself says how to go on.
      return task.phase === 'paused' ? task.resume(capNanoUsd) : task.goOn();
  }
}

/** Brings files back; of those that the user has changed meanwhile it says so. */
export async function undo(task: AgentTask | undefined, scope: UndoScope): Promise<void> {
  if (!task || isBusy(task)) return;
  if (scope === 'task') {
    const confirm = t('Undo everything');
    const detail = t('All files that the agent changed in this task come back as they were. What you changed since stays.');
    const answer = await vscode.window.showWarningMessage(t('Undo everything that this task did?'), { modal: true, detail }, confirm);
    if (answer !== confirm) return;
  }
  // Meanwhile it may have gone on.
  if (isBusy(task)) return;
  const report = await task.undo(scope);
  if (!report) {
    void vscode.window.showInformationMessage(t('There is nothing to undo.'));
  } else if (report.left.length > 0) {
    void vscode.window.showWarningMessage(visible(leftWords(report.left)));
  }
}

/** Says so, where nothing can be undone now. */
function isBusy({ isRunning, isUndoing }: AgentTask): boolean {
  if (isRunning) void vscode.window.showInformationMessage(t('It is at work: stop it before you undo something.'));
  else if (isUndoing) void vscode.window.showInformationMessage(t('It is being undone already.'));
  return isRunning || isUndoing;
}

/** The editor asks before it opens what the user has not said to trust. */
async function openLink(text: string, { log }: ActionPorts): Promise<void> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    log.warn('the page asked to open what is no address of the web; it was ignored');
    return;
  }
  await vscode.env.openExternal(vscode.Uri.parse(url.href));
}

async function run(command: PageCommand, { tasks, showHistory, focusComposer }: ActionPorts): Promise<void> {
  switch (command) {
    case 'new-task':
      tasks.select(undefined);
      await showHistory(false);
      focusComposer();
      return;
    case 'history':
      return showHistory(true);
    case 'close-history':
      return showHistory(false);
    case 'choose-approvals':
      return chooseApprovals(tasks.current);
    case 'manage-trust':
      await vscode.commands.executeCommand('workbench.trust.manage');
      return;
    case 'open-settings':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'farthing.agent');
      return;
  }
}
