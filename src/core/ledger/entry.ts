import type { BillingKind, Tier } from '../catalogue/index.ts';
import type { NanoUsd } from '../money/index.ts';
import type {
  BillingReport,
  FinishReason,
  ProviderErrorReason,
  ServerTimings,
  Stability,
  TaskKind,
  TaskOrigin,
  Usage,
} from '../task/index.ts';
import type { DecisionRecord } from './decisionRecord.ts';

/** How an attempt ended. `lost`: its process died, so nobody knows; the entry is the estimate that was made before. */
export type EntryFinish = FinishReason | 'error' | 'lost';

/** One real attempt: bytes left for an endpoint. Append-only. */
export interface LedgerEntry {
  readonly id: string;
  readonly taskId: string;
  /** 1 for the first attempt of a task. */
  readonly attempt: number;
  readonly kind: TaskKind;
  readonly origin: TaskOrigin;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** The user's calendar day when it started, `YYYY-MM-DD`; roll-ups are per such day. */
  readonly localDay: string;
  /** From sending to the first part of the answer; missing when none came. */
  readonly firstTokenMs?: number;
  readonly durationMs: number;
  readonly model: string;
  readonly tier: Tier;
  readonly provider: string;
  readonly endpoint: string;
  readonly billing: BillingKind;
  /** As in `Candidate`; missing where there was no choice. */
  readonly effort?: string;
  readonly serviceTier?: string;
  /** Of the model's weights, where it is known. */
  readonly precision?: string;
  /** As in `Task`. */
  readonly sessionId?: string;
  readonly finish: EntryFinish;
  readonly errorReason?: ProviderErrorReason;
  readonly usage: Usage;
  /** Tokens that a prompt cache was expected to hold: what `usage.cacheRead` is compared with. */
  readonly expectedCacheReadTokens?: number;
  /** Why it held less than expected. */
  readonly cacheMiss?: string;
  /** The part of `usage.output` that was reasoning, where it is told. */
  readonly reasoningTokens?: number;
  readonly timings?: ServerTimings;
  /** The watt-hours that a local model took: its working time x the wattage of the user's setting. An estimate. */
  readonly energyWh?: number;
  /** The usage was not reported but counted by us, or reported so that it cannot be true; so is the cost. */
  readonly isEstimate: boolean;
  /** What was paid: the provider's own figure where it tells one, else the buckets x their prices. Missing means unpriced, which is never $0.00. */
  readonly costNanoUsd?: NanoUsd;
  /** The buckets x the list prices, where that differs from what was paid: a gateway's dearer endpoint, a flat plan. */
  readonly listPriceNanoUsd?: NanoUsd;
  /**
   * What the prompt cache changed of the cost: reads below the uncached price, less what writes cost above it. Below zero where writes did not
   * pay. Missing where it touched none.
   */
  readonly cacheSavedNanoUsd?: NanoUsd;
  /** One attempt on the model that the user would otherwise have used; only on the attempt that answered its task. An upper bound. */
  readonly baseline?: BaselineCost;
  /** What counts against budgets: the cost, and for an unpriced attempt its cost at the dearest known prices. */
  readonly countedNanoUsd: NanoUsd;
  /** The terms it was billed under, as the provider reported them. */
  readonly billingReport?: BillingReport;
  /** The prompt's pieces as they were sent, by stability, in that order: how much of it could be cached. */
  readonly prompt?: readonly PromptPart[];
  /** The decision that led here, with its reasons, as it is shown. */
  readonly decision: DecisionRecord;
}

export interface BaselineCost {
  readonly model: string;
  readonly endpoint: string;
  readonly costNanoUsd: NanoUsd;
}

export interface PromptPart {
  readonly stability: Stability;
  readonly segments: number;
  /** By our own estimate. */
  readonly tokens: number;
}

/** What the meter shows of one local day. */
export interface DaySummary {
  readonly localDay: string;
  readonly attempts: number;
  readonly costNanoUsd: NanoUsd;
  readonly unpricedAttempts: number;
  /** Attempts whose usage was counted by us. */
  readonly estimatedAttempts: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Answers of which something was accepted first on this day, in however many pieces. */
  readonly accepted: number;
}

export function emptyDay(localDay: string): DaySummary {
  return {
    localDay,
    attempts: 0,
    costNanoUsd: 0,
    unpricedAttempts: 0,
    estimatedAttempts: 0,
    inputTokens: 0,
    outputTokens: 0,
    accepted: 0,
  };
}

/** The totals of a local day for one kind, tier, model, endpoint, provider, billing kind, workspace and language. */
export interface RollUp {
  readonly localDay: string;
  readonly kind: TaskKind;
  readonly tier: Tier;
  readonly model: string;
  readonly endpoint: string;
  readonly provider: string;
  readonly billing: BillingKind;
  /** As in `TaskOrigin`; empty where there was none. */
  readonly workspace: string;
  readonly language: string;
  readonly attempts: number;
  readonly unpricedAttempts: number;
  readonly estimatedAttempts: number;
  readonly costNanoUsd: NanoUsd;
  readonly countedNanoUsd: NanoUsd;
  /** Of attempts on flat plans only: what they would have cost at list prices. It is shown apart and is never spend. */
  readonly listPriceNanoUsd: NanoUsd;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly outputTokens: number;
  /** In every bucket of cache writes. */
  readonly cacheWriteTokens: number;
  /** The sum of `cacheSavedNanoUsd`. */
  readonly cacheSavedNanoUsd: NanoUsd;
  /** The sum of the baselines' costs. */
  readonly baselineNanoUsd: NanoUsd;
}

/** What was counted against budgets within one hour of a local day. */
export interface HourTotal {
  readonly localDay: string;
  /** From 0 to 23, by the clock on the wall. */
  readonly hour: number;
  readonly countedNanoUsd: NanoUsd;
  readonly tokens: number;
}
