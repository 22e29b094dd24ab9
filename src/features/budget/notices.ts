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
 * The notices that a budget has come to, in rising order. A budget that holds a request back has come to its end, though some of it may be left.
 * Their keys name budget, period and limit: a threshold is told again only in the next period, or after the limit was raised.
 */
export function noticesFor(limit: ReservationLimit, state: LimitState, { period, warnAt }: Budget, heldBack?: HeldBack): readonly Notice[] {
  // Who sets a budget of nothing knows that it is used up.
  if (state.limit === 0) return [];
  const holdsBack = heldBack?.budgetId === state.budgetId;
  const reached = holdsBack ? 100 : (thresholdOf(state, warnAt) ?? 0);
  const thresholds = holdsBack && warnAt.length > 0 && !warnAt.includes(100) ? [...warnAt, 100] : warnAt;
  const when = period === 'rolling-30-days' ? thirtyDays(limit.fromDay) : limit.fromDay;
  return thresholds
    .filter((threshold) => threshold <= reached)
    .map((threshold) => ({ key: `budget:${state.budgetId}:${when}:${state.limit}:${threshold}`, threshold }));
}

/** A rolling period begins anew each day, and is not to be told of each day. */
function thirtyDays(fromDay: string): string {
  return `30-days-${Math.floor(dayNumber(fromDay) / 30)}`;
}
