import * as vscode from 'vscode';
import { type Budget, budgetId, thresholdOf } from '../../core/budget/index.ts';
import type { LimitState } from '../../core/ledger/index.ts';
import { formatUsd, type NanoUsd, nanoUsdPerUsd } from '../../core/money/index.ts';
import { scopeAsHeading } from '../../platform/kindWords.ts';
import type { HeldBack } from '../../platform/paidState.ts';
import type { Formats } from './formats.ts';
import type { BudgetField, BudgetState } from './protocol.ts';

const { t } = vscode.l10n;

interface BudgetFacts {
  readonly budgets: readonly Budget[];
  readonly limits: readonly LimitState[];
  readonly heldBack: HeldBack | undefined;
}

/** How much of each budget is used. A limit whose state is not known yet is left out. */
export function budgetStates({ budgets, limits, heldBack }: BudgetFacts, formats: Formats): readonly BudgetState[] {
  return budgets.flatMap((budget) => {
    const limit = limits.find((state) => state.budgetId === budgetId(budget));
    return limit ? [{ ...budgetState(budget, limit, formats), mayAllowMore: mayAllowMore(limit, heldBack) }] : [];
  });
}

function budgetState(budget: Budget, limit: LimitState, formats: Formats): Omit<BudgetState, 'mayAllowMore'> {
  const { limitNanoUsd, spentNanoUsd, reservedNanoUsd } = limit;
  const spentThousandths = partOf(spentNanoUsd, limitNanoUsd);
  const threshold = thresholdOf(limit) ?? 0;
  return {
    id: limit.budgetId,
    name: budgetInWords(budget),
    period: budget.period,
    level: threshold >= 100 ? 'reached' : threshold >= 80 ? 'warning' : 'below',
    spent: formatUsd(spentNanoUsd),
    limit: formatUsd(limitNanoUsd),
    text: factsOf(limit, limitNanoUsd - budget.limitNanoUsd, spentThousandths, formats).join(' · '),
    percent: Math.floor(spentThousandths / 10),
    spentThousandths: Math.min(1000, spentThousandths),
    reservedThousandths: Math.min(1000 - Math.min(1000, spentThousandths), partOf(reservedNanoUsd, limitNanoUsd)),
  };
}

/** Where it matters: it is nearly used up, or, whatever is left of it, it holds the next request back. */
function mayAllowMore(limit: LimitState, heldBack: HeldBack | undefined): boolean {
  return (thresholdOf(limit) ?? 0) >= 80 || heldBack?.budgetId === limit.budgetId;
}

function factsOf(limit: LimitState, allowedNanoUsd: NanoUsd, spentThousandths: number, formats: Formats): readonly string[] {
  const left = Math.max(0, limit.limitNanoUsd - limit.spentNanoUsd - limit.reservedNanoUsd);
  return [
    // What is not all of it must not be called 100 %.
    t('{0} used', formats.percent(Math.floor(spentThousandths / 10) * 10)),
    ...(limit.reservedNanoUsd > 0 ? [t('{0} held for requests under way', formatUsd(limit.reservedNanoUsd))] : []),
    t('{0} left', formatUsd(left)),
    ...(allowedNanoUsd > 0 ? [t('{0} allowed on top', formatUsd(allowedNanoUsd))] : []),
  ];
}

/** In thousandths, rounded down. A limit of nothing is all used. */
function partOf(amountNanoUsd: NanoUsd, limitNanoUsd: NanoUsd): number {
  if (limitNanoUsd === 0) return 1000;
  return Number((BigInt(amountNanoUsd) * 1000n) / BigInt(limitNanoUsd));
}

/** "Today", "This month: Chat". */
export function budgetInWords({ period, scope }: Pick<Budget, 'period' | 'scope'>): string {
  if (scope === undefined) return period === 'day' ? t('Today, everything') : t('This month, everything');
  const what = scopeAsHeading(scope);
  return period === 'day' ? t('Today, {0}', what) : t('This month, {0}', what);
}

/** The two budgets for everything, as they can be edited on the page. */
export function budgetFields(budgets: readonly Budget[]): readonly BudgetField[] {
  const dollars = (period: Budget['period']): string => {
    const budget = budgets.find((each) => each.period === period && each.scope === undefined);
    return budget ? plainDollars(budget.limitNanoUsd) : '';
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
