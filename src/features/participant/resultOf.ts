import { type AnsweredBy, type RequestCost, stateOf, type TaskOutcome } from '../../core/agent/index.ts';
import { costOf } from '../../core/agent/money/index.ts';
import type { LoggedRun } from './participantPorts.ts';

/** What one turn in the chat came to. */
export interface ChatResult {
  readonly taskId: string;
  /** `waits`: it stopped to ask something, a cap or an approval; that is answered in the agent's view. */
  readonly outcome: TaskOutcome | 'waits';
  /** Why it ended or waits; of a plan, the plan. */
  readonly words: string;
  /** Of this turn alone, subtasks and compaction included. */
  readonly cost: RequestCost;
  /** Who wrote the last answer. */
  readonly by: AnsweredBy | undefined;
}

export function resultOf({ taskId, log, from }: LoggedRun): ChatResult {
  const ofTurn = log.slice(from);
  const answered = ofTurn.findLast((event) => event.type === 'answered');
  return { taskId, ...endOf(log), cost: costOf(ofTurn), by: answered?.by };
}

function endOf(log: LoggedRun['log']): Pick<ChatResult, 'outcome' | 'words'> {
  const { phase, turns, pause } = stateOf(log);
  switch (phase) {
    case 'over':
      return turns.at(-1)?.end ?? { outcome: 'stopped', words: '' };
    case 'paused':
      return { outcome: 'waits', words: pause?.words ?? '' };
    case 'waiting-for-approval':
    case 'waiting-for-answer':
      return { outcome: 'waits', words: '' };
    case 'thinking':
    case 'calling':
      // The user stopped it.
      return { outcome: 'stopped', words: '' };
  }
}
