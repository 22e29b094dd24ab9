import type { Candidate } from '../catalogue/index.ts';
import { isFillInTheMiddle, type TaskKind } from '../task/index.ts';

interface Asked {
  readonly kind: TaskKind;
  readonly candidate: Pick<Candidate, 'model'>;
}

/** Is this a hole that the model is asked to fill in a conversation? Its segments are a conversation's then. */
export function isChatHole({ kind, candidate }: Asked): boolean {
  return isFillInTheMiddle(kind) && candidate.model.fillInTheMiddle?.type === 'chat';
}

/** Is this a hole for a route of its own, with a prefix and a suffix? All else goes where conversations go. */
export function isPlainHole(asked: Asked): boolean {
  return isFillInTheMiddle(asked.kind) && !isChatHole(asked);
}
