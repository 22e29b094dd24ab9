import type { AgentMode, AnsweredBy, RequestCost, TaskOutcome, UserTurn } from '../../core/agent/index.ts';
import { costOf } from '../../core/agent/money/index.ts';
import type { AgentTask } from './agentTask.ts';

/** What is asked of the loop from the editor's chat: it reads and answers there. */
export interface ChatRun {
  readonly mode: AgentMode;
  readonly turn: UserTurn;
  /** Of the turn before in the same conversation. */
  readonly taskId?: string;
  readonly onDelta: (text: string) => void;
  /** What is being done, in the user's language. */
  readonly onStep: (words: string) => void;
  readonly signal: AbortSignal;
}

/** `waits`: for what only the agent's view can answer. */
export interface ChatRunResult {
  readonly taskId: string;
  readonly outcome: TaskOutcome | 'waits';
  readonly words: string;
  /** Of this turn alone. */
  readonly cost: RequestCost;
  readonly by?: AnsweredBy;
}

/** One turn in a task: what streams of it, until the task rests or waits for the user. */
export class ChatTurn {
  readonly #asked: ChatRun;
  readonly #stepWords: (task: AgentTask, fromEvent: number) => readonly string[];
  readonly #rests = Promise.withResolvers<void>();
  #firstEvent = 0;
  #told = 0;
  #isBegun = false;

  constructor(asked: ChatRun, stepWords: (task: AgentTask, fromEvent: number) => readonly string[]) {
    this.#asked = asked;
    this.#stepWords = stepWords;
  }

  /** `begin` sets the task going; `stop` is for when the user does not want it any more. */
  async run(begin: () => Promise<AgentTask>, firstEvent: number): Promise<ChatRunResult> {
    this.#firstEvent = firstEvent;
    this.#told = firstEvent;
    const task = await begin();
    this.#isBegun = true;
    const stop = (): void => void task.stop();
    this.#asked.signal.addEventListener('abort', stop, { once: true });
    if (this.#asked.signal.aborted) stop();
    this.changed(task);
    await this.#rests.promise;
    this.#asked.signal.removeEventListener('abort', stop);
    return this.#resultOf(task);
  }

  heard(text: string): void {
    this.#asked.onDelta(text);
  }

  changed(task: AgentTask): void {
    for (const words of this.#stepWords(task, this.#told)) this.#asked.onStep(words);
    this.#told = task.log.length;
    if (this.#isBegun && task.phase !== 'running') this.#rests.resolve();
  }

  #resultOf({ id: taskId, log, phase, state }: AgentTask): ChatRunResult {
    const end = state.turns.at(-1)?.end;
    const by = log.slice(this.#firstEvent).findLast((event) => event.type === 'answered');
    return {
      taskId,
      ...(phase === 'over' && end ? end : { outcome: 'waits', words: state.pause?.words ?? '' }),
      cost: costOf(log.slice(this.#firstEvent)),
      ...(by?.type === 'answered' && { by: by.by }),
    };
  }
}
