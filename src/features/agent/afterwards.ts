import * as vscode from 'vscode';
import type { AgentMode, CostEstimate } from '../../core/agent/index.ts';
import {
  changedPaths,
  estimateOf,
  type KeptLines,
  keptAfterMs,
  keptLinesOf,
  keptOutcomes,
  outcomesOf,
  type PastTask,
  pastTaskOf,
  subtaskOutcomes,
} from '../../core/agent/money/index.ts';
import type { LedgerEntry, OutcomeEvent } from '../../core/ledger/index.ts';
import type { Clock } from '../../core/router.ts';
import type { TaskKind } from '../../core/task/index.ts';
import type { AgentTask } from './agentTask.ts';
import { folderOfTask } from './taskFolder.ts';

export interface AfterwardsPorts {
  readonly recordOutcome: (event: OutcomeEvent) => Promise<void>;
  /** Of a task and its subtasks. */
  readonly entriesOf: (taskId: string) => Promise<readonly LedgerEntry[]>;
  /** The user's, over all workspaces: what tasks cost before. */
  readonly memory: { get(key: string): unknown; update(key: string, value: unknown): PromiseLike<void> };
  readonly timers: { after(ms: number, callback: () => void): () => void };
  readonly clock: Clock;
  readonly log: { debug(text: string): void; warn(text: string): void };
  /** More is known of the task. */
  readonly learned: () => void;
}

const pastTasksKey = 'agent.pastTasks';
/** As the core estimates tokens, of text in plain letters. */
const charactersPerToken = 3;
/** Older ones say little of today's models and prices. */
const mostPastTasks = 200;

/** What is learned from tasks once they rest: outcomes for the ledger, what still stands of their lines, and what such tasks cost. */
export class Afterwards implements vscode.Disposable {
  readonly #ports: AfterwardsPorts;
  readonly #kept = new Map<string, KeptLines>();
  readonly #told = new Set<string>();
  /** The event that a task ended with, by task: it is looked after once for each end. */
  readonly #ends = new Map<string, number>();
  readonly #cancels = new Set<() => void>();

  constructor(ports: AfterwardsPorts) {
    this.#ports = ports;
  }

  keptOf(task: AgentTask): KeptLines | undefined {
    return this.#kept.get(task.id);
  }

  /** For each change of a task: it does something where the task rests. */
  changed(task: AgentTask): void {
    if (task.isRunning) return;
    this.#tell(outcomesOf(task.log, this.#ports.clock.timeZone()));
    const { length } = task.log;
    if (task.phase !== 'over' || this.#ends.get(task.id) === length || task.log.at(-1)?.type !== 'ended') return;
    this.#ends.set(task.id, length);
    this.#learnCost(task);
    void this.#tellOfSubtasks(task);
    for (const ms of keptAfterMs) this.#later(ms, () => this.look(task, `${ms / 1000}s`));
  }

  /** How much of what it wrote is still there. `name`: of the look, so that it is stored once. */
  async look(task: AgentTask, name: string): Promise<void> {
    const { clock, learned, log } = this.#ports;
    const folder = folderOfTask(task.state);
    const paths = changedPaths(task.log);
    if (!folder || paths.length === 0) return;
    try {
      const texts = new Map(
        await Promise.all(paths.map(async (path) => [path, await textOf(vscode.Uri.joinPath(folder.uri, path))] as const)),
      );
      const kept = keptLinesOf(task.log, (path) => texts.get(path));
      this.#kept.set(task.id, kept);
      this.#tell(keptOutcomes(kept, name, clock.now(), clock.timeZone()));
      learned();
    } catch (error) {
      log.debug(`it could not be seen what still stands of a task: ${error}`);
    }
  }

  /** What a task like this one cost before; characters of all that the user gives. */
  estimate({ mode, characters }: { readonly mode: AgentMode; readonly characters: number }): CostEstimate {
    return estimateOf(this.#pastTasks(), { mode, kind: firstKind[mode], promptTokens: Math.ceil(characters / charactersPerToken) });
  }

  dispose(): void {
    for (const cancel of this.#cancels) cancel();
  }

  #pastTasks(): readonly PastTask[] {
    const stored = this.#ports.memory.get(pastTasksKey);
    return Array.isArray(stored) ? stored.filter(isPastTask) : [];
  }

  async #tellOfSubtasks({ id, log }: AgentTask): Promise<void> {
    if (!log.some(({ type }) => type === 'reported')) return;
    const { entriesOf, clock, log: written } = this.#ports;
    try {
      this.#tell(subtaskOutcomes(log, await entriesOf(id), clock.timeZone()));
    } catch (error) {
      written.debug(`it could not be read what subtasks did: ${error}`);
    }
  }

  #learnCost(task: AgentTask): void {
    const past = pastTaskOf(task.log);
    if (!past) return;
    // Of a task that was gone on with, the last end counts.
    const others = this.#pastTasks().filter(({ atMs }) => atMs !== past.atMs);
    void this.#ports.memory.update(pastTasksKey, [...others, past].slice(-mostPastTasks));
  }

  #tell(outcomes: readonly OutcomeEvent[]): void {
    const { recordOutcome, log } = this.#ports;
    for (const outcome of outcomes) {
      if (this.#told.has(outcome.id)) continue;
      this.#told.add(outcome.id);
      void recordOutcome(outcome).catch((error: unknown) => log.warn(`an outcome was not stored: ${error}`));
    }
  }

  #later(ms: number, work: () => void): void {
    const cancel = this.#ports.timers.after(ms, () => {
      this.#cancels.delete(cancel);
      work();
    });
    this.#cancels.add(cancel);
  }
}

const firstKind: Readonly<Record<AgentMode, TaskKind>> = { ask: 'chat', plan: 'agent.plan', agent: 'agent.plan' };

/** As it stands in the editor, saved or not; undefined where there is none any more. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** What another version stored may be something else. */
function isPastTask(value: unknown): value is PastTask {
  const { mode, kind, promptTokens, costNanoUsd, atMs } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    [mode, kind].every((each) => typeof each === 'string') && [promptTokens, costNanoUsd, atMs].every((each) => Number.isSafeInteger(each))
  );
}
