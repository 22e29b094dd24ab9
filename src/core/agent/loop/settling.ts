import type { RequestCost } from '../event.ts';
import { costAsKnown } from '../money/requestCost.ts';
import { unknownWords } from '../prompt/words.ts';
import type { Happening } from './session.ts';
import { type AgentTaskState, lastStep } from './state.ts';

/**
 * What is to be told before the turn ends or another one begins: what somebody was asked and paid for, and what was approved or handed on, as the window
 * closed. Undefined: nothing stands open in that way. To be asked again after each.
 */
export async function settling(state: AgentTaskState, costOf: (id: string) => Promise<RequestCost>): Promise<Happening | undefined> {
  const step = state.phase === 'over' ? undefined : lastStep(state);
  if (!step) return undefined;
  const { requestId, answer, failure, calls, verification } = step;
  if (!answer && !failure) {
    const message = 'the window closed before the answer was there';
    return { type: 'unanswered', requestId, error: 'bad-response', message, hadBegun: true, cost: await costAsKnown(costOf, requestId) };
  }
  const open = [...calls, ...(verification ? [verification] : [])].find(({ status }) => status === 'approved' || status === 'delegated');
  if (!open) return undefined;
  const { callId, subtaskId } = open;
  if (subtaskId === undefined) return { type: 'ran', callId, result: { isError: true, text: unknownWords }, tookMs: 0, isUnknown: true };
  // Of a subtask what it cost is told; what it changed nobody knows.
  return { type: 'reported', callId, subtaskId, text: unknownWords, facts: { hasActed: true }, cost: await costAsKnown(costOf, subtaskId) };
}
