import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CompletionResult } from '../../../src/core/completion/index.ts';
import type { CompletionHealth, NotLoaded } from '../../../src/platform/completionHealth.ts';
import { editor } from '../../support/fakeEditor.ts';
import { documentAt, window } from './completionEditor.ts';
import { offerOf, useCompletion } from './useCompletion.ts';

vi.mock('vscode', async () => (await import('./completionEditor.ts')).completionApi());

beforeEach(() => {
  editor.reset();
  delete window.activeTextEditor;
});

const none = (whyNot: Extract<CompletionResult, { outcome: 'none' }>['whyNot']): CompletionResult => ({ outcome: 'none', whyNot });
const offer = offerOf(' = 1;');

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

  it('ends what is under way, or about to leave, when it is snoozed or switched off', () => {
    const { snooze, left } = useCompletion();
    snooze.start(60_000);
    const snoozed = left.length;
    editor.set('completion.exclude', ['*.env']);
    expect([snoozed, left.length]).toEqual([1, 2]);
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

const at = { uri: 'file:///work/shop/src/a.ts', offset: 5 };

describe('What is offered', () => {
  it('tells the engine what was taken, and where it stands in the document from then on', async () => {
    const { askAnswered, accepted } = useCompletion();
    const [item] = await askAnswered(offer);
    editor.commands.get('farthing.completion.accepted')?.(...(item?.command?.arguments ?? []));
    expect(accepted).toEqual([['task-1', 5, { ...at, text: ' = 1;' }]]);
  });

  it('is several items where the user asked for them, each of which is taken for itself', async () => {
    const { askAnswered } = useCompletion();
    const others = [{ taskId: 'task-2', text: ' = 2;', source: 'model' as const }];
    const items = await askAnswered({ ...offer, others }, documentAt('let a|'), { triggerKind: 0 });
    expect(items.map(({ insertText, command }) => [insertText, command?.arguments])).toEqual([
      [' = 1;', ['task-1', 5, { ...at, text: ' = 1;' }]],
      [' = 2;', ['task-2', 5, { ...at, text: ' = 2;' }]],
    ]);
  });

  it('is nothing where the document changed, or was deleted, while it was asked for', async () => {
    const { ask, answers } = useCompletion();
    const [changed, deleted] = [documentAt('let a|'), documentAt('let a|')];
    const questions = [ask(changed), ask(deleted)];
    changed.document.version += 1;
    deleted.document.isClosed = true;
    for (const answer of answers) answer(offer);
    expect(await Promise.all(questions)).toEqual([[], []]);
  });
});

describe('The whole document', () => {
  it('is read around what the list of suggestions replaces, its selected entry in place', async () => {
    const { ask, requests } = useCompletion();
    const marked = documentAt('a;\r\nconsole.lo|;\r\n');
    const { FakePosition, FakeRange } = await import('../../support/fakeDocument.ts');
    const range = new FakeRange(new FakePosition(1, 8), new FakePosition(1, 10));
    void ask(marked, { selectedCompletionInfo: { range, text: 'log' } });
    expect(requests[0]?.whole?.()).toEqual({ before: 'a;\nconsole.log', after: ';\n' });
  });

  it('is unknown once it changed, once it is gone, and where it is longer than 300,000 characters', () => {
    const { ask, requests } = useCompletion();
    const documents = [documentAt('a|'), documentAt('a|'), documentAt(`${'x'.repeat(300_000)}|`), documentAt(`${'x'.repeat(300_001)}|`)];
    for (const marked of documents) void ask(marked);
    Object.assign(documents[0]?.document ?? {}, { version: 2 });
    Object.assign(documents[1]?.document ?? {}, { isClosed: true });
    expect(requests.map(({ whole }) => whole?.()?.before.length)).toEqual([undefined, undefined, 300_000, undefined]);
  });
});

describe('A change of a document', () => {
  const change = (rangeOffset: number) => ({ rangeOffset, rangeLength: 1, text: 'xy' });

  it('is told to the engine change by change, the last one first, so that each offset holds', () => {
    const { edits } = useCompletion();
    window.change?.({ document: documentAt('|').document, contentChanges: [change(3), change(90), change(40)] });
    expect(edits).toEqual([90, 40, 3].map((offset) => ({ uri: at.uri, offset, removed: 1, inserted: 'xy' })));
  });

  it('is not, where nobody writes', () => {
    const { edits } = useCompletion();
    window.change?.({ document: documentAt('|', { uri: 'output:tasks' }).document, contentChanges: [change(3)] });
    expect(edits).toEqual([]);
  });
});

describe('A document that is closed', () => {
  it('is told to the engine, which follows what was taken there', () => {
    const { closed } = useCompletion();
    window.close?.(documentAt('|').document);
    expect(closed).toEqual([at.uri]);
  });
});

describe('Once more is known than was offered', () => {
  const shown = () => {
    const feature = useCompletion();
    const marked = documentAt('let a|');
    window.activeTextEditor = { document: marked.document, selection: { active: marked.position } };
    const improve = async () => {
      const [request] = feature.requests;
      if (request) feature.improvements.tell(request.snapshot);
    };
    return { ...feature, marked, improve };
  };
  const trigger = ['editor.action.inlineSuggest.showNext'];
  const invoke = { triggerKind: 0 } as const;

  it('the editor is told to ask again, and its question counts as ours, not as the user’s key; the next one is the user’s', async () => {
    const { askAnswered, marked, improve, requests } = shown();
    await askAnswered(offer, marked);
    await improve();
    await askAnswered(offerOf(' = 1;\nlet b;'), marked, invoke);
    await askAnswered(offer, marked, invoke);
    expect([editor.executed, requests.map((request) => request.trigger)]).toEqual([[trigger], ['automatic', 'again', 'invoke']]);
  });

  it('a question that a key of the user’s overtook is an automatic one, and one much later the user’s', async () => {
    const { askAnswered, marked, improve, requests, time } = shown();
    await askAnswered(offer, marked);
    await improve();
    await askAnswered(offer, documentAt('let ab|'), invoke);
    await improve();
    await time.advance(1001);
    await askAnswered(offer, marked, invoke);
    expect(requests.map((request) => request.trigger)).toEqual(['automatic', 'automatic', 'invoke']);
  });

  it('and asking again finds nothing, what is shown stays, and what became of the question, too', async () => {
    const { askAnswered, marked, improve, last } = shown();
    const before = await askAnswered(offer, marked);
    await improve();
    const after = await askAnswered(none({ reason: 'superseded' }), marked, invoke);
    expect([after, last.value?.outcome]).toEqual([before, 'offer']);
  });

  it.each<[string, (marked: ReturnType<typeof shown>['marked']) => void]>([
    ['typed on', ({ document }) => Object.assign(document, { version: 2 })],
    [
      'moved',
      ({ document }) => Object.assign(window, { activeTextEditor: { document, selection: { active: { line: 0, character: 0 } } } }),
    ],
    ['left', () => Object.assign(window, { activeTextEditor: undefined })],
  ])('the editor is left alone where the user %s', async (_what, act) => {
    const { askAnswered, marked, improve } = shown();
    await askAnswered(offer, marked);
    act(marked);
    await improve();
    expect(editor.executed).toEqual([]);
  });

  it('the editor is told once while its question is awaited', async () => {
    const { askAnswered, marked, improve } = shown();
    await askAnswered(offer, marked);
    await improve();
    await improve();
    expect(editor.executed).toEqual([trigger]);
  });
});
