import { describe, expect, it } from 'vitest';
import { localCandidate, paidCandidate } from '../../support/tasks.ts';
import { Editor, inWords, type Say } from '../../support/typing.ts';

const local = localCandidate();
const paid = paidCandidate('paid-model', { tier: 'small' });

/** The usual answer, and others. */
const several: Say = (_prefix, _suffix, { variant }) => (variant ? `other${variant}();` : 'listen(8080);');

const pressing = (candidates = [local], say = several, latencyMs = 20) => new Editor({ text: 'server.|\n', say, candidates, latencyMs });

/** All that is offered when the key is pressed, with its source. */
async function all(editor: Editor): Promise<readonly string[]> {
  const { result } = editor.ask('invoke');
  await editor.time.advance(2000);
  const offered = await result;
  if (offered.outcome === 'none') return [offered.whyNot.reason];
  return [offered.offer, ...(offered.others ?? [])].map(({ source, text }) => `${source}: ${text}`);
}

describe('Asking by key press', () => {
  it('offers two further answers of a free model, each an offer of its own', async () => {
    const editor = pressing();
    const { result } = editor.ask('invoke');
    await editor.time.advance(1000);
    expect(await result).toEqual({
      outcome: 'offer',
      offer: { taskId: 'id-1', text: 'listen(8080);', source: 'model', asked: { waitedMs: 0, answeredMs: 20 } },
      others: [
        { taskId: 'id-2', text: 'other1();', source: 'model' },
        { taskId: 'id-3', text: 'other2();', source: 'model' },
      ],
    });
  });

  it('offers one further answer of a paid model', async () => {
    const editor = pressing([paid]);
    expect([await all(editor), editor.requests]).toEqual([['model: listen(8080);', 'model: other1();'], 2]);
  });

  it('offers no answer twice', async () => {
    expect(await all(pressing([local], () => 'listen(8080);'))).toEqual(['model: listen(8080);']);
  });

  it('offers what the cache has for the place as well', async () => {
    const editor = new Editor({ text: 'serve|\n', say: (prefix) => (prefix === 'serve' ? 'r.close();' : 'listen();') });
    await editor.offered();
    editor.prefix = 'server.';
    editor.engine.leave();
    editor.prefix = 'other.';
    await editor.offered();
    editor.prefix = 'server.';
    expect(await all(editor)).toEqual(['cache: close();', 'model: listen();']);
  });

  it('asks for further answers once for each place', async () => {
    const editor = pressing();
    const first = await all(editor);
    expect([await all(editor), editor.requests]).toEqual([[`typed-as-suggested: listen(8080);`, ...first.slice(1)], 3]);
  });

  it('waits 400 ms for them, and keeps those that come later for the next time', async () => {
    const editor = pressing(
      [local],
      (_prefix, _suffix, { variant }) => (variant === 2 ? ['sl', 'ow', '()', ';'] : `a${variant ?? ''}();`),
      150,
    );
    const { result } = editor.ask('invoke');
    await editor.time.advance(150 + 400);
    const first = await result;
    expect(first.outcome === 'offer' && first.others?.map(({ text }) => text)).toEqual(['a1();']);
    await editor.time.advance(1000);
    expect(await all(editor)).toEqual(['typed-as-suggested: a();', 'model: a1();', 'model: slow();']);
  });

  it('stops them as soon as another place is asked about, and when it is taken back', async () => {
    const open: number[] = [];
    for (const go of [(editor: Editor) => editor.type('x'), (editor: Editor) => editor.questions[0]?.cancel()]) {
      const editor = pressing([local], several, 150);
      editor.ask('invoke');
      await editor.time.advance(200);
      open.push(editor.router.open());
      go(editor);
      await editor.time.advance(0);
      open.push(editor.router.open());
    }
    expect(open).toEqual([2, 0, 2, 0]);
  });

  it('never pays for what was to be free: where the free model fails, there are no others', async () => {
    const editor = pressing([local, paid]);
    editor.router.isChosenDown = true;
    await all(editor);
    expect(editor.router.asked.map((candidate) => candidate?.model.id)).toEqual(['paid-model', undefined, undefined]);
  });

  it('pays for no further answer again that was asked for and not waited for', async () => {
    const editor = pressing([paid], several, 1000);
    await editor.offered();
    for (let press = 0; press < 5; press += 1) {
      const { cancel } = editor.ask('invoke');
      await editor.time.advance(100);
      cancel();
      await editor.time.advance(50);
    }
    expect([editor.requests, editor.router.open()]).toEqual([2, 0]);
  });

  it('asks a free model once more for what was not waited for', async () => {
    const editor = pressing([local], several, 1000);
    await editor.offered();
    editor.ask('invoke').cancel();
    await editor.time.advance(50);
    expect(await all(editor)).toEqual(['typed-as-suggested: listen(8080);']);
    expect(editor.requests).toBe(5);
  });

  it('offers no others of themselves while typing', async () => {
    const editor = pressing();
    expect([await editor.offered(), editor.requests]).toEqual(['model: listen(8080);', 1]);
  });
});

describe('Another answer that is how the first one begins', () => {
  const texts = ['foo(bar); // done', 'foo(bar);', 'foo(bar) + 1'];
  const taken = ({ outcomes }: Editor) =>
    outcomes.filter(({ type }) => type === 'accepted').map(({ taskId, characters }) => [taskId, characters]);

  async function showingAll() {
    const editor = pressing([local], (_prefix, _suffix, { variant = 0 }) => texts[variant] ?? '');
    await all(editor);
    editor.insert('foo(bar);');
    return editor;
  }

  it('is counted once where it is taken, and as its own', async () => {
    const editor = await showingAll();
    editor.engine.accepted('id-2', 9, { uri: editor.snapshot().uri, offset: 7, text: 'foo(bar);' });
    await editor.time.advance(10_000);
    expect(taken(editor)).toEqual([['id-2', 9]]);
  });

  it('is a piece of the first one where nothing is reported of it', async () => {
    const editor = await showingAll();
    const before = taken(editor);
    await editor.time.advance(250);
    expect([before, taken(editor)]).toEqual([[], [['id-1', 9]]]);
  });

  it('is a piece of the first one by the time something else is offered', async () => {
    const editor = await showingAll();
    editor.prefix += ' + ';
    editor.ask('invoke');
    await editor.time.advance(100);
    expect([taken(editor), editor.outcomes.filter(({ type }) => type === 'rejected')]).toEqual([[['id-1', 9]], []]);
  });
});

describe('What comes after an offer', () => {
  const following = (candidates = [local], say: Say = (prefix) => (prefix.endsWith(';') ? ' close();' : 'listen();')) =>
    new Editor({ text: 'server.|\n', say, candidates, ports: { isFollowingUp: () => true } });

  it('is asked ahead of a free model once the offer stood for 750 ms, and is there when it was taken', async () => {
    const editor = following();
    editor.ask();
    await editor.time.advance(30 + 749);
    const before = editor.requests;
    await editor.time.advance(100);
    editor.insert('listen();');
    editor.engine.accepted('id-1', 9);
    expect([before, editor.requests, inWords(await editor.ask().result)]).toEqual([1, 2, 'cache:  close();']);
  });

  it('is joined where it is still under way', async () => {
    const editor = following();
    editor.ask();
    await editor.time.advance(30 + 755);
    const { result } = editor.type('listen();');
    await editor.time.advance(100);
    expect([inWords(await result), editor.requests]).toEqual(['in-flight:  close();', 2]);
  });

  it('is asked on while the user types along', async () => {
    const editor = following();
    editor.ask();
    await editor.time.advance(30 + 755);
    await editor.type('lis').result;
    await editor.time.advance(0);
    expect(editor.router.open()).toBe(1);
  });

  it('is stopped as soon as something else is asked', async () => {
    const editor = following();
    editor.ask();
    await editor.time.advance(30 + 755);
    editor.type('x');
    await editor.time.advance(0);
    expect(editor.router.open()).toBe(0);
  });

  it('is asked of no paid model, and of none that stands in for a free one', async () => {
    const asked: (readonly (string | undefined)[])[] = [];
    for (const candidates of [[paid], [local, paid]]) {
      const editor = following(candidates);
      editor.ask();
      await editor.time.advance(400);
      editor.router.isChosenDown = true;
      await editor.time.advance(2000);
      asked.push(editor.router.asked.map((candidate) => candidate?.model.id));
    }
    expect(asked).toEqual([['paid-model'], ['local-model', undefined]]);
  });

  it('is not asked where that is switched off', async () => {
    const editor = new Editor({ text: 'a|\n', say: () => 'b;', ports: { isFollowingUp: () => false } });
    await editor.offered();
    expect(editor.requests).toBe(1);
  });
});
