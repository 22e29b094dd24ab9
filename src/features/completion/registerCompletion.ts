import * as vscode from 'vscode';
import type { CompletionRequest, CompletionResult, Snapshot, TextChange } from '../../core/completion/index.ts';
import type { Clock } from '../../core/router.ts';
import { withSignal } from '../../platform/cancellation.ts';
import type { CompletionHealth, LastCompletion, NotLoaded } from '../../platform/completionHealth.ts';
import type { Log } from '../../platform/log.ts';
import type { Observed } from '../../platform/observed.ts';
import { onDidChangeSetting } from '../../platform/settings.ts';
import type { Snooze } from '../../platform/snooze.ts';
import { AskAgain } from './askAgain.ts';
import { acceptedCommand, itemsOf, type Taken, type TakenPlace } from './items.ts';
import { type Place, readPlace } from './readSnapshot.ts';
import { isAsItWas, wholeReader } from './readWhole.ts';
import { registerSwitches } from './registerSwitches.ts';
import { type Result, resultInWords } from './resultInWords.ts';
import { isBinary, isWrittenIn, type SwitchPorts, whyNotAsked } from './whyNotAsked.ts';

export interface CompletionFeaturePorts extends SwitchPorts {
  readonly snooze: SwitchPorts['snooze'] & Pick<Snooze, 'until'>;
  readonly engine: {
    complete(request: CompletionRequest, signal: AbortSignal): Promise<CompletionResult | NotLoaded>;
    accepted(taskId: string, characters: number, place?: TakenPlace): void;
    edited(change: TextChange): void;
    closed(uri: string): void;
    leave(): void;
  };
  /** More is known by now than was offered at such a place. */
  readonly onDidImprove: (listener: (at: Snapshot) => void) => { dispose(): void };
  readonly clock: Clock;
  readonly log: Log;
  /** What the meter says of it. */
  readonly health: Observed<CompletionHealth>;
  /** What became of the newest question. */
  readonly last: Observed<LastCompletion | undefined>;
  /** There was nothing to ask: worth another look for a model. */
  readonly onNoModel: () => void;
}

interface Question {
  readonly selected: vscode.SelectedCompletionInfo | undefined;
  readonly trigger: CompletionRequest['trigger'];
  readonly signal: AbortSignal;
}

/** Inline completions in every editor. What fails is in the log and on the status item, never in a notification. */
export function registerCompletion(ports: CompletionFeaturePorts): vscode.Disposable {
  const { engine, clock, log, health, last, onNoModel } = ports;
  const asking = new AskAgain(clock.now);
  let asked = 0;
  let answered = 0;
  const provider: vscode.InlineCompletionItemProvider = {
    provideInlineCompletionItems: (document, position, { triggerKind, selectedCompletionInfo: selected }, token) =>
      withSignal(token, async (signal) => {
        asked += 1;
        const question = asked;
        const { version } = document;
        const trigger = asking.triggerOf(document, position, triggerKind);
        const { result, place } = await find(document, position, { selected, trigger, signal });
        // Found nothing better: what is shown stays.
        if (trigger === 'again' && result.outcome === 'none') return [...asking.shownAt(document, position)];
        keep(question, lastOf(result));
        report(result);
        // Its range is that of the question. A file that was deleted meanwhile has none.
        if (!place || !isAsItWas(document, version)) return [];
        const items = result.outcome === 'offer' ? itemsOf([result.offer, ...(result.others ?? [])], place, document) : [];
        asking.answered(document, version, position, items);
        return [...items];
      }),
  };
  return vscode.Disposable.from(
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, provider),
    vscode.commands.registerCommand(acceptedCommand, (...taken: Taken) => engine.accepted(...taken)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (!isWrittenIn(document.uri.scheme)) return;
      const uri = document.uri.toString();
      // The last one first, as the editor has them: so each offset is right before and after the others.
      for (const { rangeOffset: offset, rangeLength: removed, text: inserted } of byOffsetFromTheEnd(contentChanges)) {
        engine.edited({ uri, offset, removed, inserted });
      }
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => engine.closed(uri.toString())),
    vscode.window.onDidChangeActiveTextEditor(() => engine.leave()),
    // What is under way, or about to leave, was asked for before it was switched off.
    ports.snooze.until.onDidChange(() => engine.leave()),
    onDidChangeSetting(['completion.enabled', 'completion.exclude'], () => engine.leave()),
    ports.onDidImprove((at) => asking.improved(at)),
    registerSwitches({ ...ports, onSwitched: () => engine.leave() }),
  );

  /** Without a place, nothing was read of the document. */
  async function find(
    document: vscode.TextDocument,
    position: vscode.Position,
    { selected, trigger, signal }: Question,
  ): Promise<{ readonly result: Result; readonly place?: Place }> {
    const whyNot = whyNotAsked(document, trigger, ports);
    if (whyNot) return { result: { outcome: 'none', whyNot } };
    const place = readPlace(document, position, selected);
    const { snapshot } = place;
    if (isBinary(snapshot)) return { result: { outcome: 'none', whyNot: { reason: 'binary' } } };
    return { result: await engine.complete({ snapshot, trigger, whole: wholeReader(document, place) }, signal), place };
  }

  /** A question that was overtaken may end after the newer one. */
  function keep(question: number, became: LastCompletion): void {
    if (question < answered) return;
    answered = question;
    last.set(became);
  }

  function report(result: Result): void {
    const words = `completion: ${resultInWords(result)}`;
    log.debug(words);
    if (isFreshAnswer(result)) health.set('well');
    if (result.outcome === 'offer') return;
    if (result.whyNot.reason === 'no-model') {
      onNoModel();
    } else if (result.whyNot.reason === 'failed') {
      // Nothing paid may leave: a local model would have answered.
      if (result.whyNot.error === 'not-reserved') onNoModel();
      // Once for each kind of failure in a row: a model that is down fails at every key.
      if (health.value !== result.whyNot.error) log.warn(words);
      health.set(result.whyNot.error);
    } else if (result.whyNot.reason === 'not-loaded') {
      if (health.value !== 'not-loaded') log.error(words);
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
    default:
      return false;
  }
}

function lastOf(result: Result): LastCompletion {
  if (result.outcome === 'none') return result;
  const { taskId, source } = result.offer;
  return { outcome: 'offer', taskId, source };
}

function byOffsetFromTheEnd(changes: readonly vscode.TextDocumentContentChangeEvent[]): readonly vscode.TextDocumentContentChangeEvent[] {
  return changes.length < 2 ? changes : changes.toSorted((a, b) => b.rangeOffset - a.rangeOffset);
}
