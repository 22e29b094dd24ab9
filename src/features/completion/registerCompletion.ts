import * as vscode from 'vscode';
import type { CompletionEngine, CompletionResult, Offer, WhyNot } from '../../core/completion/index.ts';
import { withSignal } from '../../platform/cancellation.ts';
import { commands, registerCommand } from '../../platform/commands.ts';
import type { Log } from '../../platform/log.ts';
import { readSetting } from '../../platform/settings.ts';
import { readSnapshot } from './readSnapshot.ts';

export interface CompletionFeaturePorts {
  readonly engine: CompletionEngine;
  readonly log: Log;
  /** There was nothing to ask: worth another look for a model. */
  readonly onNoModel: () => void;
}

/** Runs when the user takes an offer; not in the palette. */
const acceptedCommand = 'farthing.completion.accepted';

/** Inline completions in every editor. What fails is in the log and on the status item, never in a notification. */
export function registerCompletion({ engine, log, onNoModel }: CompletionFeaturePorts): vscode.Disposable {
  const provider: vscode.InlineCompletionItemProvider = {
    provideInlineCompletionItems: (document, position, context, token) =>
      withSignal(token, async (signal) => {
        if (!readSetting('completion.enabled', document)) return [];
        const trigger = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke ? 'invoke' : 'automatic';
        const startedMs = performance.now();
        const result = await engine.complete({ snapshot: readSnapshot(document, position), trigger }, signal);
        log.debug(`completion: ${words(result)} after ${(performance.now() - startedMs).toFixed(1)} ms`);
        if (result.outcome === 'none') {
          if (result.whyNot.reason === 'no-model') onNoModel();
          return [];
        }
        return [itemOf(result.offer, document, position)];
      }),
  };
  return vscode.Disposable.from(
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, provider),
    vscode.commands.registerCommand(acceptedCommand, (taskId: string, characters: number) => engine.accepted(taskId, characters)),
    registerCommand(commands.toggleCompletions, toggleCompletions),
    vscode.window.onDidChangeActiveTextEditor(() => engine.leave()),
    { dispose: () => engine.dispose() },
  );
}

async function toggleCompletions(): Promise<void> {
  await vscode.workspace
    .getConfiguration('farthing')
    .update('completion.enabled', !readSetting('completion.enabled'), vscode.ConfigurationTarget.Global);
}

function itemOf(offer: Offer, document: vscode.TextDocument, position: vscode.Position): vscode.InlineCompletionItem {
  const text = document.eol === vscode.EndOfLine.CRLF ? offer.text.replaceAll('\n', '\r\n') : offer.text;
  const item = new vscode.InlineCompletionItem(text, new vscode.Range(position, position));
  item.command = { command: acceptedCommand, title: '', arguments: [offer.taskId, offer.text.length] };
  return item;
}

/** For the log, which is read by people who look for a reason. */
function words(result: CompletionResult): string {
  if (result.outcome === 'none') return wordsOfWhyNot(result.whyNot);
  const { text, source, asked } = result.offer;
  return `${text.length} characters from ${source}${asked ? ` (waited ${asked.waitedMs} ms, answered in ${asked.answeredMs} ms)` : ''}`;
}

function wordsOfWhyNot(whyNot: WhyNot): string {
  switch (whyNot.reason) {
    case 'no-model':
      return `nothing, no model (${whyNot.detail})`;
    case 'failed':
      return `nothing, ${whyNot.error}: ${whyNot.detail}`;
    case 'nothing-new':
      return `nothing, ${whyNot.detail}`;
    case 'superseded':
    case 'inside-word':
    case 'model-had-nothing':
      return `nothing, ${whyNot.reason}`;
  }
}
