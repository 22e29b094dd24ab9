import type { NanoUsd } from '../money/index.ts';

/** What is kept of a decision: names and rules, without the candidates' own data, which would make most of every entry. */
export interface DecisionRecord {
  readonly rule: string;
  readonly reason: string;
  readonly chosen: string;
  readonly fallbacks: readonly string[];
  readonly rejected: readonly { readonly candidate: string; readonly rule: string; readonly reason: string }[];
  /** Missing where the chosen model is unpriced. */
  readonly expectedCostNanoUsd?: NanoUsd;
}
