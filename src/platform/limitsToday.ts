import { type BudgetedRequest, limitsOn } from '../core/budget/index.ts';
import { localDay, type ReservationLimit } from '../core/ledger/index.ts';
import type { Clock } from '../core/router.ts';
import { budgetCalendar, budgetsInForce } from './budgets.ts';
import type { HeldBack } from './paidState.ts';

/** The user's limits as they are now: all of them, or those that count a request. */
export function limitsToday(clock: Clock, request?: BudgetedRequest): readonly ReservationLimit[] {
  return limitsOn(budgetsInForce(), localDay(clock.now(), clock.timeZone()), budgetCalendar(), request);
}

/** What budgets ask of a request that was held back. */
export function heldBackRequest({ kind, workspace, taskId, model, tier, provider }: HeldBack): BudgetedRequest {
  const candidate = { model: { id: model, tier }, endpoint: { provider } };
  return { kind, ...(workspace !== undefined && { workspace }), taskId, candidate };
}

/** All of the limits, with those of the agent's task that was held back. */
export function limitsWith(clock: Clock, heldBack: HeldBack | undefined): readonly ReservationLimit[] {
  return limitsToday(clock, heldBack && { taskId: heldBack.taskId });
}
