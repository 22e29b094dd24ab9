import type { AgentEventOf, AgentMode, ApprovalMode, CostEstimate, UserTurn } from '../../core/agent/index.ts';
import type { NanoUsd } from '../../core/money/index.ts';
import { AgentTask } from './agentTask.ts';
import type { AgentTaskPorts, StoredLog } from './agentTaskPorts.ts';
import type { InstructionFiles } from './instructionFiles.ts';
import type { TaskPlace } from './taskFolder.ts';

export interface AgentTasksPorts extends Omit<AgentTaskPorts, 'changed' | 'heard'> {
  readonly read: (taskId: string) => Promise<StoredLog>;
  /** Asked before anything of the repository's is read or run (CVE-2025-59536): hidden is not enough. */
  readonly isTrusted: () => boolean;
  readonly instructions: (place: TaskPlace) => Promise<InstructionFiles>;
  /** Where a new task works. */
  readonly place: () => TaskPlace | undefined;
}

export interface NewTask {
  readonly turn: UserTurn;
  readonly mode: AgentMode;
  readonly approvals: ApprovalMode;
  readonly capNanoUsd: NanoUsd;
  readonly estimate?: CostEstimate | undefined;
  /** False: the user goes on looking at what they look at. */
  readonly isLookedAt?: boolean;
}

export interface TasksListener {
  changed(task: AgentTask): void;
  heard(task: AgentTask, requestId: string, from: number, text: string): void;
}

/** The tasks that are open in this window. Several may run at once; one is looked at. */
export class AgentTasks {
  readonly #ports: AgentTasksPorts;
  readonly #listener: TasksListener;
  readonly #tasks = new Map<string, AgentTask>();
  #current: string | undefined;

  constructor(ports: AgentTasksPorts, listener: TasksListener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  get all(): readonly AgentTask[] {
    return [...this.#tasks.values()];
  }

  get current(): AgentTask | undefined {
    return this.#current === undefined ? undefined : this.#tasks.get(this.#current);
  }

  find(taskId: string): AgentTask | undefined {
    return this.#tasks.get(taskId);
  }

  /** Undefined: the user looks at none, and is about to write a new one. */
  select(taskId: string | undefined): void {
    this.#current = taskId;
  }

  async start({ turn, mode, approvals, capNanoUsd, estimate, isLookedAt = true }: NewTask): Promise<AgentTask> {
    this.#demandTrust();
    const taskId = this.#ports.newId();
    const place = this.#ports.place();
    const { read, leftOut } = place ? await this.#ports.instructions(place) : { read: [], leftOut: [] };
    const begun: AgentEventOf<'begun'> = {
      atMs: this.#ports.now(),
      type: 'begun',
      ...{ taskId, mode, approvals, turn, capNanoUsd },
      ...(estimate && { estimate }),
      instructions: read,
      ...(leftOut.length > 0 && { instructionsLeftOut: leftOut }),
      ...(place?.workspace !== undefined && { workspace: place.workspace }),
      ...(place?.folder !== undefined && { folder: place.folder }),
    };
    const task = this.#keep(new AgentTask(taskId, { log: [] }, this.#taskPorts()));
    if (isLookedAt) this.#current = taskId;
    await task.begin(begun);
    return task;
  }

  /** A task of the past, as it was stored. */
  async open(taskId: string): Promise<AgentTask> {
    const task = this.#tasks.get(taskId) ?? (await this.#read(taskId));
    this.#current = taskId;
    return task;
  }

  /** What another window worked on may be free by now: its log is read anew, and can be gone on with. */
  async lookAgain(): Promise<void> {
    for (const task of this.all.filter(({ isReadOnly }) => isReadOnly)) {
      const stored = await this.#ports.read(task.id);
      if (!stored.isReadOnly && this.#tasks.get(task.id) === task) this.#keep(new AgentTask(task.id, stored, this.#taskPorts()));
    }
  }

  /** For all that makes a task do something again. */
  trusted(taskId: string): AgentTask | undefined {
    this.#demandTrust();
    return this.#tasks.get(taskId);
  }

  async close(taskId: string): Promise<void> {
    const task = this.#tasks.get(taskId);
    if (task?.isRunning) await task.stop();
    this.#tasks.delete(taskId);
    if (this.#current === taskId) this.#current = [...this.#tasks.keys()].at(-1);
  }

  /** The window closes: what runs leaves off, what came to its end is in the books, and all can be gone on with. */
  async end(): Promise<void> {
    await Promise.all(this.all.map((task) => task.leave()));
  }

  async #read(taskId: string): Promise<AgentTask> {
    const stored = await this.#ports.read(taskId);
    if (stored.log.length === 0) throw new Error('there is no such task any more');
    // Meanwhile it may have been opened twice.
    return this.#tasks.get(taskId) ?? this.#keep(new AgentTask(taskId, stored, this.#taskPorts()));
  }

  #keep(task: AgentTask): AgentTask {
    this.#tasks.set(task.id, task);
    return task;
  }

  #taskPorts(): AgentTaskPorts {
    return { ...this.#ports, changed: (task) => this.#listener.changed(task), heard: (...what) => this.#listener.heard(...what) };
  }

  #demandTrust(): void {
    if (!this.#ports.isTrusted()) throw new NotTrustedError();
  }
}

/** The workspace is not trusted: nothing of it is read, and nothing happens. */
export class NotTrustedError extends Error {
  readonly reason = 'not-trusted';

  constructor() {
    super('the workspace is not trusted');
  }
}
