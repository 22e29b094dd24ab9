import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../src/core/task/index.ts';
import { localCandidate, paidCandidate } from '../../support/tasks.ts';
import { Editor, inWords } from '../../support/typing.ts';

const paid = paidCandidate('paid-model', { tier: 'small' });
const listen = () => new Editor({ text: 'server.|\n', say: () => 'listen(8080);' });

describe('What is typed along with an offer', () => {
  it('is offered again when some of it is taken back', async () => {
    const editor = listen();
    await editor.offered();
    await editor.type('listen').result;
    editor.prefix = 'server.lis';
    expect([await editor.offered(), editor.requests]).toEqual(['typed-as-suggested: ten(8080);', 1]);
  });

  it('is offered together with what was taken back in front of it', async () => {
    const editor = listen();
    await editor.offered();
    editor.prefix = 'serv';
    expect([await editor.offered(), editor.requests]).toEqual(['typed-as-suggested: er.listen(8080);', 1]);
  });

  it('is asked anew when more than a correction, or a line, was taken back', async () => {
    const editor = new Editor({ text: 'a();\nconst listener = server.|\n', say: () => 'listen(8080);' });
    await editor.offered();
    editor.prefix = 'a();\nconst ';
    await editor.offered();
    editor.prefix = 'a();';
    await editor.offered();
    expect(editor.requests).toBe(3);
  });

  it('goes on after its first words were taken', async () => {
    const editor = listen();
    await editor.offered();
    editor.insert('listen');
    expect([await editor.offered(), editor.requests]).toEqual(['typed-as-suggested: (8080);', 1]);
  });

  it.each([
    ['deeper than the answer', '        ', 'if (a) {\n            b();\n        }'],
    ['less deep', '  ', '  if (a) {\n        b();\n    }'],
    ['not at all', '', '    if (a) {\n        b();\n    }'],
  ])('follows the indentation of a blank line: %s', async (_how, indentation, text) => {
    const editor = new Editor({ text: '{\n    |\n}', say: () => 'if (a) {\n        b();\n    }' });
    await editor.offered();
    editor.prefix = `{\n${indentation}`;
    expect([await editor.offered(), editor.requests]).toEqual([`typed-as-suggested: ${text}`, 1]);
    await editor.type(text.slice(0, 6)).result;
    expect([await editor.offered(), editor.requests]).toEqual([`typed-as-suggested: ${text.slice(6)}`, 1]);
  });

  it.each([
    ['a single line follows', 'a();', 'typed-as-suggested: a();', 1],
    ['of several lines nobody knows how they go on', 'a();\n    b();', 'model: a();\n    b();', 2],
  ])('is indented with tabs instead: %s', async (_what, answer, offered, requests) => {
    const editor = new Editor({ text: '{\n    |\n}', say: () => answer });
    await editor.offered();
    editor.prefix = '{\n\t';
    expect([(await editor.offered()).replaceAll('\t', '    '), editor.requests]).toEqual([offered, requests]);
  });
});

describe('Right behind a single line that was taken', () => {
  const taken = async (): Promise<Editor> => {
    const editor = listen();
    const { result } = editor.ask();
    await editor.time.advance(100);
    const offer = await result;
    editor.insert('listen(8080);');
    if (offer.outcome === 'offer') editor.engine.accepted(offer.offer.taskId, offer.offer.text.length);
    return editor;
  };

  it('nothing is asked by itself', async () => {
    const editor = await taken();
    expect([await editor.offered(), editor.requests]).toEqual(['just-accepted', 1]);
  });

  it('it is asked by key press', async () => {
    const editor = await taken();
    expect(await editor.offered('invoke')).toBe('model: listen(8080);');
  });

  it('it is asked as soon as a key is pressed', async () => {
    const editor = await taken();
    await editor.offered();
    editor.type(' ');
    await editor.time.advance(1000);
    expect(editor.requests).toBe(2);
  });
});

describe('A piece of an offer that the document gains at once', () => {
  const pieces = async (...inserted: readonly string[]): Promise<unknown> => {
    const editor = new Editor({ text: '|', say: () => 'listen(8080);\n  close();' });
    await editor.offered();
    for (const piece of inserted) editor.insert(piece);
    await editor.time.advance(300);
    return editor.outcomes.filter(({ type }) => type === 'accepted').map(({ characters, isInferred }) => ({ characters, isInferred }));
  };

  it('was taken, and counts as accepted in part', async () => {
    expect(await pieces('listen', '(8080)')).toEqual([
      { characters: 6, isInferred: true },
      { characters: 6, isInferred: true },
    ]);
  });

  it('counts as what the editor reports, where that is that all was taken, without what was typed along', async () => {
    const editor = new Editor({ text: '|', say: () => 'listen(8080);' });
    const { result } = editor.ask();
    await editor.time.advance(1000);
    const offered = await result;
    const taskId = offered.outcome === 'offer' ? offered.offer.taskId : '';
    for (const piece of ['l', 'i', 'sten', '(8080);']) editor.insert(piece);
    editor.engine.accepted(taskId, 'listen(8080);'.length);
    await editor.time.advance(1000);
    const accepted = editor.outcomes.filter(({ type }) => type === 'accepted');
    expect(accepted.map(({ characters, isInferred }) => ({ characters, isInferred }))).toEqual([
      { characters: 4, isInferred: true },
      { characters: 7, isInferred: false },
    ]);
  });

  it('was taken when it is a whole line, or the last piece of several', async () => {
    expect(await pieces('listen(8080);\n', '  close();')).toEqual([
      { characters: 14, isInferred: true },
      { characters: 10, isInferred: true },
    ]);
  });

  it.each([['l', 'i'], ['('], ['other'], ['listen(8080);\n  close();']])('was not taken in part: %s', async (...typed) => {
    expect(await pieces(...typed)).toEqual([]);
  });

  it('in a document with carriage returns stands further on than the engine counts', async () => {
    const editor = listen();
    await editor.offered();
    editor.engine.edited({ uri: 'file:///a.ts', offset: 12, removed: 0, inserted: 'listen' });
    await editor.time.advance(250);
    expect(editor.outcomes.map(({ type, characters }) => [type, characters])).toContainEqual(['accepted', 6]);
  });
});

const chunk: Segment = { role: 'context', stability: 'session', text: 'listen(port: number)', name: 'server.ts' };

describe('What other places say', () => {
  const gathering = (candidate: ReturnType<typeof localCandidate>, afterMs: number) => {
    const editor: Editor = new Editor({
      text: 'server.|\n',
      say: () => 'listen();',
      candidates: [candidate],
      ports: {
        gather: (_snapshot, signal) =>
          new Promise((resolve) => {
            const cancel = editor.time.after(afterMs, () => resolve([chunk]));
            signal.addEventListener('abort', () => {
              cancel();
              resolve([]);
            });
          }),
      },
    });
    return editor;
  };

  it.each([
    ['a free model', 'in time', localCandidate(), 20, 21, [chunk]],
    ['a free model', 'not for long', localCandidate(), 40, 25, []],
    ['a paid model', 'while the pause lasts anyway', paid, 140, 151, [chunk]],
    ['a paid model', 'no longer than 150 ms', paid, 160, 151, []],
  ])('is waited for by %s, %s', async (_model, _how, candidate, afterMs, leftAfterMs, context) => {
    const editor = gathering(candidate, afterMs);
    editor.ask();
    await editor.time.advance(leftAfterMs);
    expect(editor.router.tasks.map(({ segments }) => segments.filter(({ role }) => role === 'context'))).toEqual([context]);
  });

  it('stands before the text around the cursor', async () => {
    const editor = gathering(localCandidate(), 5);
    await editor.offered();
    expect(editor.router.tasks[0]?.segments.map(({ role }) => role)).toEqual(['context', 'prefix', 'suffix']);
  });

  it('is not gathered for a question that was taken back', async () => {
    const editor = gathering(paid, 1000);
    const { cancel, result } = editor.ask();
    await editor.time.advance(50);
    cancel();
    await editor.time.advance(0);
    expect({ result: inWords(await result), timers: editor.time.pendingTimers, requests: editor.requests }).toEqual({
      result: 'superseded',
      timers: 0,
      requests: 0,
    });
  });

  it('is left out where it cannot be gathered', async () => {
    const editor = new Editor({ text: 'server.|\n', say: () => 'x();', ports: { gather: () => Promise.reject(new Error('broken')) } });
    expect(await editor.offered()).toBe('model: x();');
  });
});
