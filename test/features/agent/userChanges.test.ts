import { beforeEach, expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';
import { userChangesIn } from '../../../src/features/agent/userChanges.ts';

const listeners = vi.hoisted(() => new Map<string, (event: unknown) => void>());

vi.mock('vscode', () => {
  const on = (name: string) => ({
    [name]: (listener: (event: unknown) => void) => {
      listeners.set(name, listener);
      return { dispose: () => listeners.delete(name) };
    },
  });
  const names = ['onDidSaveTextDocument', 'onDidSaveNotebookDocument', 'onDidCreateFiles', 'onDidRenameFiles', 'onDidDeleteFiles'];
  return { workspace: Object.assign({}, ...names.map(on)) };
});

const file = (fsPath: string, scheme = 'file'): vscode.Uri => ({ scheme, fsPath }) as vscode.Uri;

beforeEach(() => listeners.clear());

test('what the user saves, creates, moves and removes in the editor is told by its path in the folder, for as long as it is asked', () => {
  const told: string[] = [];
  const end = userChangesIn(file('/work/app'))((path) => told.push(path));
  listeners.get('onDidSaveTextDocument')?.({ uri: file('/work/app/src/a.ts') });
  listeners.get('onDidSaveTextDocument')?.({ uri: file('/work/app/settings.json', 'vscode-userdata') });
  listeners.get('onDidSaveNotebookDocument')?.({ uri: file('/work/app/b.ipynb') });
  listeners.get('onDidCreateFiles')?.({ files: [file('/work/app/new')] });
  listeners.get('onDidRenameFiles')?.({ files: [{ oldUri: file('/work/app/old'), newUri: file('/work/elsewhere') }] });
  listeners.get('onDidDeleteFiles')?.({ files: [file('/work/app/gone.ts')] });
  end();
  expect([told, listeners.size]).toEqual([['src/a.ts', 'b.ipynb', 'new', 'old', '../elsewhere', 'gone.ts'], 0]);
});
