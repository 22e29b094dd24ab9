import { type Budget, budgetId, dayNumber, thresholdOf } from '../../core/budget/index.ts';
import type { LimitState, ReservationLimit } from '../../core/ledger/index.ts';
import type { HeldBack } from '../../platform/paidState.ts';

/** What is told once over all windows. */
export interface Notice {
  readonly key: string;
  /** In per cent of the limit. */
  readonly threshold: number;
}

/** The budget behind a limit, which for an agent's task has the task's name behind its own. */
export function budgetOf(limit: Pick<ReservationLimit, 'budgetId'>, budgets: readonly Budget[]): Budget | undefined {
  return budgets.find((budget) => budgetId(budget) === nameOf(limit.budgetId));
}

/** The id without the task. */
export function nameOf(id: string): string {
  return id.replace(/#.*$/s, '');
}

/**
 * The notices that a budget has come to by what was spent, in rising order. Their keys name budget, period and limit: a threshold is told again
 * only in the next period, or after the limit was raised.
 */
export function noticesFor(limit: ReservationLimit, state: LimitState, budget: Budget): readonly Notice[] {
  // Who sets a budget of nothing knows that it is used up.
  if (state.limit === 0) return [];
  const reached = thresholdOf(state, budget.warnAt) ?? 0;
  return budget.warnAt
    .filter((threshold) => threshold <= reached)
    .map((threshold) => ({ key: keyOf(limit, state, budget, threshold), threshold }));
}

/**
 * A budget that holds a request back has come to its end for that one, though some of it may be left. That has a key of its own: one request that
 * is too big must not use up the warnings of a whole period. Undefined where it holds nothing back, or is used up, which is told as such.
 */
export function heldNoticeFor(
  limit: ReservationLimit,
  state: LimitState,
  budget: Budget,
  heldBack: HeldBack | undefined,
): Notice | undefined {
  const isTold = budget.warnAt.length > 0 && state.limit > 0 && heldBack?.budgetId === state.budgetId;
  return isTold && state.spent < state.limit ? { key: keyOf(limit, state, budget, 'held'), threshold: 100 } : undefined;
}

function keyOf({ fromDay }: ReservationLimit, state: LimitState, { period }: Budget, what: number | 'held'): string {
  const when = period === 'rolling-30-days' ? thirtyDays(fromDay) : fromDay;
  return `budget:${state.budgetId}:${when}:${state.limit}:${what}`;
}

/** A rolling period begins anew each day, and is not to be told of each day. */
function thirtyDays(fromDay: string): string {
  return `30-days-${Math.floor(dayNumber(fromDay) / 30)}`;
}
