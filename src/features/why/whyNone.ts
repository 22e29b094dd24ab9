import * as vscode from 'vscode';
import type { PressureVerdict } from '../../core/budget/index.ts';
import type { Refusal, WhyNot, WorthVerdict } from '../../core/completion/index.ts';
import type { LimitState } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { amountInWords, budgetInWords, pressureInWords } from '../../platform/budgetWords.ts';
import { type CommandId, commands } from '../../platform/commands.ts';
import type { LastCompletion } from '../../platform/completionHealth.ts';
import type { Exclusion } from '../../platform/excludedFiles.ts';
import { failureInWords } from '../../platform/failureWords.ts';
import type { PaidReadiness } from '../../platform/paidReadiness.ts';
import type { EndpointTrouble, HeldBack } from '../../platform/paidState.ts';
import { untilInWords } from '../../platform/untilInWords.ts';
import type { LedgerState } from '../../storage/workerLedger.ts';
import { actionsAgainst, alsoInWords, isOfBudgets, isOfHealth, isOfPaidModels, refusalInWords } from './refusals.ts';

const { t } = vscode.l10n;

/** What is known when the user asks why there is no suggestion. */
export interface WhyNoneView {
  readonly last: LastCompletion | undefined;
  readonly heldBack: HeldBack | undefined;
  /** The budget that held back, where the ledger could tell it. */
  readonly budget: LimitState | undefined;
  /** How budgets press by now on the nearest model that was not asked. */
  readonly pressure: PressureVerdict;
  /** The budget that does. */
  readonly pressing: LimitState | undefined;
  readonly trouble: EndpointTrouble | undefined;
  readonly paid: PaidReadiness;
  readonly ledger: LedgerState;
  /** What its server tells of the local model that was too slow: `40 % on the GPU`; empty where it tells nothing. */
  readonly slowModel: string;
  /** IANA, of the clock on the wall. */
  readonly timeZone: string;
}

/** What is no command of ours: another setting than the usual ones, and a suggestion whatever it is worth. */
export type WhyNoneAction = CommandId | 'open-worth' | 'open-exclude' | 'trigger';

/** The answer in words, and what the user can do about it, the most useful first. */
export interface WhyNoneAnswer {
  readonly words: string;
  readonly actions: readonly WhyNoneAction[];
}

export function whyNone(given: WhyNoneView): WhyNoneAnswer {
  // What a budget held back before is not the reason while no paid model may be asked at all.
  const view = given.paid === 'ready' ? given : { ...given, heldBack: undefined };
  const { last } = view;
  if (!last) return answer(t('No suggestion was asked for in this window yet. Type in a file.'));
  if (last.outcome === 'offer') return answer(t('The last time there was a suggestion.'), commands.whyThis);
  const { whyNot } = last;
  switch (whyNot.reason) {
    case 'switched-off':
      return answer(t('Inline completions are off for {0}.', whyNot.languageId), commands.toggleCompletions);
    case 'snoozed':
      return answer(
        t('Suggestions are snoozed {0}. When you trigger one, it comes all the same.', untilInWords(whyNot.untilMs, view.timeZone)),
        commands.snoozeCompletions,
        'trigger',
      );
    case 'excluded':
      return excluded(whyNot.exclusion);
    case 'not-here':
      return answer(t('Nothing is suggested in documents of this kind ({0}).', whyNot.scheme));
    case 'binary':
      return answer(t('What stands there is no text (it holds zero bytes), so no model is asked.'));
    case 'just-accepted':
      return answer(t('A line was just taken. The next suggestion comes with the next key, or when you trigger one.'), 'trigger');
    case 'superseded':
      return answer(t('You typed on before the answer came.'));
    case 'inside-word':
      return answer(t('The cursor was inside a word. Suggestions come at its end, or when you trigger one.'));
    case 'model-had-nothing':
      return alsoHeldBack(t('The model had nothing to add there.'), view);
    case 'nothing-new':
      return whyNot.detail === 'blank'
        ? alsoHeldBack(t('The model had nothing to add there.'), view)
        : alsoHeldBack(t('What the model suggested stands there already.'), view);
    case 'nonsense':
      return alsoHeldBack(
        t('What the model answered is no code (it holds {0}), so nothing is shown.', whyNot.detail),
        view,
        commands.pickModel,
      );
    case 'breaks-syntax':
      return alsoHeldBack(t('What the model suggested would have broken the file’s syntax.'), view);
    case 'repetition':
      return alsoHeldBack(t('The model only repeated itself.'), view, commands.pickModel);
    case 'not-worth':
      return answer(notWorthInWords(whyNot.verdict), 'trigger', 'open-worth');
    case 'no-model':
      return noModel(view, whyNot.refusals);
    case 'failed':
      return failed(view, whyNot);
    case 'not-loaded':
      return answer(t('The request failed: {0}.', failureInWords(whyNot.reason)), commands.showLog);
  }
}

function excluded(exclusion: Exclusion): WhyNoneAnswer {
  switch (exclusion.by) {
    case 'glob':
      return answer(
        t('This file is excluded from completions by "{0}" in farthing.completion.exclude.', exclusion.glob),
        commands.toggleCompletionsForFile,
        'open-exclude',
      );
    case 'unreadable':
      return answer(
        t('farthing.completion.exclude cannot be read ({0}), so nothing is suggested until it is corrected.', exclusion.problem),
        'open-exclude',
      );
    case 'window':
      return answer(t('You turned completions off in this file, until this window is closed.'), commands.toggleCompletionsForFile);
  }
}

/** The verdict as the engine's judge gave it: how likely, for what price, by which of the user's settings. */
function notWorthInWords({ acceptance, costNanoUsd, mode }: WorthVerdict): string {
  return t(
    'A paid suggestion was about {0} % likely to be taken, and {1} is more than that is worth ({2}). Trigger one to ask all the same.',
    percentInWords(acceptance),
    formatUsd(costNanoUsd),
    mode,
  );
}

function percentInWords(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 1 ? percent.toPrecision(1) : String(Math.round(percent));
}

/** A better model would perhaps have had something to say. */
function alsoHeldBack(words: string, view: WhyNoneView, ...actions: readonly WhyNoneAction[]): WhyNoneAnswer {
  return view.heldBack ? answer([words, heldBackInWords(view)].join(' '), commands.allowMore, ...actions) : answer(words, ...actions);
}

/** What kept the nearest model away, and what kept the others away; without any, what there is none for. */
function noModel(view: WhyNoneView, refusals: readonly Refusal[]): WhyNoneAnswer {
  const [nearest, ...others] = refusals;
  if (!nearest || isOfPaidModels(nearest)) return noneAtAll(view, nearest !== undefined);
  const { trouble } = view;
  const { words, actions } =
    trouble?.endpoint === nearest.endpoint && isOfHealth(nearest)
      ? troubled(trouble)
      : { words: refusedInWords(view, nearest), actions: actionsAgainst(nearest) };
  return answer([words, ...alsoInWords(others)].join(' '), ...actions);
}

/** A decision's reasons are for the log: what a budget does is told as the meter tells it, as long as it is still so. */
function refusedInWords({ pressure, pressing, slowModel }: WhyNoneView, refusal: Refusal): string {
  const isPressed = isOfBudgets(refusal) && pressure.pressure !== 'normal';
  if (isPressed) return [t('Nobody was asked.'), pressureInWords(pressure, pressing)].join(' ');
  return refusal.rule === 'too-slow' && slowModel !== ''
    ? [refusalInWords(refusal), t('Its server says: {0}.', slowModel)].join(' ')
    : refusalInWords(refusal);
}

/** `isOver`: there was a paid model that completes code, and no paid one was to be asked then. */
function noneAtAll(view: WhyNoneView, isOver: boolean): WhyNoneAnswer {
  if (view.heldBack) return heldBack(view);
  const none = t('No model that completes code is available.');
  const words = (more: string): string => [none, more].join(' ');
  switch (view.paid) {
    case 'no-key':
      return answer(words(t('Start a local model server, or set an API key and a budget.')), commands.lookForLocalServer, commands.setKey);
    case 'no-budget':
      return answer(
        words(t('Paid models wait until you set a budget that covers completions.')),
        commands.setBudget,
        commands.lookForLocalServer,
      );
    case 'paused':
      return answer(words(t('Paid models are paused.')), commands.togglePaidModels, commands.lookForLocalServer);
    case 'untrusted':
      return answer(words(t('Paid models wait until this workspace is trusted.')), commands.lookForLocalServer);
    case 'ready':
      if (isOver) return answer(t('Paid models were not to be asked then. They may be asked now.'), commands.showLog);
      return view.trouble
        ? troubled(view.trouble)
        : answer(
            words(t('None of your paid models completes code, or your choice of models leaves it out.')),
            commands.pickModel,
            commands.setKey,
          );
  }
}

/** Why who was asked failed, and why nobody else was. */
function failed(view: WhyNoneView, whyNot: Failed): WhyNoneAnswer {
  const { words, actions } = failedAlone(view, whyNot);
  return answer([words, ...alsoInWords(whyNot.refusals ?? [])].join(' '), ...actions);
}

function failedAlone(view: WhyNoneView, { error, detail }: Failed): WhyNoneAnswer {
  // No budget covers completions, say: then there was nothing that could have been held.
  if (error === 'not-reserved' && view.paid !== 'ready') return noneAtAll(view, false);
  if (error === 'not-reserved') return notReserved(view, detail);
  if (view.trouble?.reason === error) return troubled(view.trouble);
  return answer(t('The request failed: {0}.', failureInWords(error)), commands.showLog);
}

type Failed = Extract<WhyNot, { readonly reason: 'failed' }>;

function troubled({ provider, reason }: EndpointTrouble): WhyNoneAnswer {
  if (reason === 'forbidden') {
    return answer(
      t(
        '{0} refused a request: the key may lack a right, or the request was not allowed there. It is asked again after five minutes.',
        provider,
      ),
      commands.showLog,
      commands.pickModel,
      commands.setKey,
    );
  }
  if (reason === 'unauthorized') {
    return answer(
      t('{0} refused the API key. Set another one with "Farthing: Set API Key…".', provider),
      commands.setKey,
      commands.showLog,
    );
  }
  if (reason === 'payment-required') {
    return answer(
      t('The account at {0} is empty. Add credit there, then run "Farthing: Retry Now".', provider),
      commands.retryNow,
      commands.pickModel,
      commands.showLog,
    );
  }
  return answer(t('The request to {0} failed: {1}.', provider, failureInWords(reason)), commands.showLog);
}

function notReserved(view: WhyNoneView, detail: string): WhyNoneAnswer {
  switch (causeOf(detail)) {
    case 'no-budget-covers':
      return answer(
        t('A paid model could have answered, but no budget covers what it does here. Set one that covers it.'),
        commands.setBudget,
        commands.lookForLocalServer,
      );
    case 'ask-above':
      return answer(
        t('The request could cost more than may leave unasked (farthing.budget.askAbove), and nobody is asked about a suggestion.'),
        commands.pickModel,
        commands.lookForLocalServer,
      );
    case 'other':
      return view.heldBack ? heldBack(view) : notHeld(view);
  }
}

/** The error of a reservation has one reason for all, and its message says which it was. */
function causeOf(detail: string): 'no-budget-covers' | 'ask-above' | 'other' {
  if (detail.startsWith('no budget covers ')) return 'no-budget-covers';
  return detail.endsWith('nothing leaves unasked') ? 'ask-above' : 'other';
}

function notHeld({ ledger }: WhyNoneView): WhyNoneAnswer {
  if (ledger.status === 'failing' || ledger.status === 'unavailable') {
    return answer(t('The ledger cannot be used ({0}), so nothing paid leaves.', ledger.detail), commands.showLog);
  }
  return answer(t('A paid request was held back then, because a budget could not hold it.'), commands.allowMore, commands.showLog);
}

function heldBack(view: WhyNoneView): WhyNoneAnswer {
  const words = [heldBackInWords(view), t('No local model answered in its place.')].join(' ');
  return answer(words, commands.allowMore, commands.setBudget, commands.lookForLocalServer);
}

/** "$0.0041 needed, $0.0013 left of $0.01 today." */
function heldBackInWords({ heldBack: held, budget }: WhyNoneView): string {
  if (!held) return '';
  const { unit, budgetId } = held;
  const [needed, left, when] = [amountInWords(held.needed, unit), amountInWords(held.left, unit), budgetInWords(budgetId)];
  return budget
    ? t('A paid model was held back by the budget: {0} needed, {1} left of {2} {3}.', needed, left, amountInWords(budget.limit, unit), when)
    : t('A paid model was held back by the budget: {0} needed, {1} left {2}.', needed, left, when);
}

function answer(words: string, ...actions: readonly WhyNoneAction[]): WhyNoneAnswer {
  return { words, actions };
}
