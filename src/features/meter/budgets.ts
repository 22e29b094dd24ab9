import * as vscode from 'vscode';
import { missingFor, suggestedAllowance } from '../../core/budget/index.ts';
import type { LimitState } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { budgetInWords, budgetName, percentOf } from '../../platform/budgetWords.ts';
import type { MeterView } from './meterView.ts';

const { t } = vscode.l10n;

/** From here on the status item warns. */
const warningPercent = 80;

/** The budget of which most is used, from 80 % on, while it matters: paid models may be asked. A budget of nothing warns of nothing. */
export function nearlyUsedUp({ paid, budgets }: Pick<MeterView, 'paid' | 'budgets'>): LimitState | undefined {
  if (paid !== 'ready') return undefined;
  const [first] = budgets.filter(({ limitNanoUsd }) => limitNanoUsd > 0).toSorted((a, b) => percentOf(b) - percentOf(a));
  return first && percentOf(first) >= warningPercent ? first : undefined;
}

export function percentText(state: LimitState): string {
  return t('{0} %', percentOf(state));
}

/** The budget that held a request back, where it is known by now. */
export function stoppedBudget({ heldBack, budgets }: Pick<MeterView, 'heldBack' | 'budgets'>): LimitState | undefined {
  return budgets.find(({ budgetId }) => budgetId === heldBack?.budgetId);
}

/** What was held back, by what, and what is left. */
export function heldBackInWords({ heldBack }: MeterView): string {
  if (!heldBack) return '';
  const { neededNanoUsd, leftNanoUsd, budgetId } = heldBack;
  return t(
    'A paid request was held back: it may cost {0}, and the budget has {1} left {2}.',
    formatUsd(neededNanoUsd),
    formatUsd(leftNanoUsd),
    budgetInWords(budgetId),
  );
}

/** How much more would let the request leave that was held back. */
export function suggestedMore(view: MeterView): number {
  const stopped = stoppedBudget(view);
  return suggestedAllowance(missingFor(view.heldBack?.neededNanoUsd ?? 0, stopped ? [stopped] : []));
}

/** A line of the tooltip: `Daily budget: $0.42 of $0.50 (84 %), $0.01 held for requests under way`. */
export function budgetLine(state: LimitState): string {
  const { budgetId, spentNanoUsd, reservedNanoUsd, limitNanoUsd } = state;
  const used = t('{0}: {1} of {2} ({3})', budgetName(budgetId), formatUsd(spentNanoUsd), formatUsd(limitNanoUsd), percentText(state));
  return reservedNanoUsd === 0 ? used : t('{0}, {1} held for requests under way', used, formatUsd(reservedNanoUsd));
}
