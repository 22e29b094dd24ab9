import type { AgentMode, AnsweredBy, RequestCost, TaskOutcome, UserTurn } from '../../core/agent/index.ts';
import type { ExcludedFiles } from '../../platform/excludedFiles.ts';
import type { Log } from '../../platform/log.ts';

/** What is asked of the loop from the chat: it reads and answers, and changes nothing. */
export interface ChatRun {
  readonly mode: Exclude<AgentMode, 'agent'>;
  readonly turn: UserTurn;
  /** Of the turn before in the same conversation: it is gone on with. Missing, or not known any more: a new task. */
  readonly taskId?: string;
  /** What streams of the answer. */
  readonly onDelta: (text: string) => void;
  /** What is being done, in the user's language. */
  readonly onStep: (words: string) => void;
  readonly signal: AbortSignal;
}

/** How the task stands after the turn. */
export interface ChatRunResult {
  readonly taskId: string;
  /** `waits`: it stopped to ask something, a cap or an approval; that is answered in the agent's view. */
  readonly outcome: TaskOutcome | 'waits';
  /** Why it ended or waits; of a plan, the plan. */
  readonly words: string;
  /** Of this turn alone, subtasks and compaction included. */
  readonly cost: RequestCost;
  /** Who wrote the last answer. */
  readonly by?: AnsweredBy;
}

export interface ParticipantPorts {
  readonly run: (asked: ChatRun) => Promise<ChatRunResult>;
  readonly excluded: Pick<ExcludedFiles, 'exclusionOf'>;
  readonly log: Pick<Log, 'error'>;
}
