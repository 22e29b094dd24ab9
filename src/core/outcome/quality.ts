import type { Candidate } from '../catalogue/index.ts';
import type { TaskKind } from '../task/index.ts';

/** How likely an answer of a candidate is useful. */
export interface QualityEstimate {
  /** The mean of the posterior, above 0 and below 1. */
  readonly mean: number;
  /** The user's own outcomes that are in it, older ones counting less. */
  readonly weight: number;
  /** In words: which benchmark, or whose outcomes. */
  readonly source: string;
}

/** What is known of how useful models are. */
export interface QualityBook {
  estimate(kind: TaskKind, candidate: Candidate, language: string | undefined): QualityEstimate;
}
