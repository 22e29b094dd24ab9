import { answerOf } from '../loop/answerOf.ts';
import type { Session } from '../loop/session.ts';
import { compactionTask } from '../loop/taskFor.ts';
import { isLeft } from '../loop/windowClosing.ts';
import { droppable } from './compactionOf.ts';
import { compactionSegments, summaryOf } from './summary.ts';

/**
 * Has a cheap model sum up what is dropped. Where it cannot, nothing is dropped to save money; what fits no more is, and the facts alone take its place:
 * the work goes on either way.
 */
export async function compact(
  session: Session,
  { untilEvent, isNeeded }: { readonly untilEvent: number; readonly isNeeded: boolean },
  signal: AbortSignal,
): Promise<void> {
  const { ports, standing } = session;
  const { state, conversation } = standing;
  const requestId = ports.newId();
  const segments = compactionSegments(state, droppable(conversation.entries, untilEvent));
  const task = compactionTask(state, requestId, segments, conversation.paths);
  const { heard: _heard, ...silent } = ports;
  const { text, finish, error, decision } = await answerOf(silent, task, signal);
  if (isLeft(signal)) return;
  const cost = await session.costOf(requestId);
  // Who stops it meanwhile wants no summary, and has paid for what there is of it.
  if (signal.aborted) return session.record({ type: 'not-compacted', requestId, words: 'it was stopped', cost });
  const isTold = error === undefined && (finish === 'stop' || finish === 'length') && text.trim() !== '';
  if (!isTold && !isNeeded) {
    const words = error?.message ?? (decision?.outcome === 'refused' ? decision.reason : 'there was no answer');
    return session.record({ type: 'not-compacted', requestId, words, cost });
  }
  const summary = summaryOf(state, isTold ? text : undefined);
  await session.record({ type: 'compacted', requestId, summary, untilEvent, cost });
}
