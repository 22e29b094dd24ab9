import { type Snapshot, typedBetween } from './snapshot.ts';

/** What a model said to fill the hole of a snapshot; empty text is an answer too: it had nothing to say there. */
export interface Answer {
  readonly taskId: string;
  readonly at: Snapshot;
  readonly text: string;
}

/**
 * What is left of an answer after the user typed on from where it was asked: undefined when the user typed something else, an empty string
 * when it is all typed.
 */
export function remainderAt(answer: Answer, now: Snapshot): string | undefined {
  const typed = typedBetween(answer.at, now);
  return typed !== undefined && answer.text.startsWith(typed) ? answer.text.slice(typed.length) : undefined;
}
