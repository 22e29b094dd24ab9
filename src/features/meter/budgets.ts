import * as vscode from 'vscode';
import { missingFor, type PressureVerdict, suggestedAllowance, unreachable } from '../../core/budget/index.ts';
import type { LimitState } from '../../core/ledger/index.ts';
import {
  amountInWords,
  budgetInWords,
  budgetName,
  countInWords,
  dayInWords,
  forecastInWords,
  percentOf,
  usedInWords,
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

/** The budget in whose name requests are made cheaper or stopped, and why. */
export function pressureInWords({ pressure, budgets }: Pick<MeterView, 'pressure' | 'budgets'>): string {
  if (pressure.pressure === 'normal') return '';
  const state = budgets.find(({ budgetId }) => budgetId === pressure.budgetId);
  const used = state ? usedInWords(state) : budgetName(pressure.budgetId);
  switch (pressure.pressure) {
    case 'economy':
      return [economyCause(pressure, used), t('Frontier models are asked only where you choose them.')].join(' ');
    case 'local-only':
      return t('The budget is used up: {0}. Paid requests are held back.', used);
    case 'stop':
      return t('The budget is used up: {0}. It stops local models too.', used);
  }
}

function economyCause({ cause, endsOn }: Exclude<PressureVerdict, { readonly pressure: 'normal' }>, used: string): string {
  switch (cause) {
    case 'used-up':
      return t('The budget is used up: {0}.', used);
    case 'economy-at':
      return t('Much of the budget is used: {0}.', used);
    case 'forecast':
      return endsOn === undefined
        ? t('At this pace the budget will not last: {0}.', used)
        : t('At this pace the budget ends on {0}: {1}.', dayInWords(endsOn), used);
  }
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
  const forecast = forecasts[state.budgetId];
  return [
    tooLittle === 0 ? line : t('{0}, {1} left and too little for the next request', line, amountInWords(tooLittle, state.unit)),
    ...(forecast ? [forecastInWords(state, forecast)] : []),
  ];
}
