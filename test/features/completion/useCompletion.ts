import type { CompletionRequest, CompletionResult, Snapshot, TextChange } from '../../../src/core/completion/index.ts';
import { registerCompletion } from '../../../src/features/completion/registerCompletion.ts';
import type { CompletionHealth, LastCompletion, NotLoaded } from '../../../src/platform/completionHealth.ts';
import { ExcludedFiles } from '../../../src/platform/excludedFiles.ts';
import { Improvements } from '../../../src/platform/improvements.ts';
import { Observed } from '../../../src/platform/observed.ts';
import { Snooze } from '../../../src/platform/snooze.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { type Context, documentAt, type Item, type Marked, never, window } from './completionEditor.ts';

type Answer = CompletionResult | NotLoaded;

/** The feature with an engine whose answers a test gives when it likes. */
export function useCompletion() {
  const time = new FakeTime();
  const requests: CompletionRequest[] = [];
  const answers: ((result: Answer) => void)[] = [];
  const accepted: (readonly unknown[])[] = [];
  const edits: TextChange[] = [];
  const closed: string[] = [];
  const left: number[] = [];
  const logged: string[] = [];
  const log = (text: string) => void logged.push(text);
  const health = new Observed<CompletionHealth>('well');
  const last = new Observed<LastCompletion | undefined>(undefined);
  const looks = { count: 0 };
  const improvements = new Improvements();
  const snooze = new Snooze({ now: time.now, after: (ms, callback) => time.after(ms, callback) });
  const excluded = new ExcludedFiles();
  registerCompletion({
    engine: {
      complete: (request) => {
        requests.push(request);
        return new Promise<Answer>((resolve) => answers.push(resolve));
      },
      accepted: (...taken) => void accepted.push(taken),
      edited: (change) => void edits.push(change),
      closed: (uri) => void closed.push(uri),
      leave: () => void left.push(time.now()),
    },
    excluded,
    snooze,
    onDidImprove: improvements.onDidImprove,
    clock: time,
    log: { debug: log, info: log, warn: log, error: log, show: () => undefined, dispose: () => undefined },
    health,
    last,
    onNoModel: () => {
      looks.count += 1;
    },
  });
  const ask = async ({ document, position }: Marked = documentAt('let a|'), context: Partial<Context> = {}): Promise<readonly Item[]> =>
    (await window.ask?.(
      document,
      position,
      { triggerKind: 1, ...context },
      { isCancellationRequested: false, onCancellationRequested: never },
    )) ?? [];
  /** Asks, and is answered. */
  const askAnswered = (result: Answer, marked?: Marked, context?: Partial<Context>): Promise<readonly Item[]> => {
    const asked = ask(marked, context);
    answers.at(-1)?.(result);
    return asked;
  };
  return {
    time,
    requests,
    answers,
    accepted,
    edits,
    closed,
    left,
    logged,
    health,
    last,
    looks,
    improvements,
    snooze,
    excluded,
    ask,
    askAnswered,
  };
}

export const offerOf = (text: string, taskId = 'task-1'): Extract<CompletionResult, { outcome: 'offer' }> => ({
  outcome: 'offer',
  offer: { taskId, text, source: 'model' },
});

/** What the engine was asked, without what is the same for all. */
export function askedOf(request: CompletionRequest | undefined): Partial<Snapshot> & { readonly trigger?: string } {
  if (!request) return {};
  const { workspace, path, languageId, prefix, suffix, offset } = request.snapshot;
  return { ...(workspace !== undefined && { workspace }), path, languageId, prefix, suffix, offset, trigger: request.trigger };
}
