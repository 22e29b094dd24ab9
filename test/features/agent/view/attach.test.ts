import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../../support/fakeEditor.ts')).editor.api());

import { attachSelection, pickFile, pickProblem } from '../../../../src/features/agent/view/attach.ts';
import { editor } from '../../../support/fakeEditor.ts';

const uriOf = (path: string) => ({ scheme: 'file', path, toString: () => `file://${path}` });
const none = { isExcluded: () => false };

function workspace(files: Readonly<Record<string, string>>): void {
  const folder = { name: 'shop', uri: uriOf('/shop') };
  Object.assign(vscode.workspace, {
    workspaceFolders: [folder],
    textDocuments: [],
    getWorkspaceFolder: ({ path }: { readonly path: string }) => (path.startsWith('/shop/') ? folder : undefined),
    findFiles: async () => Object.keys(files).map((path) => uriOf(path)),
    fs: { readFile: async ({ path }: { readonly path: string }) => new TextEncoder().encode(files[path]) },
  });
}

beforeEach(() => {
  editor.reset();
  workspace({ '/shop/src/sum.ts': 'return a + b;', '/shop/.env': 'KEY=1', '/shop/logo.png': '\u0089PNG\0', '/shop/private.ts': 'mine' });
});

describe('What is attached', () => {
  it('is a file that the user picks, by its path in the workspace', async () => {
    editor.answers.push('src/sum.ts');
    expect(await pickFile(none)).toEqual({ type: 'file', path: 'src/sum.ts', folder: 'file:///shop', text: 'return a + b;' });
  });

  it('is a file as it stands in the editor, saved or not', async () => {
    Object.assign(vscode.workspace, { textDocuments: [{ uri: uriOf('/shop/src/sum.ts'), getText: () => 'unsaved' }] });
    editor.answers.push('src/sum.ts');
    expect((await pickFile(none))?.text).toBe('unsaved');
  });

  it('is no file that is kept out of prompts, which is not even offered', async () => {
    editor.answers.push('private.ts');
    expect(await pickFile({ isExcluded: (uri) => uri.path === '/shop/private.ts' })).toBe(undefined);
  });

  it('is a file that may hold secrets only if the user says so once more', async () => {
    editor.answers.push('.env', undefined, '.env', 'Attach');
    const answers = [await pickFile(none), await pickFile(none)];
    expect([answers, editor.shown.filter(({ type }) => type === 'warning').length]).toEqual([
      [undefined, { type: 'file', path: '.env', folder: 'file:///shop', text: 'KEY=1' }],
      2,
    ]);
  });

  it('is no file that is no text', async () => {
    editor.answers.push('logo.png');
    expect([await pickFile(none), editor.shown.at(-1)]).toEqual([
      undefined,
      { type: 'warning', words: 'logo.png is no text: it cannot be attached.', buttons: [] },
    ]);
  });

  it('is what is selected, with its lines', async () => {
    const document = { uri: uriOf('/shop/src/sum.ts'), getText: () => 'a + b' };
    Object.assign(vscode.window, { activeTextEditor: { document, selection: { isEmpty: false, start: { line: 3 }, end: { line: 4 } } } });
    expect(await attachSelection(none)).toEqual({
      type: 'selection',
      path: 'src/sum.ts',
      folder: 'file:///shop',
      lines: { from: 4, to: 5 },
      text: 'a + b',
    });
  });

  it('is the beginning of a long file, which is said to the user and the model', async () => {
    workspace({ '/shop/long.ts': 'x'.repeat(100_001) });
    editor.answers.push('long.ts');
    const [first, ...others] = (await pickFile(none))?.text.split('\n') ?? [];
    expect([first?.length, others, editor.shown.at(-1)]).toEqual([
      100_000,
      ['[cut off here: the first 100000 of 100001 characters]'],
      { type: 'information', words: 'Only the first 100000 characters of long.ts are attached.', buttons: [] },
    ]);
  });

  it('is nothing where no file is open, which is said', async () => {
    Object.assign(vscode.window, { activeTextEditor: undefined });
    expect([await attachSelection(none), editor.shown.at(-1)]).toEqual([
      undefined,
      { type: 'information', words: 'Open a file first: what is selected in it, or all of it, is attached.', buttons: [] },
    ]);
  });

  it('is a problem that the editor shows', async () => {
    const problem = { message: 'b is not defined\nmore', source: 'ts', range: { start: { line: 1 }, end: { line: 1 } } };
    Object.assign(vscode.window, { activeTextEditor: { document: { uri: uriOf('/shop/src/sum.ts') } } });
    Object.assign(vscode, { languages: { getDiagnostics: () => [problem] } });
    editor.answers.push('b is not defined');
    expect(await pickProblem(none)).toEqual({
      type: 'problem',
      path: 'src/sum.ts',
      folder: 'file:///shop',
      lines: { from: 2, to: 2 },
      text: 'ts: b is not defined\nmore',
    });
  });
});
