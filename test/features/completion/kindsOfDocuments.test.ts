import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakePosition, FakeRange } from '../../support/fakeDocument.ts';
import { editor } from '../../support/fakeEditor.ts';
import { type DocumentFacts, documentAt, window } from './completionEditor.ts';
import { askedOf, offerOf, useCompletion } from './useCompletion.ts';

vi.mock('vscode', async () => (await import('./completionEditor.ts')).completionApi());

beforeEach(() => {
  editor.reset();
  delete window.activeTextEditor;
});

/** What the engine is asked about a document with its cursor at `|`, and what the editor is given of the answer `1;` and another line. */
async function completed(marked: string, facts: Partial<DocumentFacts> = {}) {
  const { askAnswered, requests } = useCompletion();
  const at = documentAt(marked, facts);
  const items = await askAnswered(offerOf('1;\nlet c'), at);
  return { asked: askedOf(requests[0]), items: items.map(({ insertText, range }) => [insertText, range]), cursor: at.position };
}

const itemAt = (cursor: FakePosition, insertText = '1;\nlet c') => [[insertText, new FakeRange(cursor, cursor)]];
const file = { workspace: 'shop', path: 'src/a.ts', languageId: 'typescript', trigger: 'automatic' };

describe('A document that is completed', () => {
  it('a file with LF', async () => {
    const { asked, items, cursor } = await completed('let a;\nlet b = |\n');
    expect([asked, items]).toEqual([{ ...file, prefix: 'let a;\nlet b = ', suffix: '\n', offset: 15 }, itemAt(cursor)]);
  });

  it('a file with CR LF, whose new lines end like the others', async () => {
    const { asked, items, cursor } = await completed('let a;\r\nlet b = |\r\n');
    expect([asked, items]).toEqual([{ ...file, prefix: 'let a;\nlet b = ', suffix: '\n', offset: 15 }, itemAt(cursor, '1;\r\nlet c')]);
  });

  it('a file that is indented with tabs', async () => {
    const { asked, items, cursor } = await completed('if (a) {\n\t\treturn |\n\t}\n', { languageId: 'go', uri: 'file:///work/shop/a.go' });
    expect([asked, items]).toEqual([
      { ...file, path: 'a.go', languageId: 'go', prefix: 'if (a) {\n\t\treturn ', suffix: '\n\t}\n', offset: 18 },
      itemAt(cursor),
    ]);
  });

  it('a text that is written from right to left, with characters of two units', async () => {
    const { asked, items, cursor } = await completed('// שלום 🦊\nlet a = |', { languageId: 'javascript' });
    expect([asked, items]).toEqual([
      { ...file, languageId: 'javascript', prefix: '// שלום 🦊\nlet a = ', suffix: '', offset: 19 },
      itemAt(cursor),
    ]);
  });

  it('a file without a name', async () => {
    const { asked, items, cursor } = await completed('let a = |', { uri: 'untitled:Untitled-1' });
    const { workspace: _none, ...outside } = file;
    expect([asked, items]).toEqual([{ ...outside, path: 'Untitled-1', prefix: 'let a = ', suffix: '', offset: 8 }, itemAt(cursor)]);
  });

  it('a cell of a notebook, which lies where the notebook lies', async () => {
    const { asked, items, cursor } = await completed('a = |', {
      uri: 'vscode-notebook-cell:/work/shop/lab/a.ipynb#W0s',
      languageId: 'python',
    });
    expect([asked, items]).toEqual([
      { ...file, path: 'lab/a.ipynb', languageId: 'python', prefix: 'a = ', suffix: '', offset: 4 },
      itemAt(cursor),
    ]);
  });

  it('the line that a notebook is asked with', async () => {
    const { asked } = await completed('a = |', { uri: 'vscode-interactive-input:/InteractiveInput-1', languageId: 'python' });
    expect(asked.path).toBe('/InteractiveInput-1');
  });

  it.each([
    ['which belongs to the folder of its repository', 'file:///work/shop', 'shop'],
    ['of a repository around the only folder', 'file:///work', 'shop'],
    ['of a repository elsewhere', 'file:///elsewhere', undefined],
  ])('the commit box, which is no file, %s', async (_which, root, workspace) => {
    const uri = `vscode-scm:git/scm0/input?rootUri=${encodeURIComponent(root)}`;
    const { asked, items, cursor } = await completed('Adds |', { uri, languageId: 'scminput' });
    const { workspace: _none, ...box } = file;
    expect([asked, items]).toEqual([
      { ...box, ...(workspace !== undefined && { workspace }), path: '', languageId: 'scminput', prefix: 'Adds ', suffix: '', offset: 5 },
      itemAt(cursor),
    ]);
  });

  it("a workspace's settings", async () => {
    const { asked } = await completed('{\n  "a": |\n}', { uri: 'file:///work/shop/.vscode/settings.json', languageId: 'jsonc' });
    expect([asked.path, asked.languageId]).toEqual(['.vscode/settings.json', 'jsonc']);
  });

  it('a file of a virtual workspace', async () => {
    const { asked, items, cursor } = await completed('let a = |', { uri: 'vscode-vfs://github/farthing/src/a.ts' });
    const { workspace: _none, ...outside } = file;
    expect([asked, items]).toEqual([{ ...outside, path: '/farthing/src/a.ts', prefix: 'let a = ', suffix: '', offset: 8 }, itemAt(cursor)]);
  });

  it('a place where the list of suggestions is open, which each item extends', async () => {
    const { askAnswered, requests } = useCompletion();
    const range = new FakeRange(new FakePosition(0, 8), new FakePosition(0, 10));
    const items = await askAnswered(offerOf('(a);'), documentAt('console.lo|;'), { selectedCompletionInfo: { range, text: 'log' } });
    expect([askedOf(requests[0]), items.map((item) => [item.insertText, item.range, item.command?.arguments])]).toEqual([
      { ...file, prefix: 'console.log', suffix: ';', offset: 11 },
      [['log(a);', range, ['task-1', 4, { uri: 'file:///work/shop/src/a.ts', offset: 11, text: '(a);' }]]],
    ]);
  });
});

describe('A document in which nothing is asked, not even by the key for it', () => {
  it.each([
    ['a log', 'output:exthost'],
    ['the old side of a comparison', 'git:/work/shop/src/a.ts'],
    ["the user's own settings", 'vscode-userdata:/User/settings.json'],
    ['the box of the chat', 'chatSessionInput:input-0'],
    ['a comment on code', 'comment:/commentinput-1'],
    ['a search', 'search-editor:///s#1'],
    ['the console of the debugger', 'debug:replinput'],
    ['a page of our own', 'farthing:/Why.md'],
  ])('%s', async (_what, uri) => {
    const { ask, requests, last } = useCompletion();
    const items = await ask(documentAt('let a = |', { uri }), { triggerKind: 0 });
    const whyNot = { reason: 'not-here', scheme: uri.slice(0, uri.indexOf(':')) };
    expect([items, requests, last.value]).toEqual([[], [], { outcome: 'none', whyNot }]);
  });

  it('bytes that are no text', async () => {
    const { ask, requests, last } = useCompletion();
    const items = await ask(documentAt('\u007fELF\u0000\u0001|'), { triggerKind: 0 });
    expect([items, requests, last.value]).toEqual([[], [], { outcome: 'none', whyNot: { reason: 'binary' } }]);
  });
});

/** Characters that are read of a document when it is asked about, without the whole that somebody may want later. */
async function readOf(marked: ReturnType<typeof documentAt>): Promise<number> {
  let characters = 0;
  const { document, position } = marked;
  const getText = (range?: never): string => {
    const text = document.getText(range);
    characters += text.length;
    return text;
  };
  const { askAnswered } = useCompletion();
  await askAnswered(offerOf('1;'), { document: { ...document, getText }, position });
  return characters;
}

describe('A file that no one wrote by hand', () => {
  const minified = 'var a=1;'.repeat(6_000);

  it.each([
    ['minified', `${minified}|${minified}`],
    ['with a line of a megabyte before and after the cursor', `${'x'.repeat(1_000_000)}|${'y'.repeat(1_000_000)}`],
    ['with lines of a megabyte all around', `${'x'.repeat(1_000_000)}\n|\n${'y'.repeat(1_000_000)}\n`],
    ['of many short lines', `${'a;\n'.repeat(50_000)}|${'\na;'.repeat(50_000)}`],
  ])('is read no further than any other: %s', async (_what, marked) => {
    expect(await readOf(documentAt(marked))).toBeLessThanOrEqual(16_384 + 8_192);
  });

  it('of a megabyte a line is offered to at the cursor, and nowhere else', async () => {
    const { items, cursor } = await completed(`${'x'.repeat(1_000_000)}|`);
    expect([items, cursor.character]).toEqual([itemAt(cursor), 1_000_000]);
  });

  it('whose window ends within a character of two units asks about whole characters only', async () => {
    const { asked } = await completed(`x${'🦊'.repeat(20_000)}|x${'🦊'.repeat(20_000)}`);
    expect([asked.prefix?.isWellFormed(), asked.suffix?.isWellFormed()]).toEqual([true, true]);
  });
});
