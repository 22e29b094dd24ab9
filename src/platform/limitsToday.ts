import { type BudgetedRequest, limitsOn, limitsWithTasks, mayCount } from '../core/budget/index.ts';
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

/**
 * All of the limits, with those of agents' tasks: of these ones, and of the one that was held back. What belongs to no agent, such as a completion, has
 * no task whose budget could hold it back.
 */
export function limitsWith(clock: Clock, heldBack: HeldBack | undefined, tasks: readonly string[] = []): readonly ReservationLimit[] {
  const ofAgent = heldBack && mayCount({ period: 'task' }, { kind: heldBack.kind, taskId: heldBack.taskId }) ? [heldBack.taskId] : [];
  return limitsWithTasks(budgetsInForce(), localDay(clock.now(), clock.timeZone()), budgetCalendar(), [...tasks, ...ofAgent]);
}
