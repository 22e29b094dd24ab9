import { describe, expect, it } from 'vitest';
import type { CompletionPorts } from '../../../src/core/completion/index.ts';
import { localCandidate, paidCandidate } from '../../support/tasks.ts';
import { Editor, inWords } from '../../support/typing.ts';

const pieces = ['first(1);', '\nsecond(2);', '\nthird(3);'];

/** The cursor stands in a line; the model goes on with the lines after it, a piece every 50 ms. */
const inLine = (candidate = paidCandidate('paid', { tier: 'small' })) =>
  new Editor({ text: 'const a = |\n', say: () => pieces, latencyMs: 50, candidates: [candidate] });

const saying = (said: readonly string[], ports: Partial<CompletionPorts> = {}) =>
  new Editor({ text: 'const a = |\n', say: () => said, latencyMs: 50, candidates: [paidCandidate('paid', { tier: 'small' })], ports });

const pastDebounceMs = 160;

async function offeredLine(editor: Editor): Promise<string> {
  const { result } = editor.ask();
  await editor.time.advance(pastDebounceMs + 100);
  return inWords(await result);
}

describe('A paid answer to the rest of a line', () => {
  it('is offered as soon as the line is complete, and the line alone', async () => {
    const editor = inLine();
    expect([await offeredLine(editor), editor.router.open()]).toEqual(['model: first(1);', 1]);
  });

  it('goes on: what comes after the line is offered behind it, and was paid with it', async () => {
    const editor = inLine();
    await offeredLine(editor);
    await editor.time.advance(1000);
    const { result } = editor.type('first(1);');
    expect([inWords(await result), editor.requests, editor.improved]).toEqual(['cache: \nsecond(2);\nthird(3);', 1, []]);
  });

  it('is waited for behind the line where it is still on its way', async () => {
    const editor = inLine();
    await offeredLine(editor);
    const { result } = editor.type('first(1);');
    await editor.time.advance(200);
    expect([inWords(await result), editor.requests]).toEqual(['in-flight: \nsecond(2);\nthird(3);', 1]);
  });

  it('is one task, of which no more is accepted than was offered', async () => {
    const editor = inLine();
    const first = editor.ask();
    await editor.time.advance(1000);
    const taken = await first.result;
    if (taken.outcome !== 'offer') throw new Error('nothing was offered');
    editor.engine.accepted(taken.offer.taskId, taken.offer.text.length);
    editor.prefix += taken.offer.text;
    const second = await editor.ask().result;
    if (second.outcome !== 'offer') throw new Error('nothing was offered');
    await editor.time.advance(1000);
    editor.engine.accepted(second.offer.taskId, second.offer.text.length);
    const count = (type: string): number =>
      editor.outcomes.filter((event) => event.type === type).reduce((sum, { characters }) => sum + characters, 0);
    const all = pieces.join('').length;
    expect([second.offer.taskId === taken.offer.taskId, count('shown'), count('accepted')]).toEqual([true, all, all]);
  });

  it('is waited for, too, where the line was typed out before it was complete', async () => {
    const editor = saying(['first(1);', '\nsecond(2);', '\nthird(3);']);
    editor.ask();
    await editor.time.advance(pastDebounceMs + 50);
    const { result } = editor.type('first(1);');
    await editor.time.advance(2000);
    expect([inWords(await result), editor.requests]).toEqual(['in-flight: \nsecond(2);\nthird(3);', 1]);
  });

  it.each([
    ['a blank too many', [' first(1);', '\nsecond(2);']],
    ['blanks at its end', ['first(1);  ', '\nsecond(2);']],
    ['a carriage return at its end', ['first(1);\r', '\nsecond(2);\r', '\n']],
  ])('is held against the line as it was shown, where it came with %s', async (_with, said) => {
    const [joined, cached] = [saying(said), saying(said)];
    const lines = [await offeredLine(joined), await offeredLine(cached)];
    const { result } = joined.type('first(1);');
    await joined.time.advance(1000);
    await cached.time.advance(1000);
    const rests = [await result, await cached.type('first(1);').result].map((each) => each.outcome === 'offer' && each.offer.text);
    expect([lines, rests, joined.requests + cached.requests]).toEqual([
      ['model: first(1);', 'model: first(1);'],
      ['\nsecond(2);', '\nsecond(2);'],
      2,
    ]);
  });

  it('is nothing where the line breaks at once: nobody waits for more, and nobody pays for it', async () => {
    const editor = saying(['\n', 'first(1);', '\nsecond(2);', '\nthird(3);']);
    expect([await offeredLine(editor), editor.router.open()]).toEqual(['model-had-nothing', 0]);
  });

  it('ends with a line that may not be shown, which does not come back behind another key', async () => {
    const editor = saying(['<|fim_middle|>x', '\n  more();', '\n  more();', '\n  more();']);
    expect([await offeredLine(editor), editor.router.open()]).toEqual(['nonsense', 0]);
    const { result } = editor.ask('invoke');
    await editor.time.advance(2000);
    expect([inWords(await result), editor.requests]).toEqual(['nonsense', 2]);
  });

  it('goes on while its line stands on the screen, and for 80 ms after its question was taken back', async () => {
    const editor = saying(['first(1);', ...Array.from({ length: 30 }, (_, line) => `\nmore(${line});`)]);
    await offeredLine(editor);
    await editor.time.advance(500);
    const open = [editor.router.open()];
    editor.questions.at(-1)?.cancel();
    await editor.time.advance(79);
    open.push(editor.router.open());
    await editor.time.advance(2);
    expect([...open, editor.router.open(), editor.time.pendingTimers]).toEqual([1, 1, 0, 0]);
  });

  it('is not begun for longer than that where nobody waits for the line any more', async () => {
    const editor = saying(['first(1);', ...Array.from({ length: 30 }, (_, line) => `\nmore(${line});`)]);
    editor.ask();
    await editor.time.advance(pastDebounceMs + 80);
    editor.questions.at(-1)?.cancel();
    await editor.time.advance(110);
    expect([editor.requests, editor.router.open()]).toEqual([1, 0]);
  });

  it.each([
    ['the entry of a list that it completes', [{ offset: 10, removed: 4, inserted: 'consfirst(1);' }]],
    [
      'the same at another cursor',
      [
        { offset: 60, removed: 0, inserted: 'first(1);' },
        { offset: 10, removed: 0, inserted: 'first(1);' },
      ],
    ],
  ])('goes on behind a line that was taken together with %s', async (_what, changes) => {
    const editor = inLine();
    await offeredLine(editor);
    for (const change of changes) editor.engine.edited({ uri: editor.snapshot().uri, ...change });
    await editor.time.advance(50);
    const { result } = editor.type('first(1);');
    await editor.time.advance(1000);
    expect([inWords(await result).replace(/^.*?: /, ''), editor.requests]).toEqual(['\nsecond(2);\nthird(3);', 1]);
  });

  it.each([
    ['types something else', (editor: Editor) => void editor.type('other')],
    ['goes elsewhere', (editor: Editor) => editor.engine.leave()],
  ])('is stopped when the user %s', async (_, does) => {
    const editor = inLine();
    await offeredLine(editor);
    does(editor);
    await editor.time.advance(50);
    expect(editor.router.open()).toBe(0);
  });

  it('ends with the line where text stands right of the cursor, and where the model is free', async () => {
    const between = new Editor({ text: 'call(|) // end', say: () => pieces, candidates: [paidCandidate('paid', { tier: 'small' })] });
    const free = inLine(localCandidate());
    await between.offered();
    await free.offered();
    expect([between, free].map(({ router }) => router.tasks[0]?.stop)).toEqual([['\n'], ['\n']]);
  });
});

describe('What comes after a line', () => {
  /** A document with brackets that do not close is broken. */
  const checked: string[] = [];
  const checkSyntax: CompletionPorts['checkSyntax'] = async (_languageId, { before, after }, text) => {
    checked.push(before + text + after);
    return `${before}${text}${after}`.includes('(((') ? 'breaks' : 'parses';
  };

  it.each([
    ['when the question stands before the line', ''],
    ['when the question stands in the line', 'comp'],
    ['when the question stands behind the line', 'computeTheTotal(items);'],
  ])('is cut back to what keeps the file parsable %s', async (_when, typed) => {
    const editor = saying(['computeTheTotal(items);', '\nsecond(2);', '\nBROKEN((('], { checkSyntax });
    await offeredLine(editor);
    const { result } = editor.type(typed);
    await editor.time.advance(1000);
    await result;
    editor.prefix = 'const a = computeTheTotal(items);';
    expect([inWords(await editor.ask().result).replace(/^.*?: /, ''), editor.requests]).toEqual(['\nsecond(2);', 1]);
  });

  it('is looked at in the document with the line in it', async () => {
    checked.length = 0;
    const editor = saying(['computeTheTotal(items);', '\nsecond(2);'], { checkSyntax });
    await editor.offered();
    expect(checked.at(-1)).toBe('const a = computeTheTotal(items);\nsecond(2);\n');
  });

  it('ends with its last whole line where the model ran into the limit', async () => {
    const editor = saying(['first(1);', '\nsecond(2);', '\nthi']);
    editor.router.endsWith = 'length';
    await editor.offered();
    expect(inWords(await editor.type('first(1);').result)).toBe('cache: \nsecond(2);');
  });

  it('is nothing where there is but half a line of it', async () => {
    const editor = saying(['first(1);', '\nsec']);
    editor.router.endsWith = 'length';
    await editor.offered();
    const { result } = editor.type('first(1);');
    editor.questions.at(-1)?.cancel();
    expect([inWords(await result), editor.requests]).toEqual(['superseded', 1]);
  });
});
