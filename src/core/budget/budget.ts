import type { LimitState, ReservationLimit } from '../ledger/index.ts';
import type { NanoUsd } from '../money/index.ts';
import { type TaskKind, taskKinds } from '../task/index.ts';

export type BudgetPeriod = 'day' | 'month';

/** A limit that the user set. */
export interface Budget {
  readonly period: BudgetPeriod;
  readonly limitNanoUsd: NanoUsd;
  /** A task kind, or the first word of several (`completion`, `agent`); missing means everything. */
  readonly scope?: string;
}

/** The id under which the ledger and the pages know it: `day`, `month`, `day:completion` ... */
export function budgetId({ period, scope }: Pick<Budget, 'period' | 'scope'>): string {
  return scope === undefined ? period : `${period}:${scope}`;
}

/** The kinds that a scope stands for; none where it is no scope. */
export function kindsOf(scope: string): readonly TaskKind[] {
  return taskKinds.filter((kind) => kind === scope || kind.startsWith(`${scope}.`));
}

/** The limits in force on a day, all of them or those that count a kind. */
export function limitsOn(budgets: readonly Budget[], today: string, kind?: TaskKind): readonly ReservationLimit[] {
  return budgets
    .map((budget) => limitOn(budget, today))
    .filter(({ kinds }) => kind === undefined || kinds === undefined || kinds.includes(kind));
}

function limitOn(budget: Budget, today: string): ReservationLimit {
  return {
    budgetId: budgetId(budget),
    limitNanoUsd: budget.limitNanoUsd,
    fromDay: budget.period === 'day' ? today : `${today.slice(0, 7)}-01`,
    ...(budget.scope !== undefined && { kinds: kindsOf(budget.scope) }),
  };
}

/** In per cent of a limit. */
export const warningThresholds = [50, 80, 100] as const;

export type WarningThreshold = (typeof warningThresholds)[number];

/** The highest threshold that what was spent has reached; undefined below the first. A limit of nothing is reached from the start. */
export function thresholdOf({
  limitNanoUsd,
  spentNanoUsd,
}: Pick<LimitState, 'limitNanoUsd' | 'spentNanoUsd'>): WarningThreshold | undefined {
  return warningThresholds.findLast((threshold) => spentNanoUsd * 100 >= limitNanoUsd * threshold);
}
