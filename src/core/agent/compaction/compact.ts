import { answerOf } from '../loop/answerOf.ts';
import type { Session } from '../loop/session.ts';
import { compactionTask } from '../loop/taskFor.ts';
import { droppable } from './compactionOf.ts';
import { compactionSegments, summaryOf } from './summary.ts';

/** Has a cheap model sum up what is dropped. Where it cannot, the facts alone take its place: the work goes on either way. */
export async function compact(session: Session, untilEvent: number, signal: AbortSignal): Promise<void> {
  const { ports, standing } = session;
  const { state, conversation } = standing;
  const requestId = ports.newId();
  const segments = compactionSegments(state, droppable(conversation.entries, untilEvent));
  const task = compactionTask(state, requestId, segments, conversation.paths);
  const { heard: _heard, ...silent } = ports;
  const { text, finish, error } = await answerOf(silent, task, signal);
  // Who stops it meanwhile wants no summary: the log stays as it is, and the ledger has what it cost.
  if (signal.aborted) return;
  const isTold = error === undefined && (finish === 'stop' || finish === 'length') && text.trim() !== '';
  const summary = summaryOf(state, isTold ? text : undefined);
  await session.record({ type: 'compacted', requestId, summary, untilEvent, cost: await session.costOf(requestId) });
}
