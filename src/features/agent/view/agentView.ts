import * as vscode from 'vscode';
import type { AgentMode, CostEstimate, UserTurn } from '../../../core/agent/index.ts';
import type { LineCount } from '../../../core/agent/money/index.ts';
import { onDidChangeSetting, readSetting } from '../../../platform/settings.ts';
import { type Throttled, throttle } from '../../../platform/throttle.ts';
import { TaskStoreError } from '../../../storage/agentTasks/agentTaskStore.ts';
import type { AgentTask } from '../agentTask.ts';
import { AgentTasks, type AgentTasksPorts, NotTrustedError } from '../agentTasks.ts';
import type { ChatRun, ChatRunResult } from '../chatRun.ts';
import { type PageCommand, type PastTaskState, readMessageFromPage } from '../protocol.ts';
import { TaskBusyError } from '../taskBusyError.ts';
import { type Action, actOn, attach, goOnAs, undo } from './actOn.ts';
import { ChatTurns } from './chatTurns.ts';
import { Draft } from './draft.ts';
import { HiddenNotices, waitsForUser } from './hiddenNotices.ts';
import { type OpenTasksPorts, rememberOpenTasks, reopenTasks } from './openTasks.ts';
import { storeErrorInWords } from './pastTaskState.ts';
import { ShownPage } from './shownPage.ts';
import { StreamedText } from './streamedText.ts';
import { viewState } from './viewState.ts';

const { t } = vscode.l10n;

export interface AgentViewPorts extends OpenTasksPorts {
  readonly extensionUri: vscode.Uri;
  readonly tasks: AgentTasksPorts;
  readonly pastTasks: () => Promise<readonly PastTaskState[]>;
  readonly removeTask: (taskId: string) => Promise<void>;
  /** What tasks like this one cost before. */
  readonly estimate: (about: { readonly mode: AgentMode; readonly characters: number }) => Promise<CostEstimate | undefined>;
  /** A task is not as it was. */
  readonly changed: (task: AgentTask) => void;
  /** A task of the past was opened. */
  readonly opened: (task: AgentTask) => void;
  readonly keptLines: (task: AgentTask) => LineCount | undefined;
  readonly isExcluded: (uri: vscode.Uri) => boolean;
  readonly newId: () => string;
  /** All is stored: other windows may go on with it. */
  readonly close: () => Promise<void>;
  /** What goes with the view. */
  readonly disposables: readonly { dispose(): void }[];
  readonly log: { warn(text: string): void; error(text: string): void };
}

/** What the view is opened with. */
export interface AskedToOpen {
  readonly taskId?: string | undefined;
  readonly mode?: AgentMode | undefined;
  readonly turn?: Pick<UserTurn, 'text' | 'attachments'> | undefined;
}

const stateIntervalMs = 100;

/** The agent in the side bar. The page is built anew from the state whenever the editor shows it: nothing is kept while it is hidden. */
export class AgentView implements vscode.Disposable {
  readonly #ports: AgentViewPorts;
  readonly #tasks: AgentTasks;
  readonly #draft: Draft;
  readonly #opened = new Set<string>();
  readonly #notices = new HiddenNotices((taskId) => this.#showTask(taskId));
  readonly #refresh: Throttled;
  readonly #page: ShownPage;
  readonly #stream: StreamedText;
  readonly #settings: vscode.Disposable;
  readonly #restored: Promise<void>;
  #history: readonly PastTaskState[] | undefined;
  #estimate: CostEstimate | undefined;
  #trouble: string | undefined;
  readonly #turns: ChatTurns;

  constructor(ports: AgentViewPorts) {
    this.#ports = ports;
    this.#draft = new Draft(ports.newId);
    this.#tasks = new AgentTasks(ports.tasks, { changed: (task) => this.#changed(task), heard: (...what) => this.#heard(...what) });
    this.#turns = new ChatTurns(this.#tasks);
    this.#refresh = throttle(stateIntervalMs, () => this.#send());
    this.#page = new ShownPage({
      extensionUri: ports.extensionUri,
      receive: (message) => void this.#receive(message),
      changed: () => this.#refresh.run(),
    });
    this.#stream = new StreamedText((delta) => this.#page.post(delta));
    this.#settings = vscode.Disposable.from(
      onDidChangeSetting(['agent.approvals', 'agent.capUsd', 'agent.trustedCommands'], () => this.#refresh.run()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#refresh.run()),
    );
    this.#restored = reopenTasks(this.#tasks, ports).then(() => goOnAs(this.#tasks.current, this.#draft));
  }

  /** The editor shows the view: for the first time, or again. */
  resolve(view: vscode.WebviewView): void {
    this.#page.resolve(view);
    this.#badge();
  }

  /** Something else that it shows has changed. */
  refresh(): void {
    this.#refresh.run();
  }

  /** From the chat or another feature: a task that is there, or words for the composer, which the user sends. */
  async open(asked: AskedToOpen): Promise<void> {
    await this.#show();
    await this.#restored;
    if (asked.taskId !== undefined) await this.#act({ type: 'open-task', taskId: asked.taskId });
    if (asked.turn) {
      this.#tasks.select(undefined);
      this.#history = undefined;
      if (asked.mode) this.#draft.mode = asked.mode;
      for (const attachment of asked.turn.attachments) this.#draft.attach(attachment);
      this.#page.compose(asked.turn.text);
    }
    this.#refresh.run();
  }

  /** A turn in the editor's chat: it is a task like all others, and what it waits for is answered here. */
  async runInChat(asked: ChatRun): Promise<ChatRunResult> {
    await this.#restored;
    const result = await this.#turns.run(asked);
    rememberOpenTasks(this.#tasks, this.#ports);
    return result;
  }

  /** For commands: the view is shown, with what was asked for. */
  async run(command: Extract<PageCommand, 'new-task' | 'history'>): Promise<void> {
    await this.#show();
    await this.#act({ type: 'run', command });
  }

  async attach(what: 'file' | 'selection' | 'problem'): Promise<void> {
    // Before the view is shown: what is selected is in the editor that is active now.
    await attach(what, { draft: this.#draft, isExcluded: this.#ports.isExcluded });
    await this.#show();
    this.#page.compose(undefined);
    this.#refresh.run();
  }

  async stop(): Promise<void> {
    await this.#tasks.current?.stop();
  }

  async undo(scope: 'step' | 'task'): Promise<void> {
    await undo(this.#tasks.current, scope);
  }

  /** The window closes: what runs is ended, and in the books. */
  async end(): Promise<void> {
    await this.#tasks.end();
    await this.#ports.close();
  }

  dispose(): void {
    this.#settings.dispose();
    this.#page.dispose();
    this.#refresh.dispose();
    this.#stream.dispose();
    for (const disposable of this.#ports.disposables) disposable.dispose();
  }

  async #receive(message: unknown): Promise<void> {
    const read = readMessageFromPage(message);
    if (!read) {
      this.#ports.log.warn("the agent's page sent a message that is none of its own; it was ignored");
      return;
    }
    if (read.type === 'ready') {
      await this.#restored;
      await this.#tasks.lookAgain().catch((error: unknown) => this.#ports.log.warn(`a task could not be read again: ${error}`));
      await this.#send();
      this.#page.ready();
    } else if (read.type === 'draft') {
      this.#draft.characters = read.characters;
      await this.#judgeCost();
    } else {
      await this.#act(read);
    }
  }

  /** What fails is told where the user looks, because the user waits for it. */
  async #act(action: Action): Promise<void> {
    this.#trouble = undefined;
    try {
      await actOn(action, {
        tasks: this.#tasks,
        draft: this.#draft,
        estimate: () => this.#estimate,
        opened: this.#opened,
        removeTask: async (taskId) => {
          await this.#ports.removeTask(taskId);
          if (this.#history) await this.#showHistory(true);
        },
        showHistory: (isShown) => this.#showHistory(isShown),
        focusComposer: () => this.#page.compose(undefined),
        taskOpened: (task) => this.#ports.opened(task),
        isExcluded: this.#ports.isExcluded,
        log: this.#ports.log,
      });
      if (action.type === 'send') this.#page.post({ type: 'sent' });
      if (action.type === 'attach' || action.type === 'set-mode' || action.type === 'remove-attachment') await this.#judgeCost();
    } catch (error) {
      this.#ports.log.error(`"${action.type}" of the agent's page failed: ${error}`);
      this.#trouble = troubleInWords(error);
    }
    rememberOpenTasks(this.#tasks, this.#ports);
    this.#refresh.run();
  }

  async #judgeCost(): Promise<void> {
    this.#estimate = await this.#ports.estimate({ mode: this.#draft.mode, characters: this.#draft.size });
    this.#refresh.run();
  }

  async #showHistory(isShown: boolean): Promise<void> {
    this.#history = isShown ? await this.#ports.pastTasks() : undefined;
  }

  async #show(): Promise<void> {
    await vscode.commands.executeCommand('farthing.agentView.focus');
  }

  #changed(task: AgentTask): void {
    this.#turns.changed(task);
    this.#ports.changed(task);
    this.#refresh.run();
    this.#badge();
    if (!this.#page.isVisible) this.#notices.changed(task);
  }

  #heard(task: AgentTask, id: string, from: number, text: string): void {
    this.#turns.heard(task, text);
    // The beginning is in the state that comes.
    if (from === 0 || task !== this.#tasks.current || !this.#page.isVisible) return;
    this.#stream.add({ type: 'delta', taskId: task.id, id, from, text });
  }

  #send(): void {
    if (!this.#page.isVisible) return;
    const { current } = this.#tasks;
    // The state has what streamed until now.
    this.#stream.clear();
    this.#page.post(
      viewState({
        language: vscode.env.language,
        isTrusted: this.#ports.tasks.isTrusted(),
        tasks: this.#tasks.all,
        current,
        opened: this.#opened,
        kept: current && this.#ports.keptLines(current),
        history: this.#history,
        draft: this.#draft,
        approvals: readSetting('agent.approvals'),
        estimate: this.#estimate,
        trustedCommands: readSetting('agent.trustedCommands').filter((each) => typeof each === 'string'),
        trouble: this.#trouble,
      }),
    );
  }

  #badge(): void {
    this.#page.badge(this.#tasks.all.filter(waitsForUser).length);
  }

  async #showTask(taskId: string): Promise<void> {
    this.#tasks.select(taskId);
    goOnAs(this.#tasks.find(taskId), this.#draft);
    this.#history = undefined;
    await this.#show();
    this.#refresh.run();
  }
}

function troubleInWords(error: unknown): string {
  if (error instanceof TaskStoreError) return storeErrorInWords(error.reason, error.message);
  if (error instanceof TaskBusyError) return t('It is at work: stop it to say something.');
  if (error instanceof NotTrustedError) return t('This workspace is not trusted, so the agent does nothing in it.');
  return t('That did not work: {0}', error instanceof Error ? error.message : String(error));
}
