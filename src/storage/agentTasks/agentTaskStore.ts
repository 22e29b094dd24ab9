import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { AgentEvent } from '../../core/agent/index.ts';
import { readTaskFile, type TaskProblem } from './readTaskFile.ts';
import { summaryOf } from './summaryFile.ts';
import { newStoreId, otherOwnerOf, releaseTaskLock, takeTaskLock } from './taskLock.ts';
import { storeErrorOf, TaskStoreError } from './taskStoreError.ts';
import type { TaskSummary } from './taskSummary.ts';
import { TaskWriter } from './taskWriter.ts';

export type { TaskProblem } from './readTaskFile.ts';
export { TaskStoreError, type TaskStoreReason } from './taskStoreError.ts';
export type { TaskSummary } from './taskSummary.ts';

export interface AgentTaskStoreOptions {
  /** `<ledger folder>/tasks`; made with the first task. */
  readonly folder: string;
}

/** A task as it is stored. */
export interface StoredTask {
  readonly events: readonly AgentEvent[];
  /** What is not as it should be, to be told to the user. */
  readonly problems: readonly (TaskProblem | { readonly type: 'in-use'; readonly pid: number })[];
  /** False: it can be looked at, and not gone on with. */
  readonly isWritable: boolean;
}

/** So many tasks are kept, the last ones. */
const mostTasks = 200;
const atOnce = 20;

/**
 * The agent's tasks, a file of JSON lines each, over all windows of the user. A task is written by one window at a time: from its first event there until it ends or
 * the store is closed. Rejects with a `TaskStoreError`.
 */
export class AgentTaskStore {
  readonly #folder: string;
  readonly #id = newStoreId();
  readonly #writers = new Map<string, TaskWriter>();
  /** Where the file of a task ended, as far as this window knows. */
  readonly #known = new Map<string, number>();
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor({ folder }: AgentTaskStoreOptions) {
    this.#folder = folder;
  }

  /** Resolves when it is on the disk. Events of a task are stored in the order of the calls. */
  async append(taskId: string, event: AgentEvent): Promise<void> {
    await this.#inTurn(taskId, async () => {
      const writer = this.#writers.get(taskId) ?? (await this.#openWriter(taskId));
      await writer.add(event);
      this.#known.set(taskId, writer.bytes);
      if (event.type === 'ended') await this.#release(taskId);
    });
  }

  /** All that can be read of it; nothing of a task that is not there. */
  async read(taskId: string): Promise<readonly AgentEvent[]> {
    return (await this.open(taskId)).events;
  }

  /** The same, with what is to be told of it. Nobody else is kept from writing it by that. */
  async open(taskId: string): Promise<StoredTask> {
    return await this.#inTurn(taskId, async () => {
      const { events, bytes, problem } = await readTaskFile(this.#fileOf(taskId));
      this.#known.set(taskId, bytes);
      const owner = otherOwnerOf(this.#lockOf(taskId), this.#id);
      const problems = [...(problem ? [problem] : []), ...(owner ? [{ type: 'in-use' as const, pid: owner.pid }] : [])];
      return { events, problems, isWritable: problems.every(({ type }) => type === 'torn-line') };
    });
  }

  /** The last one changed first. Files that hold no task are passed over. */
  async list(): Promise<readonly TaskSummary[]> {
    const ids = await this.#taskIds();
    const summaries: (TaskSummary | undefined)[] = [];
    for (let from = 0; from < ids.length; from += atOnce) {
      const some = ids.slice(from, from + atOnce);
      summaries.push(...(await Promise.all(some.map((id) => summaryOf(this.#fileOf(id), this.#summaryFileOf(id))))));
    }
    return summaries.filter((summary) => summary !== undefined).toSorted((one, other) => other.changedMs - one.changedMs);
  }

  /** Rejects with `in-use` where another window writes it. */
  async remove(taskId: string): Promise<void> {
    await this.#inTurn(taskId, async () => {
      this.#take(taskId);
      await this.#writers.get(taskId)?.close();
      this.#writers.delete(taskId);
      this.#known.delete(taskId);
      for (const file of [this.#fileOf(taskId), this.#summaryFileOf(taskId)]) await rm(file, { force: true });
      releaseTaskLock(this.#lockOf(taskId), this.#id);
    });
  }

  /** Removes all but the last tasks, and resolves with the ids of those that are kept. What another window writes is kept. */
  async prune(most = mostTasks): Promise<readonly string[]> {
    for (const { taskId } of (await this.list()).slice(most)) {
      if (!this.#writers.has(taskId)) await this.remove(taskId).catch(() => undefined);
    }
    return await this.#taskIds();
  }

  /** Other windows may write what this one did. */
  async close(): Promise<void> {
    for (const taskId of [...this.#writers.keys()]) await this.#inTurn(taskId, () => this.#release(taskId));
  }

  async #openWriter(taskId: string): Promise<TaskWriter> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    this.#take(taskId);
    try {
      const file = this.#fileOf(taskId);
      const found = await readTaskFile(file);
      const { problem, bytes } = found;
      if (problem?.type === 'corrupt-line') throw new TaskStoreError('damaged', `line ${problem.line} of ${file} is damaged`);
      if (problem?.type === 'newer-format') throw new TaskStoreError('newer-format', `${file} is of a later version`);
      if ((this.#known.get(taskId) ?? bytes) !== bytes)
        throw new TaskStoreError('changed-elsewhere', `another window went on with ${taskId}`);
      const writer = await TaskWriter.open(file, found);
      this.#writers.set(taskId, writer);
      return writer;
    } catch (error) {
      releaseTaskLock(this.#lockOf(taskId), this.#id);
      throw error;
    }
  }

  #take(taskId: string): void {
    const owner = takeTaskLock(this.#lockOf(taskId), this.#id);
    if (owner) throw new TaskStoreError('in-use', `process ${owner.pid} is writing task ${taskId}`);
  }

  async #release(taskId: string): Promise<void> {
    await this.#writers.get(taskId)?.close();
    this.#writers.delete(taskId);
    releaseTaskLock(this.#lockOf(taskId), this.#id);
  }

  /** One after the other for each task. */
  async #inTurn<Value>(taskId: string, work: () => Promise<Value>): Promise<Value> {
    const turn = (this.#queues.get(taskId) ?? Promise.resolve()).then(work, work);
    const settled = turn.catch(() => undefined);
    this.#queues.set(taskId, settled);
    try {
      return await turn;
    } catch (error) {
      throw storeErrorOf(error);
    } finally {
      if (this.#queues.get(taskId) === settled) this.#queues.delete(taskId);
    }
  }

  async #taskIds(): Promise<readonly string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -'.jsonl'.length));
  }

  #fileOf(taskId: string): string {
    // An id becomes a file name: nothing else may come of it.
    if (!/^[A-Za-z0-9][\w.-]{0,99}$/.test(taskId)) throw new TaskStoreError('failed', `"${taskId}" is no id of a task`);
    return path.join(this.#folder, `${taskId}.jsonl`);
  }

  #summaryFileOf(taskId: string): string {
    return path.join(this.#folder, `${taskId}.summary`);
  }

  #lockOf(taskId: string): string {
    return path.join(this.#folder, `${taskId}.lock`);
  }
}
