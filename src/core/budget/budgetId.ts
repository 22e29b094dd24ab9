import { tiers } from '../catalogue/index.ts';
import type { LimitUnit } from '../ledger/index.ts';
import { type Budget, type BudgetPeriod, type BudgetScope, budgetPeriods, kindsOf } from './budget.ts';

/** What a budget's id says of it. */
export interface BudgetName {
  readonly period: BudgetPeriod;
  readonly scope?: BudgetScope;
  readonly unit: LimitUnit;
  /** Of one agent's task. */
  readonly taskId?: string;
}

/**
 * The id under which the ledger and the pages know it: `day`, `month:tokens`, `day:completion`, `week:workspace=app:tokens`; of one agent's task
 * `task#ID`. Text that stays: allowances are stored under it.
 */
export function budgetId({ period, scope, unit }: Pick<Budget, 'period' | 'scope' | 'unit'>, taskId?: string): string {
  const id = [period, ...(scope ? [scopeText(scope)] : []), ...(unit === 'tokens' ? ['tokens'] : [])].join(':');
  return taskId === undefined ? id : `${id}#${taskId}`;
}

/** The reverse; undefined where it is no such id. */
export function budgetOfId(id: string): BudgetName | undefined {
  const [name = '', ...task] = id.split('#');
  if (name === capName && task.length > 0) return { period: 'task', unit: 'nano-usd', taskId: task.join('#') };
  const [first, ...rest] = name.split(':');
  const period = budgetPeriods.find((each) => each === first);
  const unit = rest.at(-1) === 'tokens' ? 'tokens' : 'nano-usd';
  const [scopeWord, ...tooMany] = unit === 'tokens' ? rest.slice(0, -1) : rest;
  const scope = scopeWord === undefined ? undefined : scopeOfText(scopeWord);
  if (!period || tooMany.length > 0 || (scopeWord !== undefined && !scope)) return undefined;
  return { period, unit, ...(scope && { scope }), ...(task.length > 0 && { taskId: task.join('#') }) };
}

/** What begins the id of a cap (`taskCap.ts`), and no budget's. */
export const capName = 'cap';

const named = ['workspace', 'model', 'tier', 'provider'] as const;

function scopeText({ by, name }: BudgetScope): string {
  return by === 'kind' ? name : `${by}=${name.replace(/[%:#]/g, encodeURIComponent)}`;
}

function scopeOfText(text: string): BudgetScope | undefined {
  const [word = '', ...rest] = text.split('=');
  if (rest.length === 0) return kindsOf(word).length > 0 ? { by: 'kind', name: word } : undefined;
  const by = named.find((each) => each === word);
  const name = rest.join('=').replace(/%(25|3A|23)/g, decodeURIComponent);
  if (!by || name === '') return undefined;
  if (by !== 'tier') return { by, name };
  const tier = tiers.find((each) => each === name);
  return tier && { by, name: tier };
}
