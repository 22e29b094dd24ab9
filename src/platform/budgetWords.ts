import * as vscode from 'vscode';
import {
  type BudgetForecast,
  type BudgetName,
  type BudgetPeriod,
  type BudgetScope,
  budgetOfId,
  type LimitAction,
  type PressureVerdict,
} from '../core/budget/index.ts';
import type { LimitState, LimitUnit } from '../core/ledger/index.ts';
import { formatUsd } from '../core/money/index.ts';
import { tierInWords } from './entryWords.ts';
import { scopeInWords } from './kindWords.ts';

const { t } = vscode.l10n;

/** When and for what a budget is, by its id, as it stands behind an amount: "$0.42 of $0.50 today", "... this month for chat". */
export function budgetInWords(budgetId: string): string {
  const { period, scope } = nameOf(budgetId);
  const when = whenInWords(period);
  return scope ? t('{0} for {1}', when, whatInWords(scope)) : when;
}

/** `$0.42 of $0.50 today`, `1,200 of 5,000 tokens this week`. */
export function usedInWords({ budgetId, unit, spent, limit }: LimitState): string {
  const when = budgetInWords(budgetId);
  return unit === 'tokens'
    ? t('{0} of {1} tokens {2}', countInWords(spent), countInWords(limit), when)
    : t('{0} of {1} {2}', formatUsd(spent), formatUsd(limit), when);
}

/** `$0.42`, `1,200 tokens`. */
export function amountInWords(amount: number, unit: LimitUnit): string {
  return unit === 'tokens' ? t('{0} tokens', countInWords(amount)) : formatUsd(amount);
}

/** The budget's name, as it begins a line. */
export function budgetName(budgetId: string): string {
  const { period, scope, unit } = nameOf(budgetId);
  const name = unit === 'tokens' ? tokenBudgetName(period) : moneyBudgetName(period);
  return scope ? t('{0} for {1}', name, whatInWords(scope)) : name;
}

/** How a budget's period will end, at the pace so far: "At this pace this budget ends on 19 November." */
export function forecastInWords(
  { limit, unit }: Pick<LimitState, 'limit' | 'unit'>,
  { median, low, high, endsOn }: BudgetForecast,
): string {
  const short = (amount: number): string => (unit === 'tokens' ? countInWords(Math.round(amount)) : formatUsd(Math.round(amount)));
  const [likely, least, most] = [amountInWords(Math.round(median), unit), short(low), short(high)];
  if (endsOn !== undefined)
    return t('At this pace it is used up on {0}; by the end it would be {1} ({2} to {3}).', dayInWords(endsOn), likely, least, most);
  return high > limit
    ? t('At this pace {0} by the end ({1} to {2}): it may not last.', likely, least, most)
    : t('At this pace {0} by the end ({1} to {2}).', likely, least, most);
}

/** What becomes of requests when a budget is used up: of those that it counts, where it does not count all. */
export function atLimitInWords(budgetId: string, atLimit: LimitAction): string {
  const { scope } = nameOf(budgetId);
  switch (atLimit) {
    case 'warn':
      return t('It only warns: requests go on.');
    case 'economy':
      return t('Frontier models are asked only where you choose them.');
    case 'local-only':
      return scope ? t('Paid requests that it counts are held back.') : t('Paid requests are held back.');
    case 'stop':
      return scope && isOfWhoAnswers(scope) ? t('What it counts is stopped.') : t('What it counts is stopped, local models included.');
  }
}

/** The budget in whose name requests are made cheaper or stopped, and why; empty where none presses. `state`: of that budget, where it is known. */
export function pressureInWords(verdict: PressureVerdict, state: LimitState | undefined): string {
  if (verdict.pressure === 'normal') return '';
  const { budgetId, cause, endsOn, pressure } = verdict;
  const used = state ? usedInWords(state) : budgetName(budgetId);
  return [causeInWords(cause, used, endsOn), atLimitInWords(budgetId, pressure)].join(' ');
}

type Pressing = Exclude<PressureVerdict, { readonly pressure: 'normal' }>;

function causeInWords(cause: Pressing['cause'], used: string, endsOn: string | undefined): string {
  switch (cause) {
    case 'used-up':
      return t('The budget is used up: {0}.', used);
    case 'too-little-left':
      return t('What is left of the budget could not hold the last request: {0}.', used);
    case 'economy-at':
      return t('Much of the budget is used: {0}.', used);
    case 'forecast':
      return endsOn === undefined
        ? t('At this pace the budget will not last: {0}.', used)
        : t('At this pace the budget ends on {0}: {1}.', dayInWords(endsOn), used);
  }
}

function isOfWhoAnswers({ by }: BudgetScope): boolean {
  return by === 'model' || by === 'tier' || by === 'provider';
}

/** A local day: "19 November", "November 19". */
function dayInWords(localDay: string): string {
  return new Intl.DateTimeFormat(vscode.env.language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(Date.parse(localDay));
}

/** Until when something holds that was allowed on top. */
export function untilInWords(budgetId: string): string {
  const words: Readonly<Record<BudgetPeriod, string>> = {
    day: t('until midnight'),
    week: t('until the week ends'),
    month: t('until the month ends'),
    quarter: t('until the quarter ends'),
    year: t('until the year ends'),
    'rolling-30-days': t('for 30 days'),
    task: t('for this task'),
  };
  return words[nameOf(budgetId).period];
}

/** Whole per cent of a limit, rounded down, so that 100 means that nothing is left. */
export function percentOf({ limit, spent }: Pick<LimitState, 'limit' | 'spent'>): number {
  return limit === 0 ? 100 : Math.floor((spent * 100) / limit);
}

/** An id that is none is of an older or a later version: it is named as a day's. */
function nameOf(budgetId: string): BudgetName {
  return budgetOfId(budgetId) ?? { period: 'day', unit: 'nano-usd' };
}

function whenInWords(period: BudgetPeriod): string {
  const words: Readonly<Record<BudgetPeriod, string>> = {
    day: t('today'),
    week: t('this week'),
    month: t('this month'),
    quarter: t('this quarter'),
    year: t('this year'),
    'rolling-30-days': t('in 30 days'),
    task: t('in one task'),
  };
  return words[period];
}

function moneyBudgetName(period: BudgetPeriod): string {
  const words: Readonly<Record<BudgetPeriod, string>> = {
    day: t('Daily budget'),
    week: t('Weekly budget'),
    month: t('Monthly budget'),
    quarter: t('Quarterly budget'),
    year: t('Yearly budget'),
    'rolling-30-days': t('Budget of 30 days'),
    task: t('Budget of a task'),
  };
  return words[period];
}

function tokenBudgetName(period: BudgetPeriod): string {
  const words: Readonly<Record<BudgetPeriod, string>> = {
    day: t('Daily token budget'),
    week: t('Weekly token budget'),
    month: t('Monthly token budget'),
    quarter: t('Quarterly token budget'),
    year: t('Yearly token budget'),
    'rolling-30-days': t('Token budget of 30 days'),
    task: t('Token budget of a task'),
  };
  return words[period];
}

/** As a sentence goes on after "for": "this month for completions", "... for the workspace app". */
function whatInWords(scope: BudgetScope): string {
  switch (scope.by) {
    case 'kind':
      return scopeInWords(scope.name);
    case 'workspace':
      return t('the workspace {0}', scope.name);
    case 'model':
      return t('the model {0}', scope.name);
    case 'tier':
      return t('the tier "{0}"', tierInWords(scope.name));
    case 'provider':
      return t('the provider {0}', scope.name);
  }
}

let numbers: Intl.NumberFormat | undefined;

/** Made once, because making it costs a hundred times what using it does. */
export function countInWords(value: number): string {
  numbers ??= new Intl.NumberFormat(vscode.env.language);
  return numbers.format(value);
}
