import { describe, expect, it } from 'vitest';
import { Editor, inWords } from '../../support/typing.ts';

const listen = () => new Editor({ text: 'server.|\n', say: () => 'listen(8080);' });

describe('A question', () => {
  it('is answered by the model after a short pause', async () => {
    const editor = listen();
    const { result } = editor.ask();
    await editor.time.advance(5000);
    expect(await result).toEqual({
      outcome: 'offer',
      offer: { taskId: 'id-1', text: 'listen(8080);', source: 'model', asked: { waitedMs: 10, answeredMs: 20 } },
    });
  });

  it('by key press does not wait', async () => {
    const editor = listen();
    const { result } = editor.ask('invoke');
    await editor.time.advance(500);
    expect(await result).toMatchObject({ offer: { asked: { waitedMs: 0 } } });
  });

  it('asks for what is around the cursor, one line of it', async () => {
    const editor = new Editor({ text: 'const a = |;\nnext', say: () => '1' });
    await editor.offered();
    expect(editor.router.tasks).toEqual([
      {
        id: 'id-1',
        kind: 'completion.line',
        segments: [
          { role: 'prefix', stability: 'turn', text: 'const a = ', name: 'a.ts' },
          { role: 'suffix', stability: 'turn', text: ';\nnext', name: 'a.ts' },
        ],
        paths: ['a.ts'],
        maxOutputTokens: 96,
        stop: ['\n'],
        origin: { trigger: 'automatic', language: 'typescript' },
      },
    ]);
  });

  it('inside a word is asked only by key press', async () => {
    const editor = new Editor({ text: 'con|sole.log()', say: () => 'x' });
    expect([await editor.offered(), editor.requests, await editor.offered('invoke')]).toEqual(['inside-word', 0, 'model: x']);
  });

  it('is not asked without a model', async () => {
    const editor = listen();
    editor.router.candidates = [];
    expect(await editor.ask().result).toEqual({ outcome: 'none', whyNot: { reason: 'no-model', detail: 'no-candidate', refusals: [] } });
    expect({ timers: editor.time.pendingTimers, requests: editor.requests }).toEqual({ timers: 0, requests: 0 });
  });

  it('that loses its model while it waits is refused by the router’s rule', async () => {
    const editor = listen();
    const { result } = editor.ask();
    await editor.time.advance(0);
    editor.router.candidates = [];
    await editor.time.advance(100);
    expect(await result).toEqual({ outcome: 'none', whyNot: { reason: 'no-model', detail: 'no-candidate', refusals: [] } });
  });

  it('whose request fails says why, and the next one asks again', async () => {
    const editor = new Editor({ text: 'a.|', say: () => ({ fails: 'unreachable' }) });
    expect([await editor.offered(), await editor.offered(), editor.requests]).toEqual(['failed', 'failed', 2]);
  });

  it('right after a failure does not join what has failed', async () => {
    const editor = new Editor({ text: 'a.|', say: () => ({ fails: 'unreachable' }) });
    const first = editor.ask();
    await editor.time.advance(30);
    const second = editor.ask();
    await editor.time.advance(200);
    expect([inWords(await first.result), inWords(await second.result), editor.requests]).toEqual(['failed', 'failed', 2]);
  });

  it('whose answer only repeats what follows has nothing new', async () => {
    const editor = new Editor({ text: 'call(|);', say: () => ');' });
    expect([await editor.offered(), await editor.offered()]).toEqual(['nothing-new', 'model-had-nothing']);
  });
});

describe('Typing along with an offer', () => {
  it('needs no timer and no request', async () => {
    const editor = listen();
    await editor.offered();
    const timers = editor.time.pendingTimers;
    expect(inWords(await editor.type('lis').result)).toBe('typed-as-suggested: ten(8080);');
    expect(inWords(await editor.type('ten(').result)).toBe('typed-as-suggested: 8080);');
    expect({ requests: editor.requests, timers: editor.time.pendingTimers }).toEqual({ requests: 1, timers });
  });

  it('and back again finds the whole offer', async () => {
    const editor = listen();
    await editor.offered();
    await editor.type('listen').result;
    editor.prefix = 'server.';
    expect(inWords(await editor.ask().result)).toBe('typed-as-suggested: listen(8080);');
  });

  it('to something else asks anew', async () => {
    const editor = listen();
    await editor.offered();
    editor.type('close(');
    await editor.time.advance(5000);
    expect(editor.requests).toBe(2);
  });

  it('at the end of a file does not count the bracket that the editor closed by itself', async () => {
    const editor = new Editor({ text: 'foo|', say: (prefix) => (prefix.endsWith('(') ? 'a, b' : '(a, b)') });
    expect(await editor.offered()).toBe('model: (a, b)');
    editor.prefix += '(';
    editor.suffix = ')';
    expect(await editor.offered()).toBe('model: a, b');
  });
});

describe('The cache', () => {
  const longStart = `${'// a line that stands above\n'.repeat(12)}`;

  it('answers at the same place without a request', async () => {
    const editor = listen();
    await editor.offered();
    editor.prefix = 'client.';
    await editor.offered();
    editor.prefix = 'server.';
    expect([await editor.offered(), editor.requests]).toEqual(['cache: listen(8080);', 2]);
  });

  it('answers after lines were added above', async () => {
    const editor = new Editor({ text: `${longStart}server.|\n`, say: () => 'listen(8080);' });
    await editor.offered();
    editor.prefix = `// new\n// lines\n${editor.prefix}`;
    expect([await editor.offered(), editor.requests]).toEqual(['cache: listen(8080);', 1]);
  });

  it('answers behind the place where it was asked, as far as what was typed since agrees', async () => {
    const editor = new Editor({ text: `${longStart}server.|\n`, say: () => 'listen(8080);' });
    await editor.offered();
    editor.prefix = `// new line\n${editor.prefix}listen(`;
    expect([await editor.offered(), editor.requests]).toEqual(['cache: 8080);', 1]);
    editor.prefix += '9';
    await editor.offered();
    expect(editor.requests).toBe(2);
  });

  it('asks anew where a whole answer has been typed or taken', async () => {
    const editor = listen();
    await editor.offered();
    editor.prefix += 'listen(8080);';
    await editor.offered();
    expect(editor.requests).toBe(2);
  });

  it('asks anew where text far above changed, although what is next to the cursor is the same', async () => {
    const editor = new Editor({ text: `// first version\n${longStart}server.|\n`, say: () => 'listen(8080);' });
    await editor.offered();
    editor.prefix = editor.prefix.replace('first', 'other');
    await editor.offered();
    expect(editor.requests).toBe(2);
  });

  it('remembers that the model had nothing, except when the user asks by key press', async () => {
    const editor = new Editor({ text: 'nothing here |\n', say: () => '' });
    const automatic = [await editor.offered(), await editor.offered(), editor.requests];
    expect([...automatic, await editor.offered('invoke'), editor.requests]).toEqual([
      'model-had-nothing',
      'model-had-nothing',
      1,
      'model-had-nothing',
      2,
    ]);
  });

  it('does not answer in another language', async () => {
    const say = () => 'x';
    const editor = new Editor({ text: 'a = |', say });
    await editor.offered();
    const snapshot = { ...editor.snapshot(), uri: 'file:///a.py', languageId: 'python' };
    const asked = editor.engine.complete({ snapshot, trigger: 'automatic' }, new AbortController().signal);
    await editor.time.advance(5000);
    expect([inWords(await asked), editor.requests]).toEqual(['model: x', 2]);
  });

  it('does not answer where the text after the cursor differs', async () => {
    const editor = listen();
    await editor.offered();
    editor.suffix = ')\n';
    await editor.offered();
    expect(editor.requests).toBe(2);
  });
});
