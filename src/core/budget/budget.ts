import type { Tier } from '../catalogue/index.ts';
import type { LimitUnit } from '../ledger/index.ts';
import { type TaskKind, taskKinds } from '../task/index.ts';

/** `task`: each task of an agent by itself, from its first attempt to its last. */
export const budgetPeriods = ['day', 'week', 'month', 'quarter', 'year', 'rolling-30-days', 'task'] as const;

export type BudgetPeriod = (typeof budgetPeriods)[number];

/**
 * What a budget counts. `kind`: a task kind, or the first word of several (`completion`, `agent`). `model`: the exact id that its provider knows it by.
 * `workspace`: its folder's name.
 */
export type BudgetScope =
  | { readonly by: 'kind' | 'workspace' | 'model' | 'provider'; readonly name: string }
  | { readonly by: 'tier'; readonly name: Tier };

/** What happens when nothing is left, from the mildest to the strictest. `economy`: no frontier model, except on request. */
export const limitActions = ['warn', 'economy', 'local-only', 'stop'] as const;

export type LimitAction = (typeof limitActions)[number];

/** A limit that the user set. */
export interface Budget {
  readonly period: BudgetPeriod;
  readonly unit: LimitUnit;
  readonly limit: number;
  /** Missing means everything. */
  readonly scope?: BudgetScope;
  /** In per cent of the limit, rising: when the user is told. */
  readonly warnAt: readonly number[];
  /** In per cent of the limit: from there on no frontier model is asked, except on request. */
  readonly economyAt?: number;
  readonly atLimit: LimitAction;
}

/** What holds of a budget that says nothing of it. */
export const usualTerms = { unit: 'nano-usd', warnAt: [50, 80, 100], atLimit: 'local-only' } as const satisfies Partial<Budget>;

/** What budgets ask of a request. What is missing is not known yet, so that it may be anything. */
export interface BudgetedRequest {
  readonly kind?: TaskKind;
  readonly workspace?: string;
  /** Of the session, where there is one: an agent's task is many requests. Those of a subtask have their own, under their task's. */
  readonly taskId?: string;
  readonly candidate?: BudgetedCandidate;
}

/** What budgets ask of who might answer. */
export interface BudgetedCandidate {
  readonly model: { readonly id: string; readonly tier: Tier };
  readonly endpoint: { readonly provider: string };
}

/** The kinds that a scope stands for; none where it is no scope. */
export function kindsOf(scope: string): readonly TaskKind[] {
  return taskKinds.filter((kind) => kind === scope || kind.startsWith(`${scope}.`));
}

/** Whether a budget may count a request. Those of an agent's task count nothing else. */
export function mayCount({ period, scope }: Pick<Budget, 'period' | 'scope'>, request: BudgetedRequest): boolean {
  const { kind, workspace, taskId, candidate } = request;
  if (period === 'task' && ((kind !== undefined && !isOfAgent(kind)) || taskId === undefined)) return false;
  switch (scope?.by) {
    case undefined:
      return true;
    case 'kind':
      return kind === undefined || kindsOf(scope.name).includes(kind);
    case 'workspace':
      // A request that names its kind is known: without a workspace it belongs to none.
      return workspace === scope.name || (workspace === undefined && kind === undefined);
    case 'model':
      return candidate === undefined || candidate.model.id === scope.name;
    case 'tier':
      return candidate === undefined || candidate.model.tier === scope.name;
    case 'provider':
      return candidate === undefined || candidate.endpoint.provider === scope.name;
  }
}

function isOfAgent(kind: TaskKind): boolean {
  return kindsOf('agent').includes(kind);
}
