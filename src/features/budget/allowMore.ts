import * as vscode from 'vscode';
import { allowanceSteps, amountText, missingFor, suggestedAllowance } from '../../core/budget/index.ts';
import { type LimitState, type LimitUnit, localDay, type ReservationLimit } from '../../core/ledger/index.ts';
import { budgetsInForce } from '../../platform/budgets.ts';
import { amountInWords, budgetName, untilInWords, usedInWords } from '../../platform/budgetWords.ts';
import { commands } from '../../platform/commands.ts';
import { limitsWith } from '../../platform/limitsToday.ts';
import { askDollars } from './askDollars.ts';
import { askTokens } from './askTokens.ts';
import type { BudgetPorts } from './budgetPorts.ts';
import { budgetsToRaise, wouldFitNow } from './budgetsToRaise.ts';
import { budgetOf, noticesFor } from './notices.ts';

const { t } = vscode.l10n;

/** What the command is called with: by our own links, and by whoever else can run commands. */
export interface AskedToAllow {
  /** That budget, instead of what holds the next request back. A link's arguments are JSON, which has no undefined: null is none either. */
  readonly id?: unknown;
  /** In the unit of one budget: where several must be raised, the user is asked. */
  readonly amount?: unknown;
  /** Shows that the user agreed to the amount already, in this window. */
  readonly offer?: unknown;
}

/**
 * Raises what holds the next request back for the rest of its period. Another extension, or a tool of an agent, can run the command as well: an amount
 * that comes without this window's own offer is asked about, with the budget and the amount in words.
 */
export async function allowMore(ports: BudgetPorts, asked: AskedToAllow = {}): Promise<void> {
  try {
    await raise(ports, asked);
  } catch (error) {
    ports.log.warn(`no budget was raised: ${error}`);
    await vscode.window.showErrorMessage(
      t('Farthing: the ledger cannot be used now, so no budget could be raised. The log has the reason.'),
    );
  }
}

async function raise(ports: BudgetPorts, asked: AskedToAllow): Promise<void> {
  const { clock, heldBack, tasks } = ports;
  const id = asked.id ?? undefined;
  const limits = limitsWith(clock, heldBack.value, tasks?.value);
  if (limits.length === 0) return sayThereIsNone();
  const states = await ports.ledger.limitStates(limits);
  const chosen = states.filter(({ budgetId }) => budgetId === id);
  const stopped = chosen.length > 0 ? chosen : budgetsToRaise(states, clock, heldBack.value);
  const raised = stopped.length > 0 ? stopped : await pickBudget(states);
  const isTheOneMeant = raised.length === 1 && (id === undefined || chosen.length > 0);
  for (const [unit, ofUnit] of Map.groupBy(raised, (state) => state.unit)) {
    const needed = heldBack.value?.unit === unit ? heldBack.value.needed : 1;
    const missing = Math.max(1, missingFor(needed, ofUnit));
    const { amount } = asked;
    const isOffered = isTheOneMeant && isAmount(amount) && amount >= missing;
    if (isOffered && !isOwnOffer(ports, asked) && !(await isAgreedTo(ofUnit, amount, unit))) return;
    const more = isOffered ? amount : await askAmount(ofUnit, missing, unit);
    if (more === undefined) return;
    for (const state of ofUnit) await allow(ports, limits, state, more);
  }
  const held = heldBack.value;
  // Where another budget was raised, the request is held back as before.
  if (raised.length > 0 && held && wouldFitNow(await ports.ledger.limitStates(limits), clock, held)) heldBack.set(undefined);
}

function isOwnOffer({ offer }: BudgetPorts, asked: AskedToAllow): boolean {
  return offer !== undefined && asked.offer === offer;
}

/** Modal, so that nothing that is typed meanwhile answers it. */
async function isAgreedTo(raised: readonly LimitState[], amount: number, unit: LimitUnit): Promise<boolean> {
  const allow = t('Allow');
  const budgets = raised.map((state) => `${budgetName(state.budgetId)}, ${usedInWords(state)}`).join('; ');
  const words = t('Farthing: allow {0} more {1}? The budget: {2}.', amountInWords(amount, unit), untilWhen(raised), budgets);
  const detail = t('A command asks for it, and not a button of Farthing: another extension, an agent’s tool or a key of your own.');
  return (await vscode.window.showWarningMessage(words, { modal: true, detail }, allow)) === allow;
}

async function allow(ports: BudgetPorts, limits: readonly ReservationLimit[], state: LimitState, more: number): Promise<void> {
  const { clock, ledger, log, newId } = ports;
  const { budgetId, unit } = state;
  // Whoever has just agreed is not to be asked again at once: what the raised limit has come to already counts as told. First, because
  // other windows learn of the allowance as soon as it is stored.
  const limit = limits.find((each) => each.budgetId === budgetId);
  const budget = limit && budgetOf(limit, budgetsInForce());
  const raisedState = { ...state, limit: state.limit + more };
  for (const { key } of limit && budget ? noticesFor(limit, raisedState, budget) : []) await ledger.claimNotice(key, clock.now());
  const atMs = clock.now();
  await ledger.allowMore({ id: newId(), budgetId, amount: more, atMs, localDay: localDay(atMs, clock.timeZone()) });
  log.info(`budget ${budgetId}: ${amountText(more, unit)} more allowed`);
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

async function askAmount(raised: readonly LimitState[], missing: number, unit: LimitUnit): Promise<number | undefined> {
  const title = t('Allow more: {0}', raised.map(usedInWords).join(', '));
  const offered = [...new Set([suggestedAllowance(missing, unit), ...allowanceSteps[unit].filter((step) => step >= missing)])];
  const items: readonly (vscode.QuickPickItem & { readonly amount?: number })[] = [
    ...offered.map((step) => ({ label: amountInWords(step, unit), description: untilWhen(raised), amount: step })),
    { label: t('Another amount…') },
  ];
  const picked = await vscode.window.showQuickPick(items, { title });
  if (!picked || picked.amount !== undefined) return picked?.amount;
  if (unit === 'tokens') {
    const prompt = t('Tokens on top of the budget, {0}', untilWhen(raised));
    const tokens = await askTokens({ title, prompt, leastTokens: missing, emptyIs: 'refused' });
    return tokens === 'empty' ? undefined : tokens;
  }
  const prompt = t('US dollars on top of the budget, {0}', untilWhen(raised));
  const answer = await askDollars({ title, prompt, leastNanoUsd: missing, emptyIs: 'refused' });
  return answer === 'empty' ? undefined : answer?.nanoUsd;
}

function untilWhen(raised: readonly LimitState[]): string {
  const [until, ...others] = new Set(raised.map(({ budgetId }) => untilInWords(budgetId)));
  return until !== undefined && others.length === 0 ? until : t('until their periods end');
}

function isAmount(amount: unknown): amount is number {
  return Number.isSafeInteger(amount);
}
