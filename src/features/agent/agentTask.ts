import {
  type AgentEvent,
  type AgentEventOf,
  type AgentMode,
  type AgentTaskState,
  type ApprovalAnswer,
  type ApprovalMode,
  type ApprovalQuestion,
  fold,
  isLeft,
  type RestoreReport,
  settling,
  stateOf,
  stricterMode,
  type UserTurn,
  type UserWishes,
  WindowClosing,
} from '../../core/agent/index.ts';
import type { NanoUsd } from '../../core/money/index.ts';
import { stripInvisible } from '../../core/policy/index.ts';
import type { AgentTaskPorts, OpenQuestion, StoredLog } from './agentTaskPorts.ts';
import { OpenAsk } from './openAsk.ts';
import type { TaskPhase } from './protocol.ts';
import { TaskBusyError } from './taskBusyError.ts';
import { checkpointToUndo, type UndoScope } from './undoable.ts';
import { eventsOf, wishesAfter } from './wishes.ts';

/** Of the answer under way. What is invisible in it is out already. */
export interface Streaming {
  readonly requestId: string;
  readonly text: string;
}

/**
 * One task: its log, the loop while it runs, and what it asks the user. All that changes the log from outside happens while nothing runs. That is why
 * all of it is in one place, longer than others: whatever is taken out would need the log, the run and the turn handed to it.
 */
export class AgentTask {
  readonly id: string;
  /** What is to be known of how it was stored. */
  readonly warning: string | undefined;
  /** Nothing can be added to it, so nothing happens in it. */
  readonly isReadOnly: boolean;
  readonly #ports: AgentTaskPorts;
  readonly #log: AgentEvent[];
  #state: AgentTaskState;
  #run: { readonly controller: AbortController; readonly done: Promise<void> } | undefined;
  readonly #approval: OpenAsk<ApprovalQuestion, ApprovalAnswer>;
  readonly #question: OpenAsk<OpenQuestion, string>;
  /** What the user set while it runs, until the loop has it in the log. */
  #wishes: UserWishes | undefined;
  #streaming: Streaming | undefined;
  /** What the setting was as the user chose something else for this task: that choice holds against it. */
  #chosenUnder: ApprovalMode | undefined;
  #isUndoing = false;
  /** What changes the log from outside happens one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(id: string, { log, warning, isReadOnly = false }: StoredLog, ports: AgentTaskPorts) {
    this.id = id;
    this.warning = warning;
    this.isReadOnly = isReadOnly;
    this.#log = [...log];
    this.#state = stateOf(log);
    this.#ports = ports;
    const changed = (): void => ports.changed(this);
    this.#approval = new OpenAsk(changed);
    this.#question = new OpenAsk(changed);
  }

  get log(): readonly AgentEvent[] {
    return this.#log;
  }

  /** How it stands, by its log. */
  get state(): AgentTaskState {
    return this.#state;
  }

  /** What happens without asking, as the user set it last. */
  get approvals(): ApprovalMode {
    return this.#wishes?.approvals ?? this.#state.approvals;
  }

  /** As somebody named it; undefined: nobody did. */
  get title(): string | undefined {
    return this.#wishes?.title ?? this.#state.title;
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  get isUndoing(): boolean {
    return this.#isUndoing;
  }

  /** What is to be approved now. */
  get approval(): ApprovalQuestion | undefined {
    return this.#approval.asked;
  }

  get question(): OpenQuestion | undefined {
    return this.#question.asked;
  }

  get streaming(): Streaming | undefined {
    return this.#streaming;
  }

  get phase(): TaskPhase {
    if (this.approval) return 'approval';
    if (this.question) return 'question';
    if (this.#run) return 'running';
    const { phase } = this.#state;
    return phase === 'over' || phase === 'paused' ? phase : 'interrupted';
  }

  async begin(event: AgentEventOf<'begun'>): Promise<void> {
    await this.#add(event);
    this.#start();
  }

  /** The loop goes on from where the log stands, once what is being undone is. Nothing happens while it runs. */
  goOn(): void {
    if (this.#isUndoing) void this.#inTurn(async () => this.#start());
    else this.#start();
  }

  #start(): void {
    if (this.#run || this.isReadOnly) return;
    this.#heedSetting();
    const controller = new AbortController();
    // Told and stored by the loop itself; what it cannot tell any more is told here.
    const done = this.#drive(controller.signal).finally(async () => {
      this.#run = undefined;
      this.#streaming = undefined;
      this.#ports.changed(this);
      await this.#storeWishes().catch((error: unknown) => this.#ports.log.warn(`what the user set was not stored: ${error}`));
    });
    this.#run = { controller, done };
    this.#ports.changed(this);
  }

  /** Rejects with a `TaskBusyError` where it runs. */
  async say(turn: UserTurn, mode: AgentMode): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#run) throw new TaskBusyError();
      await this.#settle();
      await this.#add({ atMs: this.#ports.now(), type: 'said', turn, mode });
      this.#start();
    });
  }

  /** Ends what runs, or what waits. Resolves once it is in the books. */
  async stop(): Promise<void> {
    if (this.#run) {
      this.#run.controller.abort();
      await this.#run.done;
    } else if (this.phase !== 'over') {
      await this.#settle();
      await this.#add({ atMs: this.#ports.now(), type: 'ended', outcome: 'stopped', words: '' });
      this.#ports.changed(this);
    }
  }

  /** What stood open as a window closed is told before the turn ends: what was paid for belongs to it. */
  async #settle(): Promise<void> {
    for (;;) {
      const happening = await settling(this.#state, async (id) => (await this.#ports.loopPorts(this)).costOf(id));
      if (!happening) return;
      await this.#add({ ...happening, atMs: this.#ports.now() });
    }
  }

  /** The window closes: what runs leaves off where its log stands, and can be gone on with. */
  async leave(): Promise<void> {
    this.#run?.controller.abort(new WindowClosing());
    await this.#run?.done;
  }

  /** Goes on from a pause. With a tier: by the cheapest that answers from that tier on. */
  async resume(capNanoUsd: NanoUsd, tier?: AgentEventOf<'tier-asked'>['tier']): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#run) return;
      if (tier) await this.#add({ atMs: this.#ports.now(), type: 'tier-asked', tier });
      await this.#add({ atMs: this.#ports.now(), type: 'resumed', capNanoUsd });
      this.#start();
    });
  }

  /** Another attempt at what is over, by this tier or a higher one. */
  async retry(tier: AgentEventOf<'tier-asked'>['tier']): Promise<void> {
    await this.#inTurn(async () => {
      await this.stop();
      await this.#add({ atMs: this.#ports.now(), type: 'tier-asked', tier });
      this.#start();
    });
  }

  /** False where it is not asked, or not for this content: an answer is for what was shown. */
  approve(callId: string, contentHash: string, answer: ApprovalAnswer): boolean {
    const { approval } = this;
    return approval?.callId === callId && approval.contentHash === contentHash && this.#approval.answer(answer);
  }

  answer(questionId: string, text: string): boolean {
    return this.question?.id === questionId && this.#question.answer(text);
  }

  /** From now on, also while it runs; "every step" takes back what was approved for the whole task. */
  async setApprovals(approvals: ApprovalMode): Promise<void> {
    this.#chosenUnder = this.#ports.approvals();
    await this.#wish({ approvals });
  }

  async rename(title: string): Promise<void> {
    await this.#wish({ title });
  }

  /** Undefined: there is nothing to undo. Rejects with a `TaskBusyError` where it runs, or is being undone. */
  async undo(scope: UndoScope): Promise<RestoreReport | undefined> {
    if (this.isReadOnly) return undefined;
    if (this.#isUndoing) throw new TaskBusyError();
    this.#isUndoing = true;
    try {
      return await this.#inTurn(() => this.#restore(scope));
    } finally {
      this.#isUndoing = false;
      this.#ports.changed(this);
    }
  }

  async #restore(scope: UndoScope): Promise<RestoreReport | undefined> {
    if (this.#run) throw new TaskBusyError();
    const checkpointId = checkpointToUndo(this.#log, scope);
    if (checkpointId === undefined) return undefined;
    const { checkpoints } = await this.#ports.loopPorts(this);
    const report = await checkpoints.restore(checkpointId);
    const { restored: paths, left } = report;
    await this.#add({ atMs: this.#ports.now(), type: 'undone', checkpointId, paths, ...(left.length > 0 && { left }) });
    return report;
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Who has become stricter since means the tasks that they go on with, too; the loop heeds it before anything else. */
  #heedSetting(): void {
    const setting = this.#ports.approvals();
    const approvals = stricterMode(this.approvals, setting);
    if (setting !== this.#chosenUnder && approvals !== this.approvals) this.#wishes = { ...this.#wishes, approvals };
  }

  async #drive(signal: AbortSignal): Promise<void> {
    try {
      const { hash, ...ports } = await this.#ports.loopPorts(this);
      await this.#ports.run(
        {
          ...ports,
          approvals: { hash, ask: (question, asked) => this.#approval.ask(question, asked) },
          ask: (text, choices, asked) => this.#question.ask({ id: this.#ports.newId(), text, choices }, asked),
          wishes: () => this.#wishes,
          record: (event) => this.#add(event),
          heard: (requestId, part) => {
            if (part.type === 'text-delta') this.#hear(requestId, part.text);
          },
        },
        [...this.#log],
        signal,
      );
    } catch (error) {
      if (isLeft(signal)) this.#ports.log.warn(`a task was left as the window closed: ${error}`);
      else await this.#fail(error);
    }
  }

  /** What runs heeds it by itself; what rests has it in the log at once. */
  async #wish(wish: UserWishes): Promise<void> {
    this.#wishes = { ...this.#wishes, ...wish };
    this.#ports.changed(this);
    if (!this.#run) await this.#storeWishes();
  }

  /** What the loop did not come to any more. */
  async #storeWishes(): Promise<void> {
    try {
      for (const event of eventsOf(this.#wishes ?? {}, this.#ports.now())) await this.#add(event);
    } catch (error) {
      this.#wishes = undefined;
      this.#ports.changed(this);
      throw error;
    }
  }

  #hear(requestId: string, text: string): void {
    const before = this.#streaming?.requestId === requestId ? this.#streaming.text : '';
    const seen = stripInvisible(text);
    this.#streaming = { requestId, text: before + seen };
    if (before === '') this.#ports.changed(this);
    this.#ports.heard(this, requestId, before.length, seen);
  }

  /** Stored first: what is not in the log must not have happened. */
  async #add(event: AgentEvent): Promise<void> {
    await this.#ports.append(this.id, event);
    this.#take(event);
    if ('requestId' in event && event.type !== 'requested' && event.requestId === this.#streaming?.requestId) this.#streaming = undefined;
    this.#ports.changed(this);
  }

  /** The loop has no way left to tell it: it could not be loaded or stored, or it is broken. */
  async #fail(error: unknown): Promise<void> {
    this.#ports.log.error(`a task of the agent failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    const words = error instanceof Error ? error.message : String(error);
    const event: AgentEvent = { atMs: this.#ports.now(), type: 'ended', outcome: 'failed', words };
    await this.#ports.append(this.id, event).catch((failure: unknown) => this.#ports.log.warn(`that was not stored: ${failure}`));
    this.#take(event);
  }

  #take(event: AgentEvent): void {
    this.#log.push(event);
    this.#state = fold(this.#state, event);
    this.#wishes = this.#wishes && wishesAfter(this.#wishes, event);
  }
}
