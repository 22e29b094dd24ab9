import type { AgentTask } from '../agentTask.ts';
import type { AgentTasks } from '../agentTasks.ts';
import { type ChatRun, type ChatRunResult, ChatTurn } from '../chatRun.ts';
import { newTaskOf } from './actOn.ts';
import { callInWords } from './callWords.ts';

/** Turns in the editor's chat that are under way: each is in a task like all others, and what it waits for is answered in the view. */
export class ChatTurns {
  readonly #tasks: AgentTasks;
  /** By their task. */
  readonly #turns = new Map<string, ChatTurn>();

  constructor(tasks: AgentTasks) {
    this.#tasks = tasks;
  }

  async run(asked: ChatRun): Promise<ChatRunResult> {
    const known = asked.taskId === undefined ? undefined : await this.#known(asked.taskId);
    const turn = new ChatTurn(asked, stepWords);
    const result = await turn.run(async () => {
      const task = known ?? (await this.#tasks.start({ ...newTaskOf(asked), isLookedAt: false }));
      this.#turns.set(task.id, turn);
      if (known) await this.#tasks.trusted(known.id)?.say(asked.turn, asked.mode);
      return task;
    }, known?.log.length ?? 0);
    this.#turns.delete(result.taskId);
    return result;
  }

  changed(task: AgentTask): void {
    this.#turns.get(task.id)?.changed(task);
  }

  heard(task: AgentTask, text: string): void {
    this.#turns.get(task.id)?.heard(text);
  }

  /** A task that can be gone on with now. */
  async #known(taskId: string): Promise<AgentTask | undefined> {
    const { current } = this.#tasks;
    const task = await this.#tasks.open(taskId).catch(() => undefined);
    this.#tasks.select(current?.id);
    return task && task.log.length > 0 && !task.isRunning && !task.isReadOnly ? task : undefined;
  }
}

/** What the loop has begun since, in short. */
function stepWords({ log }: AgentTask, fromEvent: number): readonly string[] {
  return log.slice(fromEvent).flatMap((event) => {
    if (event.type !== 'called' || !event.call) return [];
    const { name, target } = callInWords(event.call);
    return [`${name} ${target}`.trim()];
  });
}
