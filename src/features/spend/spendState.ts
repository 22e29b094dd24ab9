import * as vscode from 'vscode';
import type { Budget } from '../../core/budget/index.ts';
import type { Forecast } from '../../core/forecast/index.ts';
import type { LedgerEntry, RollUp } from '../../core/ledger/index.ts';
import type { PriceRow } from '../../core/money/index.ts';
import type { Forecasts } from '../../platform/budgetForecasts.ts';
import { amountInWords, budgetName } from '../../platform/budgetWords.ts';
import { ledgerProblemInWords } from '../../platform/ledgerWords.ts';
import type { HeldBack } from '../../platform/paidState.ts';
import type { LedgerState } from '../../storage/ledgerState.ts';
import { answersOf } from './answers.ts';
import type { Books } from './books.ts';
import { budgetFields, budgetStates, type ExpectedEnd } from './budgetState.ts';
import { firstOfMonth } from './calendar.ts';
import { forecastMonth } from './forecastMonth.ts';
import { formatsFor } from './formats.ts';
import { historyState } from './historyState.ts';
import { monthState } from './monthState.ts';
import { periodState } from './periodState.ts';
import { periodsOn } from './periods.ts';
import { type PolicyFacts, policyState } from './policyState.ts';
import type { BudgetState, Notice, PeriodState, SpendState } from './protocol.ts';
import { requestRow } from './requestRow.ts';
import { requestState } from './requestState.ts';
import type { CountsSoFar } from './usefulCounts.ts';
import type { View } from './view.ts';
import { pageWords } from './words.ts';

const { t } = vscode.l10n;

export interface SpendFacts {
  readonly view: View;
  readonly books: Books;
  /** What became of the answers of the days that history shows. */
  readonly counted: CountsSoFar;
  /** What the Policy tab shows; missing while nobody looks at it. */
  readonly policy?: PolicyFacts | undefined;
  /** The price list of an entry's day; undefined where none is known. */
  readonly priceOf: (entry: LedgerEntry) => PriceRow | undefined;
  readonly budgets: readonly Budget[];
  readonly ledger: LedgerState;
  readonly heldBack: HeldBack | undefined;
  /** Of budgets' periods, by their ids. */
  readonly forecasts: Forecasts;
  readonly paidModels: 'on' | 'paused';
  readonly nowMs: number;
  /** The user's calendar day, `YYYY-MM-DD`. */
  readonly today: string;
  readonly timeZone: string;
  /** A BCP 47 tag. */
  readonly language: string;
}

/** The one value that the Spend page is rebuilt from. */
export function spendState(given: SpendFacts): SpendState {
  const facts = withoutStale(given);
  const { view, books, budgets, language, heldBack, policy, today } = facts;
  const formats = formatsFor(language, facts.timeZone, today);
  const periods = periodsOn(today).map((period) => periodState(period, books.rollUps, formats));
  const notices = noticesOf(facts);
  const month = books.rollUps.filter(({ localDay }) => localDay >= firstOfMonth(today));
  const [dayLimitNanoUsd, monthLimitNanoUsd] = ['day', 'month'].map((id) => books.limits.find(({ budgetId }) => budgetId === id)?.limit);
  const forecast = forecastMonth({ ...facts, hours: books.hours, rollUps: month, limitNanoUsd: monthLimitNanoUsd });
  const states = budgetStates({ budgets, limits: books.limits, heldBack, expected: expectedOf(facts, forecast, month) }, formats);
  return {
    type: 'state',
    view,
    language,
    words: pageWords(),
    status: statusOf(facts, periods, states, notices),
    notices,
    isEmpty: books.rollUps.length === 0 && books.entries.length === 0,
    paidModels: facts.paidModels,
    answers: answersOf({ rollUps: books.rollUps, today, forecast, dayLimitNanoUsd, monthLimitNanoUsd }, formats),
    month: monthState({ rollUps: month, forecast, today, limitNanoUsd: monthLimitNanoUsd }, formats),
    periods,
    budgets: states,
    budgetFields: budgetFields(budgets),
    decisions: books.entries.map((entry) => requestRow(entry, formats)),
    requests: books.opened.map((request) => requestState({ ...request, price: facts.priceOf(request.entry) }, formats)),
    ...(view.tab === 'history' && { history: historyState({ ...facts, ...books, dayLimitNanoUsd }, formats) }),
    ...(view.tab === 'policy' && policy && { policy: policyState(policy, formats) }),
  };
}

/** The budgets for everything by what is known now, the others by what was foreseen last. Guesses are left out. */
function expectedOf(
  { forecasts, today }: Pick<SpendFacts, 'forecasts' | 'today'>,
  forecast: Forecast,
  month: readonly RollUp[],
): ReadonlyMap<string, ExpectedEnd> {
  const before = month.reduce((sum, { localDay, countedNanoUsd }) => (localDay < today ? sum + countedNanoUsd : sum), 0);
  const tonight = forecast.perDay[0]?.median;
  return new Map<string, ExpectedEnd>([
    ...forecasts,
    ...(forecast.isGuess ? [] : [['month', { median: forecast.median, endsOn: forecast.endsOn }] as const]),
    ...(forecast.isGuess || tonight === undefined ? [] : [['day', { median: Math.max(0, tonight - before) }] as const]),
  ]);
}

/** While paid models are paused, it is the user who holds requests back, whatever a budget did before. */
function withoutStale(facts: SpendFacts): SpendFacts {
  return facts.paidModels === 'paused' ? { ...facts, heldBack: undefined } : facts;
}

function noticesOf({ ledger, heldBack }: SpendFacts): readonly Notice[] {
  return [...ledgerNotices(ledger), ...(heldBack ? [heldBackNotice(heldBack)] : [])];
}

function ledgerNotices(ledger: LedgerState): readonly Notice[] {
  switch (ledger.status) {
    case 'opening':
      return [{ id: 'ledger', severity: 'information', text: t('The ledger is being opened.') }];
    case 'open':
      return ledger.movedAside === undefined
        ? []
        : [
            {
              id: 'ledger',
              severity: 'warning',
              text: t('The ledger was damaged. It lies at {0} now, and a new one was begun.', ledger.movedAside),
            },
          ];
    case 'failing':
      return [
        {
          id: 'ledger',
          severity: 'error',
          text: t(
            'The ledger does not work: {0} ({1}). What is shown may be old. Nothing paid leaves meanwhile.',
            ledgerProblemInWords(ledger.problem),
            ledger.detail,
          ),
        },
      ];
    case 'unavailable':
      return [
        {
          id: 'ledger',
          severity: 'error',
          text: t(
            'There is no ledger: {0} ({1}). Nothing paid leaves without it; local models go on, unmetered.',
            ledgerProblemInWords(ledger.problem),
            ledger.detail,
          ),
        },
      ];
  }
}

function heldBackNotice({ budgetId, model, unit, needed, left }: HeldBack): Notice {
  return {
    id: 'held-back',
    severity: 'warning',
    text: t(
      'A request to {0} was held back: it could cost up to {1}, and {2} are left of the {3}.',
      model,
      amountInWords(needed, unit),
      amountInWords(left, unit),
      budgetName(budgetId),
    ),
  };
}

function statusOf(
  { paidModels }: SpendFacts,
  periods: readonly PeriodState[],
  budgets: readonly BudgetState[],
  notices: readonly Notice[],
): string {
  const reached = budgets.filter(({ level }) => level === 'reached').map(({ name }) => name);
  return [
    t('Spent today: {0}.', periods.find(({ id }) => id === 'day')?.spend ?? ''),
    ...(paidModels === 'paused' ? [t('Paid models are paused.')] : []),
    ...(reached.length > 0 ? [t('Used up: {0}.', reached.join(', '))] : []),
    ...notices.map(({ text }) => text),
  ].join(' ');
}
