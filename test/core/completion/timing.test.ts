import { describe, expect, it } from 'vitest';
import { TypingRhythm } from '../../../src/core/completion/debounce.ts';
import { Editor, inWords } from '../../support/typing.ts';

const slow = (pieces: readonly string[]) => new Editor({ text: 'server.|\n', say: () => pieces, latencyMs: 300 });

/** Nothing runs, and every question has its answer. */
async function expectQuiet(editor: Editor): Promise<void> {
  expect({ open: editor.router.open() }).toEqual({ open: 0 });
  expect(await Promise.all(editor.questions.map(({ result }) => result))).toHaveLength(editor.questions.length);
}

describe('A burst of keys', () => {
  it('of 14 at 90 ms sends two requests at the most', async () => {
    const editor = new Editor({ text: '|\n', say: () => 'x()', latencyMs: 150 });
    for (const key of 'const answer =') {
      editor.type(key);
      await editor.time.advance(90);
    }
    await editor.time.advance(5000);
    expect(editor.requests).toBeGreaterThan(0);
    expect(editor.requests).toBeLessThanOrEqual(2);
    expect(inWords(await (editor.questions.at(-1)?.result ?? Promise.reject()))).toBe('model: x()');
    await expectQuiet(editor);
  });
});

describe('The wait before asking', () => {
  const afterKeys = (intervalMs: number, keys: number): TypingRhythm => {
    const rhythm = new TypingRhythm();
    for (let key = 0; key < keys; key += 1) rhythm.observe(key * intervalMs);
    return rhythm;
  };

  it.each([
    { intervalMs: 90, keys: 1, local: [0, 75], paid: [150, 300] },
    { intervalMs: 500, keys: 5, local: [0, 75], paid: [150, 300] },
    { intervalMs: 20, keys: 5, local: [21, 75], paid: [150, 300] },
    { intervalMs: 90, keys: 5, local: [91, 150], paid: [150, 300] },
    { intervalMs: 200, keys: 5, local: [75, 150], paid: [201, 300] },
    { intervalMs: 300, keys: 5, local: [75, 150], paid: [300, 300] },
  ])(
    'after $keys keys at $intervalMs ms is within $local ms for a free model and within $paid ms for a paid one',
    ({ intervalMs, keys, local, paid }) => {
      const rhythm = afterKeys(intervalMs, keys);
      const waits = { local: rhythm.waitMs('local'), paid: rhythm.waitMs('small') };
      const isWithin = ([least = 0, most = 0]: readonly number[], ms: number): boolean => ms >= least && ms <= most;
      expect({ local: isWithin(local, waits.local), paid: isWithin(paid, waits.paid) }).toEqual({ local: true, paid: true });
    },
  );
});

describe('A request under way', () => {
  it('that turns out to have nothing to say does not answer for what was typed since', async () => {
    const editor = new Editor({ text: 'server.|\n', say: (prefix) => (prefix.endsWith('l') ? 'isten();' : ''), latencyMs: 300 });
    editor.ask();
    await editor.time.advance(200);
    const { result } = editor.type('l');
    await editor.time.advance(2000);
    expect([inWords(await result), editor.requests]).toEqual(['model: isten();', 2]);
  });

  it('is joined by the next question as long as what was typed since agrees', async () => {
    const editor = slow(['listen(', '8080);']);
    editor.ask();
    await editor.time.advance(350);
    const { result } = editor.type('list');
    await editor.time.advance(1000);
    expect([inWords(await result), editor.requests]).toEqual(['in-flight: en(8080);', 1]);
    await expectQuiet(editor);
  });

  it('is joined before its first words came', async () => {
    const editor = slow(['listen(8080);']);
    editor.ask();
    await editor.time.advance(100);
    const { result } = editor.type('l');
    await editor.time.advance(1000);
    expect([inWords(await result), editor.requests]).toEqual(['in-flight: isten(8080);', 1]);
  });

  it('is stopped at once when the user types something else, before the pause', async () => {
    const editor = slow(['listen(', '8080);']);
    editor.ask();
    await editor.time.advance(350);
    const { result } = editor.type('close');
    await editor.time.advance(0);
    expect({ open: editor.router.open(), requests: editor.requests }).toEqual({ open: 0, requests: 1 });
    await editor.time.advance(5000);
    expect(inWords(await result)).toBe('model: listen(8080);');
    await expectQuiet(editor);
  });

  it('is stopped as soon as its own words leave what was typed, and asked anew', async () => {
    const editor = slow(['listen(', '8080);']);
    editor.ask();
    await editor.time.advance(100);
    const { result } = editor.type('close');
    await editor.time.advance(300);
    expect({ open: editor.router.open(), requests: editor.requests }).toEqual({ open: 0, requests: 1 });
    await editor.time.advance(5000);
    expect([inWords(await result), editor.requests]).toEqual(['model: listen(8080);', 2]);
  });

  it('is given up when nobody asks again within 100 ms', async () => {
    const editor = slow(['listen(', '8080);']);
    const { cancel, result } = editor.ask();
    await editor.time.advance(100);
    cancel();
    await editor.time.advance(70);
    expect(editor.router.open()).toBe(1);
    await editor.time.advance(30);
    expect([editor.router.open(), inWords(await result)]).toEqual([0, 'superseded']);
    await expectQuiet(editor);
  });

  it('that everybody left still fills the cache when it ends in time', async () => {
    const editor = slow(['listen(8080);']);
    const { cancel } = editor.ask();
    await editor.time.advance(250);
    cancel();
    await editor.time.advance(70);
    expect([await editor.offered(), editor.requests]).toEqual(['cache: listen(8080);', 1]);
  });
});

describe('Taking the question back', () => {
  it('in the pause asks nothing', async () => {
    const editor = slow(['x']);
    const { cancel, result } = editor.ask();
    await editor.time.advance(5);
    cancel();
    await editor.time.advance(5000);
    expect([inWords(await result), editor.requests]).toEqual(['superseded', 0]);
  });

  it('before it was asked asks nothing', async () => {
    const editor = slow(['x']);
    const asked = editor.engine.complete({ snapshot: editor.snapshot(), trigger: 'automatic' }, AbortSignal.abort());
    await editor.time.advance(5000);
    expect([inWords(await asked), editor.requests]).toEqual(['superseded', 0]);
  });
});

describe('Leaving the place', () => {
  it.each(['leave', 'close'] as const)('by %s stops the request under way at once', async (how) => {
    const editor = slow(['listen(', '8080);']);
    const { result } = editor.ask();
    await editor.time.advance(100);
    void editor.engine[how]();
    await editor.time.advance(0);
    expect([editor.router.open(), inWords(await result)]).toEqual([0, 'superseded']);
  });

  it.each(['leave', 'close'] as const)('by %s ends a question that still waits for its pause', async (how) => {
    const editor = slow(['listen(8080);']);
    const { result } = editor.ask();
    await editor.time.advance(5);
    void editor.engine[how]();
    await editor.time.advance(5000);
    expect([inWords(await result), editor.requests]).toEqual(['superseded', 0]);
  });
});
