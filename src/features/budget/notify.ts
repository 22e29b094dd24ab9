import * as vscode from 'vscode';
import { type Budget, isStoppedBy } from '../../core/budget/index.ts';
import type { LimitState } from '../../core/ledger/index.ts';
import { amountInWords, atLimitInWords, percentOf, usedInWords } from '../../platform/budgetWords.ts';
import { commands } from '../../platform/commands.ts';
import type { HeldBack } from '../../platform/paidState.ts';
import type { BudgetPorts } from './budgetPorts.ts';
import { goLocal } from './goLocal.ts';
import { nameOf } from './notices.ts';

const { t } = vscode.l10n;

/** The budgets, by their ids, of which the user does not want to be told any more; numbers are thresholds, of all budgets, of version 0.1. */
const silencedKey = 'farthing.budget.silenced';

export interface Reached {
  readonly budget: Budget;
  readonly state: LimitState;
  /** In per cent of the limit. */
  readonly threshold: number;
  readonly heldBack: HeldBack | undefined;
}

/** Tells the user that a budget has come to a threshold, unless notices of this budget are not wanted any more. */
export async function notify(ports: BudgetPorts, reached: Reached): Promise<void> {
  const { memory, log } = ports;
  const { budget, threshold } = reached;
  const { budgetId } = reached.state;
  const words = noticeInWords(reached);
  log.info(`budget ${budgetId}: ${words}`);
  const silenced = (): readonly (string | number)[] => memory.get<readonly (string | number)[]>(silencedKey) ?? [];
  if (silenced().includes(nameOf(budgetId)) || silenced().includes(threshold)) return;
  const [show, local, more, never] = [t('Show'), t('Go Local'), t('Allow More…'), t('Don’t Show Again')];
  const isFirstWarning = threshold === budget.warnAt[0] && threshold < 100;
  const picked = isFirstWarning
    ? await vscode.window.showInformationMessage(words, show, local, more, never)
    : await vscode.window.showWarningMessage(words, show, local, more, never);
  if (picked === show) await vscode.commands.executeCommand(commands.showSpend);
  if (picked === local) await goLocal(ports, budget);
  // Where it holds a request back, whatever else cannot hold it is raised too.
  if (picked === more) await vscode.commands.executeCommand(commands.allowMore, ...(holdsBack(reached) ? [] : [budgetId]));
  // Read anew: other notices may have been silenced while this one stood there.
  if (picked === never) await memory.update(silencedKey, [...silenced(), nameOf(budgetId)]);
}

function holdsBack({ state, heldBack }: Reached): boolean {
  return heldBack?.budgetId === state.budgetId;
}

function noticeInWords(reached: Reached): string {
  const { budget, state, threshold, heldBack } = reached;
  const used = usedInWords(state);
  if (threshold < 100) return t('Farthing: {0} % of a budget is used: {1}.', percentOf(state), used);
  if (heldBack && holdsBack(reached) && state.spent < state.limit) {
    const needed = amountInWords(heldBack.needed, heldBack.unit);
    const words = t('Farthing: a budget cannot hold the next request: {0} spent, and it may take {1}.', used, needed);
    return [words, atLimitInWords(state.budgetId, isStoppedBy(heldBack, budget, state) ? 'stop' : 'local-only')].join(' ');
  }
  return t('Farthing: a budget is used up: {0}. {1}', used, atLimitInWords(state.budgetId, budget.atLimit));
}
