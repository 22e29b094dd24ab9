import * as vscode from 'vscode';
import { type LedgerEntry, redactionCounts } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { atLimitInWords, usedInWords } from '../../platform/budgetWords.ts';
import { tierInWords } from '../../platform/entryWords.ts';
import { failureInWords } from '../../platform/failureWords.ts';
import { kindInWords } from '../../platform/kindWords.ts';
import { ledgerProblemInWords } from '../../platform/ledgerWords.ts';
import { serverInWords } from '../../platform/localServerWords.ts';
import type { LedgerState } from '../../storage/workerLedger.ts';
import { heldBackInWords, isStopping, nearlyUsedUp, pressureWords, stoppedBudget } from './budgets.ts';
import type { Condition } from './condition.ts';
import { hasLocalCompletion, hasPaidCompletion, type MeterView } from './meterView.ts';
import { tooSlowInWords } from './tooSlow.ts';

const { t } = vscode.l10n;

/** A few words for the status item; undefined where the money alone says enough. */
export function inShort(condition: Condition, view: MeterView): string | undefined {
  switch (condition) {
    case 'budget-stopped':
      return view.pressure.pressure !== 'stop' && hasLocalCompletion(view) ? t('local only') : t('stopped');
    case 'budget-economy':
      return t('economy');
    case 'key-refused':
      return t('key refused');
    case 'request-forbidden':
      return t('request refused');
    case 'account-empty':
      return t('account empty');
    case 'paid-paused':
      return t('paid models paused');
    case 'paid-no-budget':
      return t('set a budget');
    case 'paid-untrusted':
      return t('trust this workspace');
    case 'paid-cannot-complete':
      return t('no model completes code');
    case 'ledger-unavailable':
      return t('ledger unavailable');
    case 'ledger-failing':
      return t('not metered');
    case 'completions-off':
      return t('completions off');
    case 'completions-snoozed':
      return t('snoozed {0}', view.snoozed ?? '');
    case 'server-refused':
      return t('server address refused');
    case 'server-away':
      return t('local server away');
    case 'no-server':
      return view.paid === 'no-key' ? t('start a local model server or set a key') : t('start a local model server');
    case 'no-model-loaded':
      return t('load a model');
    case 'no-code-model':
      return t('load a code model');
    case 'server-too-slow':
      return t('local model too slow');
    case 'last-failed':
      return t('last completion failed');
    case 'looking':
    case 'budget-warning':
    case 'ready':
      return undefined;
  }
}

/** A sentence or two: what is so, and what to do. */
export function inWords(condition: Condition, view: MeterView): string {
  const { ledger, health } = view;
  switch (condition) {
    case 'ledger-unavailable':
      return t('The ledger cannot be used, so paid requests are stopped: {0}. Local models go on, unmetered.', ledgerStateInWords(ledger));
    case 'ledger-failing':
      return t(
        'The last request could not be written into the ledger, so paid requests are stopped: {0}. Local models go on, unmetered.',
        ledgerStateInWords(ledger),
      );
    case 'budget-stopped':
      return [
        view.heldBack && view.pressure.pressure !== 'stop' ? heldBackInWords(view) : pressureWords(view),
        ...(view.pressure.pressure === 'stop' ? [] : [whoAnswersNow(view)]),
      ].join(' ');
    case 'budget-economy':
      return pressureWords(view);
    case 'budget-warning':
      return warningInWords(view);
    case 'key-refused':
      return [
        t('{0} refused the API key. Set another one with "Farthing: Set API Key…".', view.trouble?.provider ?? ''),
        whoAnswersNow(view),
      ].join(' ');
    case 'request-forbidden':
      return [
        t(
          '{0} refused a request: the key may lack a right, or the request was not allowed there. It is asked again after five minutes.',
          view.trouble?.provider ?? '',
        ),
        whoAnswersNow(view),
      ].join(' ');
    case 'account-empty':
      return [
        t('The account at {0} is empty. Add credit there, then run "Farthing: Retry Now".', view.trouble?.provider ?? ''),
        whoAnswersNow(view),
      ].join(' ');
    case 'paid-paused':
      return [t('Paid models are paused.'), serverInWords(view.localServers)].join(' ');
    case 'paid-no-budget':
      return [t('Paid models wait until you set a budget that covers completions.'), serverInWords(view.localServers)].join(' ');
    case 'paid-untrusted':
      return [
        t('Paid models wait until you trust this workspace: run "Workspaces: Manage Workspace Trust".'),
        serverInWords(view.localServers),
      ].join(' ');
    case 'paid-cannot-complete':
      return t(
        'None of your paid models completes code. Set a key of a provider whose models do ("Farthing: Set API Key…" lists them first), or start a local model server.',
      );
    case 'completions-off':
      return t('Inline completions are off.');
    case 'completions-snoozed':
      return t('Inline completions are snoozed {0}. When you trigger one, it comes all the same.', view.snoozed ?? '');
    case 'no-server':
      return view.paid === 'no-key' ? [noServer(), t('Or set an API key and a budget.')].join(' ') : noServer();
    case 'last-failed':
      return t('The last completion failed: {0}.', failureInWords(health));
    case 'server-away':
      return hasPaidCompletion(view)
        ? [serverInWords(view.localServers), t('Paid models answer meanwhile.')].join(' ')
        : serverInWords(view.localServers);
    case 'server-too-slow':
      return [tooSlowInWords(view), serverInWords(view.localServers)].join(' ');
    case 'server-refused':
    case 'looking':
    case 'no-model-loaded':
    case 'no-code-model':
      return serverInWords(view.localServers);
    case 'ready':
      return hasLocalCompletion(view) || view.localServers.status === 'refused'
        ? serverInWords(view.localServers)
        : t('Paid models are ready. No local code model is running.');
  }
}

function noServer(): string {
  return t(
    'No local model server is running. Start llama-server, Ollama, LM Studio or vLLM on its usual port, or set farthing.localServer.url. It is found by itself.',
  );
}

function whoAnswersNow(view: MeterView): string {
  if (hasLocalCompletion(view)) return t('Completions come from the local model now.');
  // A budget stops every paid model, a refused key only its own.
  if (!view.heldBack && !isStopping(view.pressure) && hasPaidCompletion(view)) return t('Another paid model answers meanwhile.');
  return t('No local model is running, so there are no completions now.');
}

function warningInWords(view: MeterView): string {
  const state = nearlyUsedUp(view);
  if (!state) return '';
  const used = usedInWords(state);
  const atLimit = view.atLimits[state.budgetId] ?? (state.isSoft ? 'warn' : 'local-only');
  if (state.spent >= state.limit) return [t('The budget is used up: {0}.', used), atLimitInWords(state.budgetId, atLimit)].join(' ');
  switch (atLimit) {
    case 'warn':
      return t('The budget: {0}. It holds nothing back.', used);
    case 'economy':
      return t('The budget is nearly used up: {0}. At its end frontier models are asked only where you choose them.', used);
    case 'local-only':
      return t('The budget is nearly used up: {0}. What does not fit any more is answered by local models only.', used);
    case 'stop':
      return [t('The budget is nearly used up: {0}.', used), t('At its end:'), atLimitInWords(state.budgetId, atLimit)].join(' ');
  }
}

/** The money of the status item: what was spent today, and where a budget stopped a request, of how much. */
export function moneyInShort(condition: Condition, view: MeterView): string {
  const spent = formatUsd(view.today.costNanoUsd);
  const stopped = condition === 'budget-stopped' ? stoppedBudget(view) : undefined;
  if (!stopped) return `${spent} · ${view.today.attempts}`;
  // What counts against the day's limit is not the day's cost: an unpriced request costs nothing that is known, and counts all the same.
  return stopped.budgetId === 'day' ? usedInWords(stopped) : `${spent} · ${usedInWords(stopped)}`;
}

function ledgerStateInWords(state: LedgerState): string {
  if (state.status !== 'failing' && state.status !== 'unavailable') return '';
  return `${ledgerProblemInWords(state.problem)} (${state.detail})`;
}

/** The last request: its model, tokens, seconds and cost are the caller's; this is why that model answered. */
export function whyInWords(last: LedgerEntry): string {
  const { decision, attempt, tier, kind, endpoint } = last;
  const what = kindInWords(kind);
  const where = endpoint.replace('@', ' ');
  if (attempt > 1) return whyNotTheFirst(last, where);
  switch (decision.rule) {
    case 'pin':
      return t('Why this model: you chose it for {0}, on {1}', what, where);
    case 'rule':
      return t('Why this model: by rule, for {0}, on {1}: {2}', what, where, (decision.rules ?? []).join('; '));
    case 'state':
      return t('Why this model: what was tried before did not work, so another tier was asked for {0}, on {1}', what, where);
    case 'needs-larger-context':
      return t('Why this model: the prompt is too long for the models that are usual for {0}, on {1}', what, where);
    default:
      // Paid ones may be chosen by their speed as well: the decision itself says what it was.
      return tier === 'local'
        ? t('Why this model: the cheapest available of tier "{0}" for {1}, on {2}', tierInWords(tier), what, where)
        : t('Why this model: {0}, on {1}', decision.reason, where);
  }
}

/** The candidates that were given up are the first of those that were not taken. */
function whyNotTheFirst({ decision, kind, model, endpoint }: LedgerEntry, where: string): string {
  const what = kindInWords(kind);
  const [passedOver] = decision.rejected;
  if (passedOver?.rule === 'budget')
    return t('Why this model: the budget held {0} back, and this was the next choice for {1}, on {2}', passedOver.candidate, what, where);
  // The name of a candidate begins so; its effort and service tier may follow.
  if (decision.chosen.startsWith(`${model} (${endpoint}`))
    return t('Why this model: it was asked once more for {0}, on {1}, after an attempt that failed', what, where);
  return t('Why this model: {0} did not answer, and this was the next choice for {1}, on {2}', decision.chosen, what, where);
}

/** What was taken out of the last prompt before it left; undefined where it was nothing. */
export function redactedInWords({ decision }: LedgerEntry): string | undefined {
  const found = redactionCounts(decision);
  const total = found.reduce((sum, { count }) => sum + count, 0);
  const kinds = found.map(({ kind }) => kind).join(', ');
  if (total === 0) return undefined;
  return total === 1
    ? t('1 secret was taken out of the prompt ({0})', kinds)
    : t('{0} secrets were taken out of the prompt ({1})', total, kinds);
}

/** So many are named: an editor may bring dozens. */
const mostNamed = 5;

/** The editor's models, which answer what is no completion; undefined where there are none, or none may be asked. */
export function editorModelsInWords({ editorModels = [], paid }: MeterView): string | undefined {
  if (editorModels.length === 0) return undefined;
  const more = editorModels.length - mostNamed;
  const names = editorModels.slice(0, mostNamed).join(', ');
  const all = more > 0 ? t('{0} and {1} more', names, more) : names;
  if (paid === 'paused') return t('Models of the editor (subscription, no cost per token), paused with the paid ones: {0}', all);
  return t('Models of the editor (subscription, no cost per token): {0}', all);
}
