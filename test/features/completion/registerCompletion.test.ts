import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CompletionResult } from '../../../src/core/completion/index.ts';
import { type CompletionFeaturePorts, registerCompletion } from '../../../src/features/completion/registerCompletion.ts';
import type { CompletionHealth, LastCompletion, NotLoaded } from '../../../src/platform/completionHealth.ts';
import { Observed } from '../../../src/platform/observed.ts';
import { FakePosition, fakeDocument } from '../../support/fakeDocument.ts';
import { editor } from '../../support/fakeEditor.ts';

type Ask = (document: unknown, position: unknown, context: unknown, token: unknown) => Promise<readonly unknown[]>;

const asked = vi.hoisted((): { ask: Ask | undefined } => ({ ask: undefined }));

vi.mock('vscode', async () => {
  const { editor: fake } = await import('../../support/fakeEditor.ts');
  const { FakePosition: Position, FakeRange: Range } = await import('../../support/fakeDocument.ts');
  const api = fake.api() as { readonly window: object; readonly workspace: object };
  const never = () => ({ dispose: () => undefined });
  return {
    ...api,
    Position,
    Range,
    EndOfLine: { LF: 1, CRLF: 2 },
    InlineCompletionTriggerKind: { Invoke: 0, Automatic: 1 },
    InlineCompletionItem: class {},
    window: { ...api.window, onDidChangeActiveTextEditor: never },
    workspace: { ...api.workspace, getWorkspaceFolder: () => undefined },
    languages: {
      registerInlineCompletionItemProvider: (_selector: unknown, provider: { readonly provideInlineCompletionItems: Ask }) => {
        asked.ask = provider.provideInlineCompletionItems;
        return never();
      },
    },
  };
});

beforeEach(() => editor.reset());

/** An engine whose answers a test gives when it likes. */
function useCompletion() {
  const answers: ((result: CompletionResult | NotLoaded) => void)[] = [];
  const logged: string[] = [];
  const log = (text: string) => void logged.push(text);
  const health = new Observed<CompletionHealth>('well');
  const last = new Observed<LastCompletion | undefined>(undefined);
  const looks = { count: 0 };
  const engine = { complete: () => new Promise<CompletionResult | NotLoaded>((resolve) => answers.push(resolve)) };
  registerCompletion({
    engine: engine as unknown as CompletionFeaturePorts['engine'],
    log: { debug: log, info: log, warn: log, error: log, show: () => undefined, dispose: () => undefined },
    health,
    last,
    onNoModel: () => {
      looks.count += 1;
    },
  });
  const ask = () =>
    asked.ask?.(
      fakeDocument('let a'),
      new FakePosition(0, 5),
      { triggerKind: 1, selectedCompletionInfo: undefined },
      { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) },
    );
  return { ask, answers, health, last, looks, logged };
}

const none = (whyNot: Extract<CompletionResult, { outcome: 'none' }>['whyNot']): CompletionResult => ({ outcome: 'none', whyNot });
const offer: CompletionResult = { outcome: 'offer', offer: { taskId: 'task-1', text: ' = 1;', source: 'model' } };

describe('The completion feature', () => {
  it('keeps what became of the newest question, whichever ends last', async () => {
    const { ask, answers, last } = useCompletion();
    const questions = [ask(), ask()];
    answers[1]?.(offer);
    await questions[1];
    answers[0]?.(none({ reason: 'superseded' }));
    await questions[0];
    expect(last.value).toEqual({ outcome: 'offer', taskId: 'task-1', source: 'model' });
  });

  it('keeps why there was nothing', async () => {
    const { ask, answers, last } = useCompletion();
    const question = ask();
    answers[0]?.(none({ reason: 'model-had-nothing', source: 'model' }));
    await question;
    expect(last.value).toEqual({ outcome: 'none', whyNot: { reason: 'model-had-nothing', source: 'model' } });
  });

  it('keeps that it is switched off, and asks nobody', async () => {
    editor.set('completion.enabled', false);
    const { ask, answers, last } = useCompletion();
    expect([await ask(), answers, last.value]).toEqual([
      [],
      [],
      { outcome: 'none', whyNot: { reason: 'switched-off', languageId: 'typescript' } },
    ]);
  });

  it('reads what could not be reserved as held back, which is no failure of a model, and looks for a local one', async () => {
    const { ask, answers, health, looks, logged } = useCompletion();
    const question = ask();
    answers[0]?.(none({ reason: 'failed', error: 'not-reserved', detail: '"day" has $0.0013 left of $0.01' }));
    await question;
    expect({ health: health.value, looks: looks.count, last: logged.at(-1) }).toEqual({
      health: 'not-reserved',
      looks: 1,
      last: 'completion: nothing, no paid request may leave: "day" has $0.0013 left of $0.01',
    });
  });

  it('tells of a failure once in a row, and is well again with the next answer of a model', async () => {
    const { ask, answers, health, logged } = useCompletion();
    for (const result of [
      none({ reason: 'failed', error: 'timeout', detail: 'slow' }),
      none({ reason: 'failed', error: 'timeout', detail: 'slow' }),
      offer,
    ]) {
      const question = ask();
      answers.at(-1)?.(result);
      await question;
    }
    expect([health.value, logged.filter((line) => line.includes('timeout')).length]).toEqual(['well', 3]);
  });

  it.each<[string, CompletionResult, CompletionHealth]>([
    ['an offer of a request that was under way', { outcome: 'offer', offer: { taskId: 'task-1', text: '1', source: 'in-flight' } }, 'well'],
    ['an answer with nothing to add', none({ reason: 'model-had-nothing', source: 'model' }), 'well'],
    ['an answer that stands there already', none({ reason: 'nothing-new', detail: 'repeats-what-follows' }), 'well'],
    ['an answer of nonsense', none({ reason: 'nonsense', detail: 'U+0000' }), 'well'],
    ['an offer from before', { outcome: 'offer', offer: { taskId: 'task-1', text: '1', source: 'cache' } }, 'timeout'],
    ['a place where the model had nothing before', none({ reason: 'model-had-nothing', source: 'cache' }), 'timeout'],
    ['a question that was overtaken', none({ reason: 'superseded' }), 'timeout'],
    ['a cursor inside a word', none({ reason: 'inside-word' }), 'timeout'],
    ['a question without a model', none({ reason: 'no-model', detail: 'no-candidate', refusals: [] }), 'timeout'],
  ])('after a failure, %s leaves it as it should be: only what a model answers now makes it well', async (_what, result, expected) => {
    const { ask, answers, health } = useCompletion();
    for (const each of [none({ reason: 'failed', error: 'timeout', detail: 'slow' }), result]) {
      const question = ask();
      answers.at(-1)?.(each);
      await question;
    }
    expect(health.value).toBe(expected);
  });

  it('that cannot be loaded is told by the meter and by "why none", and in the log once', async () => {
    const { ask, answers, health, last, logged } = useCompletion();
    const notLoaded: NotLoaded = { outcome: 'none', whyNot: { reason: 'not-loaded', detail: 'Error: no such file' } };
    for (const each of [notLoaded, notLoaded]) {
      const question = ask();
      answers.at(-1)?.(each);
      await question;
    }
    const line = 'completion: nothing, what completes code could not be loaded: Error: no such file';
    expect({ health: health.value, last: last.value, logged }).toEqual({
      health: 'not-loaded',
      last: notLoaded,
      // Both for those who look closely, and once as an error.
      logged: [line, line, line],
    });
  });

  it('names in the log what makes an answer nonsense', async () => {
    const { ask, answers, logged } = useCompletion();
    const question = ask();
    answers[0]?.(none({ reason: 'nonsense', detail: '<|im_start|>' }));
    await question;
    expect(logged).toEqual(['completion: nothing, the answer holds <|im_start|>']);
  });
});
