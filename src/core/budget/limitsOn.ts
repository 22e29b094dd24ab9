import { type ReservationLimit, rootSession } from '../ledger/index.ts';
import { type Budget, type BudgetedRequest, type BudgetScope, kindsOf, mayCount } from './budget.ts';
import { budgetId } from './budgetId.ts';
import { type BudgetCalendar, periodOf } from './period.ts';

/** The limits in force on a day: all of them, or those that count a request. Those of agents' tasks are there only for a task that is named. */
export function limitsOn(
  budgets: readonly Budget[],
  today: string,
  calendar: BudgetCalendar,
  request: BudgetedRequest = {},
): readonly ReservationLimit[] {
  return budgets.filter((budget) => mayCount(budget, request)).map((budget) => limitOn(budget, today, calendar, request));
}

/** All limits in force on a day, with those of these tasks of agents. */
export function limitsWithTasks(
  budgets: readonly Budget[],
  today: string,
  calendar: BudgetCalendar,
  tasks: Iterable<string>,
): readonly ReservationLimit[] {
  const ofTasks = budgets.filter(({ period }) => period === 'task');
  return [
    ...limitsOn(budgets, today, calendar),
    ...[...new Set([...tasks].map(rootSession))].flatMap((taskId) => limitsOn(ofTasks, today, calendar, { taskId })),
  ];
}

interface Known {
  readonly today: string;
  readonly calendar: BudgetCalendar;
  readonly limit: ReservationLimit;
}

/** Asked several times for each request, and they change once a day. */
const known = new WeakMap<Budget, Known>();

function limitOn(budget: Budget, today: string, calendar: BudgetCalendar, request: BudgetedRequest): ReservationLimit {
  if (budget.period === 'task') return madeLimit(budget, today, calendar, request);
  const before = known.get(budget);
  if (before?.today === today && before.calendar === calendar) return before.limit;
  const limit = madeLimit(budget, today, calendar, request);
  known.set(budget, { today, calendar, limit });
  return limit;
}

function madeLimit(budget: Budget, today: string, calendar: BudgetCalendar, { taskId }: BudgetedRequest): ReservationLimit {
  const { period, unit, limit, scope, atLimit } = budget;
  // A subtask is a part of its task, and no task that the user gave.
  const task = period === 'task' && taskId !== undefined ? rootSession(taskId) : undefined;
  return {
    budgetId: budgetId(budget, task),
    unit,
    limit,
    fromDay: periodOf(budget, today, calendar).fromDay,
    ...(isSoft(atLimit) && { isSoft: true }),
    ...(scope && limitedTo(scope)),
    ...(task !== undefined && { taskId: task, kinds: agentKinds(scope) }),
  };
}

/** It is counted, and refuses nothing. */
function isSoft(atLimit: Budget['atLimit']): boolean {
  return atLimit === 'warn' || atLimit === 'economy';
}

function limitedTo({ by, name }: BudgetScope): Partial<ReservationLimit> {
  return by === 'kind' ? { kinds: kindsOf(name) } : { [by]: name };
}

function agentKinds(scope: BudgetScope | undefined): ReservationLimit['kinds'] & {} {
  const ofAgent = kindsOf('agent');
  return scope?.by === 'kind' ? kindsOf(scope.name).filter((kind) => ofAgent.includes(kind)) : ofAgent;
}
