import type { TaskKind } from '../task/index.ts';

/**
 * What became of an answer.
 *
 * - `shown`, `accepted`, `rejected`: of what was offered. It may be accepted piece by piece, which is inferred, while acceptance of the whole is
 *   not; and more of it may be shown while it is still coming. The characters of all such events add up, and no more is accepted than was shown.
 * - `kept`: it was still there some time after it was accepted (30 s, 2, 5 and 10 minutes), with so many of its characters: the last such event
 *   tells. Without an acceptance: the user typed it out by hand. `reverted`: nothing of it was left, and nothing is said of it any more.
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
  /** The characters that were shown, accepted or passed by, or that are left. */
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
