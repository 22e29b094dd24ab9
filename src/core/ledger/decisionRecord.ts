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
  /** The expected cost, with what the choice costs later, for each useful answer. */
  readonly costPerUsefulNanoUsd?: NanoUsd;
  /** How likely the answer was thought to be useful, from 0 to 1, and by what. */
  readonly quality?: { readonly mean: number; readonly source: string };
  /** The user's or the workspace's rules that took the request, by name. */
  readonly rules?: readonly string[];
  /** What was expected of the request, in tokens by the estimate that holds for every model. */
  readonly predicted?: { readonly inputTokens: number; readonly outputTokens: number };
  /** What was asked of the prompt cache, and why. */
  readonly cache?: string;
  /** What was taken out of the prompt before it left: what it looked like, and how often. */
  readonly redactions?: readonly { readonly kind: string; readonly count: number }[];
}
