import * as vscode from 'vscode';
import { allowanceSteps, limitsOn, missingFor, suggestedAllowance } from '../../core/budget/index.ts';
import { type LimitState, localDay } from '../../core/ledger/index.ts';
import { formatUsd, type NanoUsd } from '../../core/money/index.ts';
import { readBudgets } from '../../platform/budgets.ts';
import { budgetName, usedInWords } from '../../platform/budgetWords.ts';
import { commands } from '../../platform/commands.ts';
import { askDollars } from './askDollars.ts';
import type { BudgetPorts } from './budgetPorts.ts';
import { budgetsToRaise } from './budgetsToRaise.ts';
import { noticesFor } from './notices.ts';

const { t } = vscode.l10n;

/**
 * Raises what holds the next request back for the rest of its period. `id`: that budget instead. `amount`: nano-dollars that the user agreed to
 * already, of one budget: where several must be raised, the user is asked.
 */
export async function allowMore(ports: BudgetPorts, id: unknown, amount: unknown): Promise<void> {
  try {
    await raise(ports, id, amount);
  } catch (error) {
    ports.log.warn(`no budget was raised: ${error}`);
    await vscode.window.showErrorMessage(
      t('Farthing: the ledger cannot be used now, so no budget could be raised. The log has the reason.'),
    );
  }
}

async function raise(ports: BudgetPorts, id: unknown, amount: unknown): Promise<void> {
  const { clock, heldBack } = ports;
  const today = localDay(clock.now(), clock.timeZone());
  const limits = limitsOn(readBudgets().budgets, today);
  if (limits.length === 0) return sayThereIsNone();
  const states = await ports.ledger.limitStates(limits);
  const chosen = states.filter(({ budgetId }) => budgetId === id);
  const stopped = chosen.length > 0 ? chosen : budgetsToRaise(states, today, heldBack.value);
  const raised = stopped.length > 0 ? stopped : await pickBudget(states);
  if (raised.length === 0) return;
  const missing = Math.max(1, missingFor(heldBack.value?.neededNanoUsd ?? 1, raised));
  const isTheOneMeant = raised.length === 1 && (id === undefined || chosen.length > 0);
  const more = isTheOneMeant && isAmount(amount) && amount >= missing ? amount : await askAmount(raised, missing);
  if (more === undefined) return;
  for (const state of raised) {
    // Whoever has just agreed is not to be asked again at once: what the raised limit has come to already counts as told. First, because
    // other windows learn of the allowance as soon as it is stored.
    const limit = limits.find(({ budgetId }) => budgetId === state.budgetId);
    const raisedState = { ...state, limitNanoUsd: state.limitNanoUsd + more };
    for (const { key } of limit ? noticesFor(limit, raisedState) : []) await ports.ledger.claimNotice(key, clock.now());
    const allowance = { id: ports.newId(), budgetId: state.budgetId, amountNanoUsd: more, atMs: clock.now(), localDay: today };
    await ports.ledger.allowMore(allowance);
    ports.log.info(`budget ${state.budgetId}: ${formatUsd(more)} more allowed`);
  }
  heldBack.set(undefined);
}

async function sayThereIsNone(): Promise<void> {
  const set = t('Set Budget…');
  const picked = await vscode.window.showInformationMessage(t('Farthing: no budget is set, so nothing paid leaves.'), set);
  if (picked === set) await vscode.commands.executeCommand(commands.setBudget);
}

/** Nothing is held back: the user may raise one all the same. */
async function pickBudget(states: readonly LimitState[]): Promise<readonly LimitState[]> {
  if (states.length <= 1) return states;
  const items = states.map((state) => ({ label: budgetName(state.budgetId), description: usedInWords(state), state }));
  const picked = await vscode.window.showQuickPick(items, { title: t('Allow more of which budget?') });
  return picked ? [picked.state] : [];
}

async function askAmount(raised: readonly LimitState[], missing: NanoUsd): Promise<NanoUsd | undefined> {
  const title = t('Allow more: {0}', raised.map(usedInWords).join(', '));
  const offered = [...new Set([suggestedAllowance(missing), ...allowanceSteps.filter((step) => step >= missing)])];
  const items: readonly (vscode.QuickPickItem & { readonly amount?: NanoUsd })[] = [
    ...offered.map((step) => ({ label: formatUsd(step), description: untilWhen(raised), amount: step })),
    { label: t('Another amount…') },
  ];
  const picked = await vscode.window.showQuickPick(items, { title });
  if (!picked || picked.amount !== undefined) return picked?.amount;
  const prompt = t('US dollars on top of the budget, {0}', untilWhen(raised));
  const answer = await askDollars({ title, prompt, leastNanoUsd: missing, emptyIs: 'refused' });
  return answer === 'empty' ? undefined : answer?.nanoUsd;
}

function untilWhen(raised: readonly LimitState[]): string {
  if (raised.every(({ budgetId }) => budgetId.startsWith('day'))) return t('until midnight');
  return raised.every(({ budgetId }) => budgetId.startsWith('month')) ? t('until the month ends') : t('until the day and the month end');
}

function isAmount(amount: unknown): amount is NanoUsd {
  return Number.isSafeInteger(amount);
}
