import { describe, expect, it } from 'vitest';
import { localCandidate, paidCandidate } from '../../support/tasks.ts';
import { Editor, inWords } from '../../support/typing.ts';

const pieces = ['first(1);', '\nsecond(2);', '\nthird(3);'];

/** The cursor stands in a line; the model goes on with the lines after it, a piece every 50 ms. */
const inLine = (candidate = paidCandidate('paid', { tier: 'small' })) =>
  new Editor({ text: 'const a = |\n', say: () => pieces, latencyMs: 50, candidates: [candidate] });

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
