import { thresholdOf, type WarningThreshold, warningThresholds } from '../../core/budget/index.ts';
import type { LimitState, ReservationLimit } from '../../core/ledger/index.ts';
import type { HeldBack } from '../../platform/paidState.ts';

/** What is told once over all windows. */
export interface Notice {
  readonly key: string;
  readonly threshold: WarningThreshold;
}

/**
 * The notices that a budget has come to, in rising order. A budget that holds a request back has come to its end, though some of it may be left.
 * Their keys name budget, period and limit: a threshold is told again only in the next period, or after the limit was raised.
 */
export function noticesFor({ fromDay }: ReservationLimit, state: LimitState, heldBack?: HeldBack): readonly Notice[] {
  const { budgetId, limitNanoUsd } = state;
  // Who sets a budget of nothing knows that it is used up.
  if (limitNanoUsd === 0) return [];
  const reached = heldBack?.budgetId === budgetId ? 100 : (thresholdOf(state) ?? 0);
  return warningThresholds
    .filter((threshold) => threshold <= reached)
    .map((threshold) => ({ key: `budget:${budgetId}:${fromDay}:${limitNanoUsd}:${threshold}`, threshold }));
}
