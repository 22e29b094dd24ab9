import type { ReservationLimit } from '../ledger/index.ts';
import type { NanoUsd } from '../money/index.ts';
import { capName } from './budgetId.ts';
import { periodOf, usualCalendar } from './period.ts';

/**
 * The id under which the ledger knows a task's cap: `cap#ID`, beside `task#ID` of a budget for each task. It is another one, because allowances are
 * stored under a budget's id: what is allowed on top of the budget never raises the cap.
 */
export function capId(sessionId: string): string {
  return `${capName}#${sessionId}`;
}

export function isCapId(budgetId: string): boolean {
  return budgetId.startsWith(`${capName}#`);
}

/**
 * What one task of an agent may cost, all that was ever done for it counted: every kind of request, those of its subtasks, unpriced ones at the
 * dearest known prices.
 */
export function capLimit(sessionId: string, capNanoUsd: NanoUsd): ReservationLimit {
  const { fromDay } = periodOf({ period: 'task' }, '', usualCalendar);
  return { budgetId: capId(sessionId), unit: 'nano-usd', limit: capNanoUsd, fromDay, taskId: sessionId };
}
