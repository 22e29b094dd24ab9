import { describe, expect, it } from 'vitest';
import type { CheckSyntax } from '../../../src/core/completion/index.ts';
import { Editor, inWords } from '../../support/typing.ts';

const lines = ['if (a) {\n', '    b();\n', '    c();\n', '    d();\n', '}'];
const five = lines.join('');

const slowBlock = (latencyMs = 100, ports: ConstructorParameters<typeof Editor>[0]['ports'] = {}) =>
  new Editor({ text: 'start();\n|\n', say: () => lines, latencyMs, ports });

/** Until the first complete line came and had its grace. */
const untilFirstLineMs = 10 + 100 + 30;

describe('An answer of several lines', () => {
  it('is offered from its first complete line on', async () => {
    const editor = slowBlock();
    const { result } = editor.ask();
    await editor.time.advance(untilFirstLineMs);
    expect([inWords(await result), editor.router.open()]).toEqual(['model: if (a) {', 1]);
  });

  it('is offered whole when the rest comes right behind its first line', async () => {
    const editor = slowBlock(5);
    const { result } = editor.ask();
    await editor.time.advance(untilFirstLineMs);
    expect([inWords(await result), editor.improved]).toEqual([`model: ${five}`, []]);
  });

  it.each([10, 60, 120, 200, 400])('whose first words take %d ms is offered with all its 5 lines in the end', async (latencyMs) => {
    const editor = slowBlock(latencyMs);
    const { result } = editor.ask();
    await editor.time.advance(5 * latencyMs + 100);
    const first = await result;
    const again = await editor.ask('again').result;
    const tasks = [first, again].map((each) => each.outcome === 'offer' && each.offer.taskId);
    expect([inWords(again), editor.requests, new Set(tasks).size]).toEqual([`typed-as-suggested: ${five}`, 1, 1]);
  });

  it('says so where the cursor is by then', async () => {
    const editor = slowBlock();
    editor.ask();
    await editor.time.advance(untilFirstLineMs);
    await editor.type('if ').result;
    await editor.time.advance(1000);
    expect(editor.improved.map(({ prefix, offset }) => ({ prefix, offset }))).toEqual([{ prefix: 'start();\nif ', offset: 12 }]);
    expect(inWords(await editor.ask('again').result)).toBe(`typed-as-suggested: ${five.slice(3)}`);
  });

  it('goes on while the user types along, and the next line comes as soon as it is there', async () => {
    const editor = slowBlock();
    editor.ask();
    await editor.time.advance(untilFirstLineMs);
    const { result } = editor.type('if (a) {');
    await editor.time.advance(100);
    expect([inWords(await result), editor.requests]).toEqual(['in-flight: \n    b();', 1]);
  });

  it('is stopped when the user types something else', async () => {
    const editor = slowBlock();
    editor.ask();
    await editor.time.advance(untilFirstLineMs);
    editor.type('while');
    await editor.time.advance(0);
    expect(editor.router.open()).toBe(0);
  });

  it.each<[string, (editor: Editor) => void]>([
    ['something else', (editor) => editor.insert('#')],
    ['something elsewhere', ({ engine }) => engine.edited({ uri: 'file:///a.ts', offset: 0, removed: 1, inserted: '' })],
  ])('is stopped within 100 ms when the document says %s and nothing is asked', async (_what, edit) => {
    const editor = slowBlock();
    editor.ask();
    await editor.time.advance(untilFirstLineMs);
    edit(editor);
    await editor.time.advance(100);
    expect(editor.router.open()).toBe(0);
  });

  it('goes on when another document changes', async () => {
    const editor = slowBlock();
    editor.ask();
    await editor.time.advance(untilFirstLineMs);
    editor.engine.edited({ uri: 'file:///b.ts', offset: 0, removed: 1, inserted: '#' });
    await editor.time.advance(1000);
    expect(editor.improved).toHaveLength(1);
  });

  it('is one offer: what becomes of it counts once', async () => {
    const editor = slowBlock();
    editor.ask();
    await editor.time.advance(untilFirstLineMs);
    const first = await editor.questions[0]?.result;
    await editor.time.advance(1000);
    editor.ask('again');
    await editor.time.advance(1000);
    editor.insert(five);
    if (first?.outcome === 'offer') editor.engine.accepted(first.offer.taskId, five.length);
    const counted = editor.outcomes.filter(({ type }) => type === 'accepted').map(({ taskId, characters }) => ({ taskId, characters }));
    expect(counted).toEqual([{ taskId: 'id-1', characters: five.length }]);
  });

  it('that says more than is read of it is given up', async () => {
    const editor = new Editor({ text: '\n|', say: () => ['a'.repeat(16_000), 'b'.repeat(384), 'c', 'd'], latencyMs: 5 });
    editor.ask();
    await editor.time.advance(10 + 5 + 5);
    const before = editor.router.open();
    await editor.time.advance(5);
    expect([before, editor.router.open()]).toEqual([1, 0]);
  });

  it('that never ends is given up', async () => {
    const editor = new Editor({ text: '\n|', say: () => Array.from({ length: 3000 }, (_, line) => `a${line}();      \n`), latencyMs: 1 });
    editor.ask();
    await editor.time.advance(5000);
    expect(editor.router.open()).toBe(0);
  });
});

describe('A question asked again', () => {
  it('where nothing is known asks nobody', async () => {
    const editor = slowBlock();
    expect([await editor.offered('again'), editor.requests]).toEqual(['superseded', 0]);
  });

  it('gets the lines that are there of an answer under way', async () => {
    const editor = slowBlock();
    editor.ask('invoke');
    await editor.time.advance(250);
    const asked = editor.engine.complete({ snapshot: editor.snapshot(), trigger: 'again' }, new AbortController().signal);
    expect(inWords(await asked)).toBe('in-flight: if (a) {\n    b();');
  });

  it('is no key in the rhythm, and stops nothing', async () => {
    const editor = slowBlock();
    editor.ask();
    await editor.time.advance(5);
    void editor.engine.complete({ snapshot: editor.snapshot(), trigger: 'again' }, new AbortController().signal);
    await editor.time.advance(5);
    expect(editor.requests).toBe(1);
  });
});

/** Parses as long as brackets are closed. */
const checkSyntax: CheckSyntax = async (_languageId, { before, after }, text) => {
  const brackets = `${before}${text}${after}`.replaceAll(/[^{}]/g, '');
  return brackets.replaceAll('{}', '') === '' ? 'parses' : 'breaks';
};

describe('What would break a file that parses', () => {
  it('is not offered as a first line, but whole', async () => {
    const editor = slowBlock(100, { checkSyntax });
    const { result } = editor.ask();
    await editor.time.advance(untilFirstLineMs);
    expect(await Promise.race([result, 'nothing yet'])).toBe('nothing yet');
    await editor.time.advance(1000);
    expect(inWords(await result)).toBe(`model: ${five}`);
  });

  it('is cut back to what does not, in the cache as well', async () => {
    const editor = new Editor({ text: 'start();\n|\n', say: () => 'a();\nb() {', ports: { checkSyntax } });
    const offered = await editor.offered();
    editor.prefix = 'other();\n';
    await editor.offered();
    editor.prefix = 'start();\n';
    expect([offered, await editor.offered()]).toEqual(['model: a();', 'cache: a();']);
  });

  it('is not offered at all where nothing is left', async () => {
    const editor = new Editor({ text: 'start(|\n', say: () => 'function () {', ports: { checkSyntax } });
    expect(await editor.offered()).toBe('breaks-syntax');
  });

  it('is offered where the verdict takes longer than 60 ms', async () => {
    const editor = new Editor({
      text: 'start(|\n',
      say: () => 'function () {',
      ports: { checkSyntax: () => new Promise(() => undefined) },
    });
    const { result } = editor.ask();
    await editor.time.advance(10 + 20 + 60);
    expect(inWords(await result)).toBe('model: function () {');
  });

  it('is looked at ahead of the answer, in the document as it is', async () => {
    const looks: string[] = [];
    const editor = slowBlock(100, {
      checkSyntax: async (_languageId, { before, after }, text) => {
        looks.push(`${before}|${text}|${after}`);
        return 'parses';
      },
    });
    editor.ask();
    await editor.time.advance(20);
    expect([looks, editor.requests]).toEqual([['start();\n||\n'], 1]);
  });
});
