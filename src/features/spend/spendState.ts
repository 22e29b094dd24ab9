import * as vscode from 'vscode';
import type { Budget } from '../../core/budget/index.ts';
import type { LedgerEntry, LimitState, RollUp } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { budgetName } from '../../platform/budgetWords.ts';
import { ledgerProblemInWords } from '../../platform/ledgerWords.ts';
import type { HeldBack } from '../../platform/paidState.ts';
import type { LedgerState } from '../../storage/ledgerState.ts';
import { budgetFields, budgetInWords, budgetStates } from './budgetState.ts';
import { decisionState } from './decisionState.ts';
import { formatsFor } from './formats.ts';
import { periodState } from './periodState.ts';
import { periodsOn } from './periods.ts';
import type { BudgetState, Notice, PeriodState, SpendState } from './protocol.ts';
import { pageWords } from './words.ts';

const { t } = vscode.l10n;

/** What the ledger said when it was last read. */
export interface Books {
  /** From the first day of the month or of the week, whichever is earlier, until today. */
  readonly rollUps: readonly RollUp[];
  /** The newest first. */
  readonly entries: readonly LedgerEntry[];
  readonly limits: readonly LimitState[];
}

export const noBooks: Books = { rollUps: [], entries: [], limits: [] };

export interface SpendFacts {
  readonly books: Books;
  readonly budgets: readonly Budget[];
  readonly ledger: LedgerState;
  readonly heldBack: HeldBack | undefined;
  readonly paidModels: 'on' | 'paused';
  /** The user's calendar day, `YYYY-MM-DD`. */
  readonly today: string;
  readonly timeZone: string;
  /** A BCP 47 tag. */
  readonly language: string;
}

/** The one value that the Spend page is rebuilt from. */
export function spendState(given: SpendFacts): SpendState {
  const facts = withoutStale(given);
  const { books, budgets, language, heldBack } = facts;
  const formats = formatsFor(language, facts.timeZone, facts.today);
  const periods = periodsOn(facts.today).map((period) => periodState(period, books.rollUps, formats));
  const notices = noticesOf(facts);
  const states = budgetStates({ budgets, limits: books.limits, heldBack }, formats);
  return {
    type: 'state',
    language,
    words: pageWords(),
    status: statusOf(facts, periods, states, notices),
    notices,
    isEmpty: books.rollUps.length === 0 && books.entries.length === 0,
    paidModels: facts.paidModels,
    periods,
    budgets: states,
    budgetFields: budgetFields(budgets),
    decisions: books.entries.map((entry) => decisionState(entry, formats)),
  };
}

/** While paid models are paused, it is the user who holds requests back, whatever a budget did before. */
function withoutStale(facts: SpendFacts): SpendFacts {
  return facts.paidModels === 'paused' ? { ...facts, heldBack: undefined } : facts;
}

function noticesOf({ ledger, heldBack, budgets }: SpendFacts): readonly Notice[] {
  return [...ledgerNotices(ledger), ...(heldBack ? [heldBackNotice(heldBack, budgets)] : [])];
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

function heldBackNotice({ budgetId, model, neededNanoUsd, leftNanoUsd }: HeldBack, budgets: readonly Budget[]): Notice {
  const [period, scope] = budgetId.split(':');
  const known = budgets.find((budget) => budget.period === period && budget.scope === scope);
  return {
    id: 'held-back',
    severity: 'warning',
    text: t(
      'A request to {0} was held back: it could cost up to {1}, and {2} are left of the budget "{3}".',
      model,
      formatUsd(neededNanoUsd),
      formatUsd(leftNanoUsd),
      known ? budgetInWords(known) : budgetName(budgetId),
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
