import type { TaskKind } from '../task/index.ts';

/**
 * What became of an answer.
 *
 * - `shown`, `accepted`, `rejected`: of what was offered. It may be accepted piece by piece: the characters of all such events add up.
 * - `kept`: it was still there some time after it was accepted, with so many of its characters: the last such event tells. `reverted`: nothing of
 *   it was left.
 * - `tests-passed`, `tests-failed`: of the first test run after it.
 * - `applied`: code of a conversation went into a file; `retried`: the same was asked again.
 */
export const outcomeTypes = [
  'shown',
  'accepted',
  'rejected',
  'kept',
  'reverted',
  'tests-passed',
  'tests-failed',
  'applied',
  'retried',
] as const;

export type OutcomeType = (typeof outcomeTypes)[number];

/** Stored from the first day, because quality statistics are made of them. */
export interface OutcomeEvent {
  readonly id: string;
  readonly taskId: string;
  readonly type: OutcomeType;
  readonly atMs: number;
  readonly localDay: string;
  /** The characters that were shown or accepted. */
  readonly characters: number;
  /** It was concluded from what the user did next, because the editor does not report it. */
  readonly isInferred: boolean;
}

/** What became of the answers of one model for one kind of task, on one local day. */
export interface OutcomeCount {
  readonly localDay: string;
  readonly kind: TaskKind;
  readonly model: string;
  readonly endpoint: string;
  readonly precision?: string;
  readonly language?: string;
  readonly useful: number;
  readonly notUseful: number;
}
