import { describe, expect, it } from 'vitest';
import { usefulnessOf } from '../../../src/core/outcome/index.ts';
import { Editor } from '../../support/typing.ts';

const offering = async (): Promise<Editor> => {
  const editor = new Editor({ text: 'server.|\n', say: () => 'listen(8080);' });
  editor.ask();
  await editor.time.advance(30);
  return editor;
};

const inShort = (editor: Editor): readonly string[] =>
  editor.outcomes.map(({ taskId, type, characters, isInferred }) => `${taskId} ${type} ${characters}${isInferred ? ' inferred' : ''}`);

describe('An offer', () => {
  it('counts as shown after 400 ms', async () => {
    const editor = await offering();
    await editor.time.advance(399);
    const before = inShort(editor);
    await editor.time.advance(1);
    expect([before, inShort(editor)]).toEqual([[], ['id-1 shown 13 inferred']]);
  });

  it('that is taken is shown and accepted, even within 400 ms', async () => {
    const editor = await offering();
    editor.engine.accepted('id-1', 13);
    await editor.time.advance(1000);
    expect(editor.outcomes).toEqual([
      {
        id: 'id-2',
        taskId: 'id-1',
        type: 'shown',
        atMs: editor.time.now() - 1000,
        localDay: '2026-11-05',
        characters: 13,
        isInferred: true,
      },
      {
        id: 'id-3',
        taskId: 'id-1',
        type: 'accepted',
        atMs: editor.time.now() - 1000,
        localDay: '2026-11-05',
        characters: 13,
        isInferred: false,
      },
    ]);
  });

  it('that was shown is rejected when the user types something else', async () => {
    const editor = await offering();
    await editor.time.advance(400);
    editor.router.candidates = [];
    await editor.type('x').result;
    expect(inShort(editor)).toEqual(['id-1 shown 13 inferred', 'id-1 rejected 13 inferred']);
  });

  it.each<[string, readonly string[]]>([
    ['typed to its end by hand', [...'listen(8080);']],
    ['wrote in pieces', ['listen', '(', '8080', ');']],
  ])('that the user %s was kept, and is useful, whatever comes after it', async (_how, pieces) => {
    const editor = await offering();
    await editor.time.advance(400);
    editor.router.candidates = [];
    for (const piece of pieces) await editor.type(piece).result;
    await editor.type('x').result;
    editor.prefix = 'server.';
    await editor.ask().result;
    await editor.type('y').result;
    expect(inShort(editor)).toEqual(['id-1 shown 13 inferred', 'id-1 kept 13 inferred']);
    expect(
      usefulnessOf(
        'completion.line',
        editor.outcomes.map(({ type }) => type),
      ),
    ).toBe('useful');
  });

  it('that the user took word by word was accepted word by word, and is looked at later', async () => {
    const editor = await offering();
    await editor.time.advance(400);
    for (const piece of ['listen', '(8080);']) {
      editor.insert(piece);
      editor.ask();
      await editor.time.advance(0);
    }
    await editor.time.advance(31_000);
    expect(inShort(editor).filter((each) => each.startsWith('id-1'))).toEqual([
      ...['id-1 shown 13 inferred', 'id-1 accepted 6 inferred', 'id-1 accepted 7 inferred', 'id-1 kept 13 inferred'],
    ]);
  });

  it('that the user typed out before it was seen was neither shown nor kept', async () => {
    const editor = await offering();
    editor.router.candidates = [];
    for (const key of 'listen(8080);') await editor.type(key).result;
    await editor.time.advance(1000);
    expect(inShort(editor)).toEqual([]);
  });

  it('that was typed out and is then taken elsewhere is accepted too', async () => {
    const editor = await offering();
    await editor.time.advance(400);
    editor.router.candidates = [];
    await editor.type('listen(8080);').result;
    editor.engine.accepted('id-1', 13);
    expect(inShort(editor)).toEqual(['id-1 shown 13 inferred', 'id-1 kept 13 inferred', 'id-1 accepted 13']);
  });

  it('that flashed by was neither shown nor rejected', async () => {
    const editor = await offering();
    editor.router.candidates = [];
    await editor.type('x').result;
    await editor.time.advance(1000);
    expect(inShort(editor)).toEqual([]);
  });

  it('stays one offer while the user types along', async () => {
    const editor = await offering();
    await editor.time.advance(200);
    await editor.type('lis').result;
    await editor.time.advance(200);
    await editor.type('ten').result;
    expect(inShort(editor)).toEqual(['id-1 shown 13 inferred']);
  });

  it('that another one replaces is rejected', async () => {
    const editor = await offering();
    await editor.time.advance(400);
    editor.type('close(');
    await editor.time.advance(600);
    expect(inShort(editor)).toEqual(['id-1 shown 13 inferred', 'id-1 rejected 13 inferred', 'id-3 shown 13 inferred']);
  });

  it.each(['leave', 'close'] as const)('is not judged by %s: that the user went elsewhere says nothing about it', async (how) => {
    const editor = await offering();
    await editor.time.advance(400);
    void editor.engine[how]();
    await editor.time.advance(1000);
    expect([inShort(editor), editor.time.pendingTimers]).toEqual([['id-1 shown 13 inferred'], 0]);
    expect(
      usefulnessOf(
        'completion.line',
        editor.outcomes.map(({ type }) => type),
      ),
    ).toBe('unknown');
  });

  it('that is offered again after leaving and coming back is still one offer', async () => {
    const editor = await offering();
    await editor.time.advance(400);
    editor.engine.leave();
    editor.ask();
    await editor.time.advance(1000);
    editor.engine.accepted('id-1', 13);
    expect(inShort(editor)).toEqual(['id-1 shown 13 inferred', 'id-1 accepted 13']);
  });

  it('is not judged by a question that was taken back', async () => {
    const editor = await offering();
    await editor.time.advance(400);
    const { cancel, result } = editor.type('close(');
    cancel();
    await result;
    expect(inShort(editor)).toEqual(['id-1 shown 13 inferred']);
  });
});
