import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import { isKeptFile } from '../../../src/features/agent/keptFiles.ts';
import { storedLogOf } from '../../../src/features/agent/storedLogOf.ts';
import { folderForNewTask, folderOfTask, isOfThisWindow, placeOfFolder } from '../../../src/features/agent/taskFolder.ts';
import { begun } from './taskLog.ts';

const folder = (path: string) => ({ name: path.split('/').at(-1) ?? '', uri: { path, toString: () => `file://${path}` } });
const [first, second] = [folder('/client1/api'), folder('/client2/api')];

function open(...folders: readonly ReturnType<typeof folder>[]): void {
  Object.assign(vscode.workspace, { workspaceFolders: folders, getWorkspaceFolder: () => second });
}

beforeEach(() => open(first, second));

describe('The folder of a task', () => {
  it('is found by its address, whatever other folder has its name', () => {
    Object.assign(vscode.window, { activeTextEditor: { document: { uri: {} } } });
    const begunIn = folderForNewTask();
    expect(begunIn && folderOfTask(placeOfFolder(begunIn))).toBe(second);
  });

  it('is not another one of that name in another window, and its tasks are not listed there', () => {
    const place = { workspace: 'api', folder: 'file:///client1/api' };
    const here = [folderOfTask(place), isOfThisWindow(place)];
    open(second);
    expect([here, [folderOfTask(place), isOfThisWindow(place)]]).toEqual([
      [first, true],
      [undefined, false],
    ]);
  });

  it('is not worked in by a task of another one, which can be looked at', () => {
    const log = [begun({ workspace: 'api', folder: 'file:///client1/api' })];
    const stored = { events: log, problems: [], isWritable: true };
    const here = storedLogOf(stored);
    open(second);
    expect([here, storedLogOf(stored)]).toEqual([
      { log, isReadOnly: false },
      { log, isReadOnly: true, warning: 'The folder of this task is not open in this window: here it can only be looked at.' },
    ]);
  });

  it('is found by its name where an early task has no more than that, if one folder has it', () => {
    const place = { workspace: 'api', folder: undefined };
    const amongTwo = folderOfTask(place);
    open(first);
    expect([amongTwo, folderOfTask(place)]).toEqual([undefined, first]);
  });
});

describe('A file of a folder', () => {
  const excluded = {
    isExcluded: ({ path, workspace }: { readonly path: string; readonly workspace?: string }) =>
      workspace === 'shop' && path === 'notes.md',
  };
  const policy = () =>
    ({
      metered: 'allowed',
      folders: [{ name: 'shop' }, { name: 'bank', data: { paths: { 'customers/**': 'nothing' } } }],
    }) as const;
  const isKept = (path: string, name?: string) => isKeptFile(path, name === undefined ? undefined : { name }, { excluded, policy });

  it('is kept by the exclusions and the rules of its own folder; in none, by those of all', () => {
    expect([
      isKept('notes.md', 'shop'),
      isKept('notes.md', 'bank'),
      isKept('customers/list.csv', 'shop'),
      isKept('customers/list.csv', 'bank'),
      isKept('customers/list.csv'),
    ]).toEqual([true, false, false, true, true]);
  });
});
