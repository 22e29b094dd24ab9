import * as vscode from 'vscode';
import type { CompletionEngine, CompletionRequest, CompletionResult, Offer, WhyNot } from '../../core/completion/index.ts';
import { withSignal } from '../../platform/cancellation.ts';
import { commands, registerCommand } from '../../platform/commands.ts';
import type { CompletionHealth, LastCompletion, NotLoaded } from '../../platform/completionHealth.ts';
import type { Log } from '../../platform/log.ts';
import type { Observed } from '../../platform/observed.ts';
import { readSetting, toggleSetting } from '../../platform/settings.ts';
import { type Place, readPlace } from './readSnapshot.ts';

export interface CompletionFeaturePorts {
  readonly engine: Pick<CompletionEngine, 'accepted' | 'leave'> & {
    complete(request: CompletionRequest, signal: AbortSignal): Promise<Result>;
  };
  readonly log: Log;
  /** What the meter says of it. */
  readonly health: Observed<CompletionHealth>;
  /** What became of the newest question. */
  readonly last: Observed<LastCompletion | undefined>;
  /** There was nothing to ask: worth another look for a model. */
  readonly onNoModel: () => void;
}

/** The engine's, or that there is none. */
type Result = CompletionResult | NotLoaded;

/** Runs when the user takes an offer; not in the palette. */
const acceptedCommand = 'farthing.completion.accepted';

/** Inline completions in every editor. What fails is in the log and on the status item, never in a notification. */
export function registerCompletion({ engine, log, health, last, onNoModel }: CompletionFeaturePorts): vscode.Disposable {
  let asked = 0;
  let answered = 0;
  const provider: vscode.InlineCompletionItemProvider = {
    provideInlineCompletionItems: (document, position, context, token) =>
      withSignal(token, async (signal) => {
        asked += 1;
        const question = asked;
        if (!readSetting('completion.enabled', document)) {
          keep(question, { outcome: 'none', whyNot: { reason: 'switched-off', languageId: document.languageId } });
          return [];
        }
        const trigger = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke ? 'invoke' : 'automatic';
        const place = readPlace(document, position, context.selectedCompletionInfo);
        const result = await engine.complete({ snapshot: place.snapshot, trigger }, signal);
        keep(question, lastOf(result));
        report(result);
        return result.outcome === 'offer' ? [itemOf(result.offer, place, document.eol)] : [];
      }),
  };
  return vscode.Disposable.from(
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, provider),
    vscode.commands.registerCommand(acceptedCommand, (taskId: string, characters: number) => engine.accepted(taskId, characters)),
    registerCommand(commands.toggleCompletions, () => toggleSetting('completion.enabled')),
    vscode.window.onDidChangeActiveTextEditor(() => engine.leave()),
  );

  /** A question that was overtaken may end after the newer one. */
  function keep(question: number, became: LastCompletion): void {
    if (question < answered) return;
    answered = question;
    last.set(became);
  }

  function report(result: Result): void {
    log.debug(`completion: ${words(result)}`);
    if (isFreshAnswer(result)) health.set('well');
    if (result.outcome === 'offer') return;
    if (result.whyNot.reason === 'no-model') {
      onNoModel();
    } else if (result.whyNot.reason === 'failed') {
      // Nothing paid may leave: a local model would have answered.
      if (result.whyNot.error === 'not-reserved') onNoModel();
      // Once for each kind of failure in a row: a model that is down fails at every key.
      if (health.value !== result.whyNot.error) log.warn(`completion: ${words(result)}`);
      health.set(result.whyNot.error);
    } else if (result.whyNot.reason === 'not-loaded') {
      if (health.value !== 'not-loaded') log.error(`completion: ${words(result)}`);
      health.set('not-loaded');
    }
  }
}

/** A model answered just now, be it with nothing to add. */
function isFreshAnswer(result: Result): boolean {
  if (result.outcome === 'offer') return result.offer.source === 'model' || result.offer.source === 'in-flight';
  switch (result.whyNot.reason) {
    case 'model-had-nothing':
      return result.whyNot.source === 'model';
    case 'nothing-new':
    case 'nonsense':
    case 'breaks-syntax':
    case 'repetition':
      return true;
    case 'superseded':
    case 'not-worth':
    case 'inside-word':
    case 'no-model':
    case 'failed':
    case 'not-loaded':
      return false;
  }
}

function lastOf(result: Result): LastCompletion {
  if (result.outcome === 'none') return result;
  const { taskId, source } = result.offer;
  return { outcome: 'offer', taskId, source };
}

function itemOf({ taskId, text }: Offer, { range, selected }: Place, eol: vscode.EndOfLine): vscode.InlineCompletionItem {
  const insertText = selected + (eol === vscode.EndOfLine.CRLF ? text.replaceAll('\n', '\r\n') : text);
  const item = new vscode.InlineCompletionItem(insertText, range);
  item.command = { command: acceptedCommand, title: '', arguments: [taskId, text.length] };
  return item;
}

/** For the log, which is read by people who look for a reason. */
function words(result: Result): string {
  if (result.outcome === 'none') return wordsOfWhyNot(result.whyNot);
  const { text, source, asked } = result.offer;
  return `${text.length} characters from ${source}${asked ? ` (waited ${asked.waitedMs} ms, answered in ${asked.answeredMs} ms)` : ''}`;
}

function wordsOfWhyNot(whyNot: WhyNot | NotLoaded['whyNot']): string {
  switch (whyNot.reason) {
    case 'no-model':
      return `nothing, no model (${[whyNot.detail, ...whyNot.refusals.map(({ candidate, reason }) => `${candidate}: ${reason}`)].join('; ')})`;
    case 'failed':
      return whyNot.error === 'not-reserved'
        ? `nothing, no paid request may leave: ${whyNot.detail}`
        : `nothing, ${whyNot.error}: ${whyNot.detail}`;
    case 'not-loaded':
      return `nothing, what completes code could not be loaded: ${whyNot.detail}`;
    case 'nothing-new':
      return `nothing, ${whyNot.detail}`;
    case 'nonsense':
      return `nothing, the answer holds ${whyNot.detail}`;
    case 'superseded':
    case 'inside-word':
    case 'not-worth':
    case 'breaks-syntax':
    case 'repetition':
    case 'model-had-nothing':
      return `nothing, ${whyNot.reason}`;
  }
}
