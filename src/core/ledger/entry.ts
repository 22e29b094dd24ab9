import type { BillingKind, Tier } from '../catalogue/index.ts';
import type { NanoUsd } from '../money/index.ts';
import type { FinishReason, ProviderErrorReason, ServerTimings, TaskKind, TaskOrigin, Usage } from '../task/index.ts';
import type { DecisionRecord } from './decisionRecord.ts';

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
  readonly finish: FinishReason | 'error';
  readonly errorReason?: ProviderErrorReason;
  readonly usage: Usage;
  readonly timings?: ServerTimings;
  /** The usage was not reported but counted by us. */
  readonly isEstimate: boolean;
  /** Missing means unpriced, which is never $0.00. */
  readonly costNanoUsd?: NanoUsd;
  /** The decision that led here, with its reasons, as it is shown. */
  readonly decision: DecisionRecord;
}

/** What the meter shows of one local day. */
export interface DaySummary {
  readonly localDay: string;
  readonly attempts: number;
  readonly costNanoUsd: NanoUsd;
  readonly unpricedAttempts: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly accepted: number;
}

export function emptyDay(localDay: string): DaySummary {
  return { localDay, attempts: 0, costNanoUsd: 0, unpricedAttempts: 0, inputTokens: 0, outputTokens: 0, accepted: 0 };
}
