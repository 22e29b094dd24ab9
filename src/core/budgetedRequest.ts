import type { BudgetedRequest } from './budget/index.ts';
import type { Task } from './task/index.ts';

/** What budgets ask of a task, whoever answers it. An agent's task is many requests: they have its session in common. */
export function budgetedRequest({ id, kind, origin: { workspace }, sessionId }: Task): Omit<BudgetedRequest, 'candidate'> {
  return { kind, ...(workspace !== undefined && { workspace }), taskId: sessionId ?? id };
}
