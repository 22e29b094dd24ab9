import * as vscode from 'vscode';
import { missingFor, type PressureVerdict, suggestedAllowance, unreachable } from '../../core/budget/index.ts';
import type { LimitState } from '../../core/ledger/index.ts';
import {
  amountInWords,
  budgetInWords,
  budgetName,
  countInWords,
  forecastInWords,
  percentOf,
  pressureInWords,
} from '../../platform/budgetWords.ts';
import type { MeterView } from './meterView.ts';

const { t } = vscode.l10n;

/** From here on the status item warns. */
const warningPercent = 80;

/** The budget of which most is used, from 80 % on, while it matters: paid models may be asked. A budget of nothing warns of nothing. */
export function nearlyUsedUp({ paid, budgets }: Pick<MeterView, 'paid' | 'budgets'>): LimitState | undefined {
  if (paid !== 'ready') return undefined;
  const [first] = budgets.filter(({ limit }) => limit > 0).toSorted((a, b) => percentOf(b) - percentOf(a));
  return first && percentOf(first) >= warningPercent ? first : undefined;
}

export function percentText(state: LimitState): string {
  return t('{0} %', percentOf(state));
}

/** The budget that holds requests back: the one that did so last, or that is used up; undefined where it is not known by now. */
export function stoppedBudget({
  heldBack,
  budgets,
  pressure,
}: Pick<MeterView, 'heldBack' | 'budgets' | 'pressure'>): LimitState | undefined {
  const id = heldBack?.budgetId ?? (isStopping(pressure) ? pressure.budgetId : undefined);
  return budgets.find(({ budgetId }) => budgetId === id);
}

/** Paid models, or all models, are not asked any more. */
export function isStopping(
  verdict: PressureVerdict,
): verdict is Extract<PressureVerdict, { readonly pressure: 'economy' | 'local-only' | 'stop' }> {
  return verdict.pressure === 'local-only' || verdict.pressure === 'stop';
}

/** The user's own ban: a budget of nothing, which warns of nothing until it holds something back that was asked for all the same. */
export function isBanned({ pressure, budgets, heldBack }: Pick<MeterView, 'pressure' | 'budgets' | 'heldBack'>): boolean {
  if (heldBack || pressure.pressure === 'normal') return false;
  return budgets.some(({ budgetId, limit }) => budgetId === pressure.budgetId && limit === 0);
}

/** The budget that presses on completions, and how. */
export function pressureWords({ pressure, budgets }: Pick<MeterView, 'pressure' | 'budgets'>): string {
  if (pressure.pressure === 'normal') return '';
  const { budgetId: id } = pressure;
  return pressureInWords(
    pressure,
    budgets.find(({ budgetId }) => budgetId === id),
  );
}

/** What was held back, by what, and what is left. */
export function heldBackInWords({ heldBack }: MeterView): string {
  if (!heldBack) return '';
  const { needed, left, unit, budgetId } = heldBack;
  return t(
    'A paid request was held back: it may cost {0}, and the budget has {1} left {2}.',
    amountInWords(needed, unit),
    amountInWords(left, unit),
    budgetInWords(budgetId),
  );
}

/** How much more would let the request leave that was held back. */
export function suggestedMore(view: MeterView): number {
  const stopped = stoppedBudget(view);
  return suggestedAllowance(missingFor(view.heldBack?.needed ?? 0, stopped ? [stopped] : []), stopped?.unit ?? 'nano-usd');
}

/** A line of the tooltip: `Daily budget: $0.42 of $0.50 (84 %), $0.01 held for requests under way`. */
export function budgetLine(state: LimitState): string {
  const { budgetId, unit, spent, reserved, limit } = state;
  const amount = unit === 'tokens' ? countInWords(spent) : amountInWords(spent, unit);
  const used = t('{0}: {1} of {2} ({3})', budgetName(budgetId), amount, amountInWords(limit, unit), percentText(state));
  return reserved === 0 ? used : t('{0}, {1} held for requests under way', used, amountInWords(reserved, unit));
}

/** The lines of the tooltip about one budget: what is used, what of the rest no request fits into, and how it goes on. */
export function budgetLines(state: LimitState, { heldBack, forecasts }: Pick<MeterView, 'heldBack' | 'forecasts'>): readonly string[] {
  const tooLittle = heldBack?.budgetId === state.budgetId ? unreachable(state, heldBack.needed) : 0;
  const line = budgetLine(state);
  // Who set a budget of nothing knows how it ends.
  const forecast = state.limit > 0 || heldBack?.budgetId === state.budgetId ? forecasts[state.budgetId] : undefined;
  return [
    tooLittle === 0 ? line : t('{0}, {1} left and too little for the next request', line, amountInWords(tooLittle, state.unit)),
    ...(forecast ? [forecastInWords(state, forecast)] : []),
  ];
}
