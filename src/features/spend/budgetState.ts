import * as vscode from 'vscode';
import { type Budget, budgetId, hasReached, leftOf, unreachable } from '../../core/budget/index.ts';
import type { LimitState } from '../../core/ledger/index.ts';
import { type NanoUsd, nanoUsdPerUsd } from '../../core/money/index.ts';
import { amountInWords, budgetName } from '../../platform/budgetWords.ts';
import type { HeldBack } from '../../platform/paidState.ts';
import type { Formats } from './formats.ts';
import type { BudgetField, BudgetState } from './protocol.ts';

const { t } = vscode.l10n;

/** How a budget's period is expected to end, in the budget's unit. */
export interface ExpectedEnd {
  readonly median: number;
  /** The local day on which it is used up, where that is within the period. */
  readonly endsOn?: string | undefined;
}

export interface BudgetFacts {
  readonly budgets: readonly Budget[];
  readonly limits: readonly LimitState[];
  readonly heldBack: HeldBack | undefined;
  /** What a budget is expected to hold at its period's end, in its unit, by its id. */
  readonly expected: ReadonlyMap<string, ExpectedEnd>;
}

/** How much of each budget is used. A limit whose state is not known yet is left out; that of a task is there while it holds one back. */
export function budgetStates({ budgets, limits, heldBack, expected }: BudgetFacts, formats: Formats): readonly BudgetState[] {
  return budgets.flatMap((budget) => {
    const limit = limits.find((state) => withoutTask(state.budgetId) === budgetId(budget));
    return limit ? [budgetState({ budget, limit, heldBack, expected: expected.get(limit.budgetId) }, formats)] : [];
  });
}

/** The id of a budget for each task has the task's behind it. */
export function withoutTask(id: string): string {
  return id.split('#')[0] ?? id;
}

interface OneBudget {
  readonly budget: Budget;
  readonly limit: LimitState;
  readonly heldBack: HeldBack | undefined;
  readonly expected: ExpectedEnd | undefined;
}

function budgetState(one: OneBudget, formats: Formats): BudgetState {
  const { budget, limit: state, heldBack, expected } = one;
  const { budgetId: id, unit } = state;
  const spentThousandths = partOf(state.spent, state.limit);
  const spent = Math.min(1000, spentThousandths);
  const reserved = Math.min(1000 - spent, partOf(state.reserved, state.limit));
  return {
    id,
    name: budgetName(id),
    level: hasReached(state, 100) ? 'reached' : hasReached(state, 80) ? 'warning' : 'below',
    spent: amountInWords(state.spent, unit),
    limit: amountInWords(state.limit, unit),
    text: factsOf(one, formats).join(' · '),
    percent: Math.floor(spentThousandths / 10),
    spentThousandths: spent,
    reservedThousandths: reserved,
    unreachableThousandths: outOfReach(one) > 0 ? 1000 - spent - reserved : 0,
    ...(expected !== undefined && { forecastThousandths: Math.min(1000, partOf(Math.round(expected.median), state.limit)) }),
    ...(unit === 'nano-usd' && mayAllowMore(state, heldBack) && { allowMore: allowMoreInWords(budget) }),
  };
}

/** Where it matters: it is nearly used up, or, whatever is left of it, it holds the next request back. */
function mayAllowMore(state: LimitState, heldBack: HeldBack | undefined): boolean {
  return hasReached(state, 80) || heldBack?.budgetId === state.budgetId;
}

/** What is left, where the worst case of the last request did not fit into it any more; else nothing. */
function outOfReach({ limit, heldBack }: OneBudget): number {
  return heldBack?.budgetId === limit.budgetId ? unreachable(limit, heldBack.needed) : 0;
}

function factsOf(one: OneBudget, formats: Formats): readonly string[] {
  const { budget, limit: state, expected } = one;
  const amount = (value: number): string => amountInWords(value, state.unit);
  const left = Math.max(0, leftOf(state));
  const allowed = state.limit - budget.limit;
  const isTooLittle = outOfReach(one) > 0;
  return [
    t('{0} used', formats.wholePercent(state.spent, state.limit)),
    ...(state.reserved > 0 ? [t('{0} held for requests under way', amount(state.reserved))] : []),
    isTooLittle ? t('{0} left, too little for a request’s worst case', amount(left)) : t('{0} left', amount(left)),
    ...(allowed > 0 ? [t('{0} allowed on top', amount(allowed))] : []),
    ...(expected && !hasReached(state, 100) ? [expectedInWords(expected, amount, formats)] : []),
  ];
}

function expectedInWords({ median, endsOn }: ExpectedEnd, amount: (value: number) => string, formats: Formats): string {
  if (endsOn !== undefined) return t('used up on {0} at this pace', formats.day(endsOn));
  return t('{0} expected by its end', amount(Math.round(median)));
}

/** In thousandths, rounded down. A limit of nothing is all used. */
function partOf(amount: number, limit: number): number {
  if (limit === 0) return 1000;
  return Number((BigInt(amount) * 1000n) / BigInt(limit));
}

/** The page fills in what stands in the field. */
function allowMoreInWords({ period }: Pick<Budget, 'period'>): string {
  const words: Readonly<Record<Budget['period'], string>> = {
    day: t('Allow {0} more today', '{0}'),
    week: t('Allow {0} more this week', '{0}'),
    month: t('Allow {0} more this month', '{0}'),
    quarter: t('Allow {0} more this quarter', '{0}'),
    year: t('Allow {0} more this year', '{0}'),
    'rolling-30-days': t('Allow {0} more for these 30 days', '{0}'),
    task: t('Allow {0} more for this task', '{0}'),
  };
  return words[period];
}

/** The two budgets for everything, as they can be edited on the page. */
export function budgetFields(budgets: readonly Budget[]): readonly BudgetField[] {
  const dollars = (period: Budget['period']): string => {
    const budget = budgets.find((each) => budgetId(each) === period);
    return budget ? plainDollars(budget.limit) : '';
  };
  return [
    { period: 'day', label: t('Budget per day'), dollars: dollars('day') },
    { period: 'month', label: t('Budget per month'), dollars: dollars('month') },
  ];
}

/** All its digits: `0.50`, `12.00`, `0.001`. */
function plainDollars(amount: NanoUsd): string {
  const fraction = String(amount % nanoUsdPerUsd)
    .padStart(9, '0')
    .replace(/0{0,7}$/, '');
  return `${Math.floor(amount / nanoUsdPerUsd)}.${fraction}`;
}
