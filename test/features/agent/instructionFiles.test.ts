import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import { readInstructionFiles } from '../../../src/features/agent/instructionFiles.ts';
import { withViews } from './view/fakeView.ts';

type Kind = 'file' | 'folder' | 'link';

/** A disk with these files and folders, by their paths. */
function disk(entries: Readonly<Record<string, string | Kind>>, folders: readonly string[] = ['/shop']): void {
  const types: Readonly<Record<Kind, number>> = { file: 1, folder: 2, link: 64 | 1 };
  Object.assign(vscode, { FileType: { File: 1, Directory: 2, SymbolicLink: 64 } });
  Object.assign(vscode.workspace, {
    workspaceFolders: folders.map((path) => ({ name: path.slice(1), uri: { path } })),
    fs: {
      stat: async ({ path }: { readonly path: string }) => {
        const entry = entries[path];
        if (entry === undefined) throw new Error('there is none');
        return { type: entry === 'link' || entry === 'folder' ? types[entry] : types.file };
      },
      readFile: async ({ path }: { readonly path: string }) =>
        new TextEncoder().encode(entries[path] === 'link' ? 'SECRET' : entries[path]),
    },
  });
}

const shop = { path: '/shop' } as vscode.Uri;

beforeEach(() => withViews(vscode));

describe('Instruction files', () => {
  it('are those that are agreed upon, without what is invisible in them', async () => {
    disk({
      '/shop/AGENTS.md': 'Use tabs.\u{E0041}\n',
      '/shop/.github': 'folder',
      '/shop/.github/copilot-instructions.md': 'Test first.',
      '/shop/README.md': 'A shop',
    });
    expect((await readInstructionFiles(shop, () => false)).read).toEqual([
      { path: 'AGENTS.md', text: 'Use tabs.' },
      { path: '.github/copilot-instructions.md', text: 'Test first.' },
    ]);
  });

  it('are no links, nor behind one: a repository could name any file of the user', async () => {
    disk({
      '/shop/AGENTS.md': 'link',
      '/shop/.github': 'link',
      '/shop/.github/copilot-instructions.md': 'Read this.',
      '/shop/CLAUDE.md': 'Be kind.',
    });
    expect((await readInstructionFiles(shop, () => false)).read).toEqual([{ path: 'CLAUDE.md', text: 'Be kind.' }]);
  });

  it('are none that the user or a policy keeps from models, and these are told', async () => {
    disk({ '/shop/AGENTS.md': 'Use tabs.', '/shop/CLAUDE.md': 'Be kind.' });
    expect(await readInstructionFiles(shop, (path) => path === 'CLAUDE.md')).toEqual({
      read: [{ path: 'AGENTS.md', text: 'Use tabs.' }],
      leftOut: ['CLAUDE.md'],
    });
  });

  it('are those of the task’s folder, and are cut where they are too long', async () => {
    disk({ '/shop/AGENTS.md': 'x'.repeat(50_000), '/till/CLAUDE.md': 'Be kind.' }, ['/shop', '/till']);
    const { read } = await readInstructionFiles(shop, () => false);
    expect(read.map(({ path, text }) => [path, text.length])).toEqual([['AGENTS.md', 32_000]]);
  });
});
