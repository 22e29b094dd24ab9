import type { AgentEvent, AgentMode, UserTurn } from '../../core/agent/index.ts';
import type { ExcludedFiles } from '../../platform/excludedFiles.ts';
import type { Log } from '../../platform/log.ts';

/** What is asked of the loop from the chat: it reads and answers, and changes nothing. */
export interface ChatRun {
  readonly mode: Exclude<AgentMode, 'agent'>;
  readonly turn: UserTurn;
  /** Of the turn before in the same conversation: it is gone on with. Missing, or not known any more: a new task. */
  readonly taskId?: string;
  /** What streams of the answer. */
  readonly heard: (text: string) => void;
  /** After it was stored. */
  readonly recorded: (event: AgentEvent) => void;
  readonly signal: AbortSignal;
}

/** The task once the loop is over, or waits for the user. It never rejects for what went wrong on the way: that is in the log of events. */
export interface LoggedRun {
  readonly taskId: string;
  readonly log: readonly AgentEvent[];
  /** The place in the log of the first event of this turn. */
  readonly from: number;
}

export interface ParticipantPorts {
  readonly run: (asked: ChatRun) => Promise<LoggedRun>;
  readonly excluded: Pick<ExcludedFiles, 'exclusionOf'>;
  readonly log: Pick<Log, 'error'>;
}
