import * as vscode from 'vscode';
import type { LimitState } from '../core/ledger/index.ts';
import { formatUsd } from '../core/money/index.ts';
import { scopeInWords } from './kindWords.ts';

const { t } = vscode.l10n;

/** When and for what a budget is, by its id, as it stands behind an amount: "$0.42 of $0.50 today", "... this month for chat". */
export function budgetInWords(budgetId: string): string {
  const { period, scope } = partsOf(budgetId);
  if (scope === undefined) return period === 'month' ? t('this month') : t('today');
  return period === 'month' ? t('this month for {0}', scopeInWords(scope)) : t('today for {0}', scopeInWords(scope));
}

/** `$0.42 of $0.50 today`. */
export function usedInWords({ budgetId, spentNanoUsd, limitNanoUsd }: LimitState): string {
  return t('{0} of {1} {2}', formatUsd(spentNanoUsd), formatUsd(limitNanoUsd), budgetInWords(budgetId));
}

/** The budget's name, as it begins a line. */
export function budgetName(budgetId: string): string {
  const { period, scope } = partsOf(budgetId);
  if (scope === undefined) return period === 'month' ? t('Monthly budget') : t('Daily budget');
  return period === 'month' ? t('Monthly budget for {0}', scopeInWords(scope)) : t('Daily budget for {0}', scopeInWords(scope));
}

function partsOf(budgetId: string): { readonly period: string; readonly scope: string | undefined } {
  const [period = '', scope] = budgetId.split(':');
  return { period, scope };
}

/** Whole per cent of a limit, rounded down, so that 100 means that nothing is left. */
export function percentOf({ limitNanoUsd, spentNanoUsd }: { readonly limitNanoUsd: number; readonly spentNanoUsd: number }): number {
  return limitNanoUsd === 0 ? 100 : Math.floor((spentNanoUsd * 100) / limitNanoUsd);
}
