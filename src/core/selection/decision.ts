import type { Candidate } from '../catalogue/index.ts';
import type { NanoUsd } from '../money/index.ts';

/** A candidate that could answer, with what it is expected to cost. */
export interface PricedCandidate {
  readonly candidate: Candidate;
  /** Undefined for an unpriced model. */
  readonly expectedCostNanoUsd: NanoUsd | undefined;
}

/** A candidate that was not taken, with the rule that says why. */
export interface Rejection {
  readonly candidate: Candidate;
  readonly rule: string;
  readonly reason: string;
}

/** Which candidate answers, and why. Page, log and tests read this same value. */
export type Decision =
  | {
      readonly outcome: 'chosen';
      readonly chosen: PricedCandidate;
      /** Tried in this order when the one before fails before its first token. */
      readonly fallbacks: readonly PricedCandidate[];
      readonly rejected: readonly Rejection[];
      readonly rule: string;
      readonly reason: string;
    }
  | {
      readonly outcome: 'refused';
      readonly rejected: readonly Rejection[];
      readonly rule: 'no-candidate' | 'none-suitable';
      readonly reason: string;
    };
