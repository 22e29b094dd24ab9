import type { NanoUsd } from '../money/index.ts';
import { inputTokens } from '../task/index.ts';
import type { DecisionRecord } from './decisionRecord.ts';
import type { LedgerEntry } from './entry.ts';

/** One thing that a decision says of itself, for whoever shows it to put into words. */
export type DecisionFact =
  /** With its effort and service tier, where there was a choice. */
  | { readonly type: 'chosen'; readonly candidate: string }
  | { readonly type: 'rule'; readonly rule: string }
  | { readonly type: 'reason'; readonly reason: string }
  /** The rules of the user and of the workspace that took the request, and what they asked for and may not have. */
  | { readonly type: 'rules'; readonly names: readonly string[] }
  /** Undefined: it is unpriced. */
  | { readonly type: 'expected-cost'; readonly nanoUsd: NanoUsd | undefined }
  | { readonly type: 'cost-per-useful'; readonly nanoUsd: NanoUsd }
  /** How likely it was thought to be useful, above 0 and below 1; undefined where nobody knew. */
  | { readonly type: 'quality'; readonly mean: number | undefined; readonly source: string }
  /** None: there was no other choice. */
  | { readonly type: 'fallbacks'; readonly candidates: readonly string[] }
  | { readonly type: 'rejected'; readonly candidates: DecisionRecord['rejected'] };

/** One thing that is to be known of an attempt besides its end, its tokens and its cost. */
export type AttemptFact =
  | { readonly type: 'effort'; readonly effort: string }
  /** As it was asked for; what was billed is in the billing report. */
  | { readonly type: 'service-tier'; readonly serviceTier: string }
  | { readonly type: 'precision'; readonly precision: string }
  /** What was expected of the request, by the estimate that holds for every model, and what really came; undefined where it was not reported. */
  | { readonly type: 'tokens'; readonly predicted: Tokens; readonly came: Tokens | undefined }
  /** What was asked of the prompt cache. */
  | { readonly type: 'cache-plan'; readonly plan: string }
  /** What it should have held, and what the provider says it held. */
  | { readonly type: 'cache-read'; readonly expectedTokens: number; readonly readTokens: number | undefined }
  /** A `CacheMissCause`, or what an older version wrote. */
  | { readonly type: 'cache-miss'; readonly cause: string }
  | { readonly type: 'redactions'; readonly redactions: readonly RedactionCount[] }
  | { readonly type: 'session'; readonly sessionId: string };

export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** What something that was taken out of a prompt looked like, and how often it was there. */
export interface RedactionCount {
  readonly kind: string;
  readonly count: number;
}

/** All that a decision says, in the order in which it is read. What older entries do not have is left out. */
export function decisionFacts(decision: DecisionRecord): readonly DecisionFact[] {
  const { chosen, rule, reason, rules = [], expectedCostNanoUsd, costPerUsefulNanoUsd, quality, fallbacks, rejected } = decision;
  return [
    { type: 'chosen', candidate: chosen },
    { type: 'rule', rule },
    { type: 'reason', reason },
    ...(rules.length > 0 ? [{ type: 'rules', names: rules } as const] : []),
    { type: 'expected-cost', nanoUsd: expectedCostNanoUsd },
    ...(costPerUsefulNanoUsd === undefined ? [] : [{ type: 'cost-per-useful', nanoUsd: costPerUsefulNanoUsd } as const]),
    // A mean of 1 is no estimate: all candidates count alike where nothing is known.
    ...(quality ? [{ type: 'quality', mean: quality.mean < 1 ? quality.mean : undefined, source: quality.source } as const] : []),
    { type: 'fallbacks', candidates: fallbacks },
    ...(rejected.length > 0 ? [{ type: 'rejected', candidates: rejected } as const] : []),
  ];
}

/** What was asked for, predicted and taken out, and what the prompt cache did. */
export function attemptFacts(entry: LedgerEntry): readonly AttemptFact[] {
  const { effort, serviceTier, precision, sessionId, usage, isEstimate, expectedCacheReadTokens, cacheMiss, decision } = entry;
  const { predicted, cache } = decision;
  const redactions = redactionCounts(decision);
  return [
    ...(effort === undefined ? [] : [{ type: 'effort', effort } as const]),
    ...(serviceTier === undefined ? [] : [{ type: 'service-tier', serviceTier } as const]),
    ...(precision === undefined ? [] : [{ type: 'precision', precision } as const]),
    ...(predicted
      ? [
          {
            type: 'tokens',
            predicted: { input: predicted.inputTokens, output: predicted.outputTokens },
            came: isEstimate ? undefined : { input: inputTokens(usage), output: usage.output },
          } as const,
        ]
      : []),
    ...(cache === undefined ? [] : [{ type: 'cache-plan', plan: cache } as const]),
    ...(expectedCacheReadTokens === undefined && cacheMiss === undefined
      ? []
      : [
          {
            type: 'cache-read',
            expectedTokens: expectedCacheReadTokens ?? 0,
            readTokens: isEstimate ? undefined : usage.cacheRead,
          } as const,
        ]),
    ...(cacheMiss === undefined ? [] : [{ type: 'cache-miss', cause: cacheMiss } as const]),
    ...(redactions.length > 0 ? [{ type: 'redactions', redactions } as const] : []),
    ...(sessionId === undefined ? [] : [{ type: 'session', sessionId } as const]),
  ];
}

/** Each kind once, in the order in which they were found: the same may have stood in several parts of the prompt. */
export function redactionCounts({ redactions = [] }: Pick<DecisionRecord, 'redactions'>): readonly RedactionCount[] {
  const counts = new Map<string, number>();
  for (const { kind, count } of redactions) counts.set(kind, (counts.get(kind) ?? 0) + count);
  return [...counts].map(([kind, count]) => ({ kind, count }));
}
