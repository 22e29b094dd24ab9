import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => ({
  ...(await import('../../support/fakeVscode.ts')).fakeVscode(),
  UIKind: { Desktop: 1, Web: 2 },
  ProgressLocation: { Notification: 15 },
}));

import { csvHeader, csvRows } from '../../../src/core/export/ledgerCsv.ts';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { exportLedger } from '../../../src/features/ledger/exportLedger.ts';
import { openLedgerFolder } from '../../../src/features/ledger/openLedgerFolder.ts';
import { type LedgerPorts, registerLedger } from '../../../src/features/ledger/registerLedger.ts';
import type { Log } from '../../../src/platform/log.ts';
import { entryOf, outcomeOf } from '../../support/entries.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { MemoryLedger, type MemoryLedgerOptions } from '../../support/memoryLedger.ts';
import { useFolder } from '../../support/useFolder.ts';

const inFolder = useFolder();

const csvOf = (entries: readonly LedgerEntry[]): string => csvHeader() + csvRows(entries);

interface Place {
  readonly fsPath: string;
  readonly scheme?: string;
}

/** What the user sees and picks, and what there is on the disk. */
const editor = {
  asked: [] as unknown[],
  told: [] as unknown[][],
  executed: [] as unknown[][],
  copied: [] as string[],
  written: [] as { readonly place: string; readonly text: string }[],
  existing: [] as string[],
  picks: undefined as string | undefined,
  saveTo: undefined as Place | undefined,
  format: 'csv' as string | undefined,
};

beforeEach(() => {
  Object.assign(editor, {
    asked: [],
    told: [],
    executed: [],
    copied: [],
    written: [],
    existing: [],
    picks: undefined,
    saveTo: undefined,
    format: 'csv',
  });
  const tell = async (...words: readonly unknown[]): Promise<string | undefined> => {
    editor.told.push([...words]);
    return editor.picks;
  };
  Object.assign(vscode, {
    Uri: {
      file: (fsPath: string): Place => ({ fsPath }),
      joinPath: (base: Place, name: string): Place => ({ fsPath: path.posix.join(base.fsPath, name) }),
    },
  });
  Object.assign(vscode.env, {
    remoteName: undefined,
    uiKind: 1,
    clipboard: { writeText: async (text: string) => void editor.copied.push(text) },
  });
  Object.assign(vscode.commands, { executeCommand: async (...command: readonly unknown[]) => void editor.executed.push([...command]) });
  Object.assign(vscode.window, {
    showInformationMessage: tell,
    showErrorMessage: tell,
    showQuickPick: async (items: readonly { readonly format: string }[]) => items.find(({ format }) => format === editor.format),
    showSaveDialog: async (options: unknown) => {
      editor.asked.push(options);
      return editor.saveTo;
    },
  });
  Object.assign(vscode.workspace, {
    workspaceFolders: undefined,
    fs: {
      stat: async ({ fsPath }: Place) => {
        if (!editor.existing.includes(fsPath)) throw new Error('not found');
      },
      writeFile: async ({ fsPath }: Place, bytes: Uint8Array) =>
        void editor.written.push({ place: fsPath, text: Buffer.from(bytes).toString() }),
    },
  });
});

describe('Opening the ledger’s folder', () => {
  const file = '/data/farthing/ledger.sqlite';

  it('shows the file where the system shows files', async () => {
    editor.existing = [file];
    await openLedgerFolder(file);
    expect(editor.executed).toEqual([['revealFileInOS', { fsPath: file }]]);
  });

  it('shows the folder where there is no file in it', async () => {
    editor.existing = ['/data/farthing'];
    await openLedgerFolder(file);
    expect(editor.executed).toEqual([['revealFileInOS', { fsPath: '/data/farthing' }]]);
  });

  it('says where the ledger will be as long as there is none', async () => {
    await openLedgerFolder(file);
    expect([editor.executed, editor.told]).toEqual([[], [[`There is no ledger yet. It will be at ${file}.`]]]);
  });

  it.each([{ remoteName: 'ssh-remote' }, { uiKind: 2 }])('names the path where the file is on another machine: %o', async (where) => {
    editor.existing = [file];
    Object.assign(vscode.env, where);
    editor.picks = 'Copy Path';
    await openLedgerFolder(file);
    expect([editor.told, editor.copied, editor.executed]).toEqual([
      [[`The ledger is on the machine that this window works on: ${file}`, 'Copy Path', 'Open in New Window']],
      [file],
      [],
    ]);
  });

  it('opens the folder of another machine in a window of its own', async () => {
    editor.existing = [file];
    Object.assign(vscode.env, { remoteName: 'ssh-remote' });
    editor.picks = 'Open in New Window';
    await openLedgerFolder(file);
    expect(editor.executed).toEqual([['vscode.openFolder', { fsPath: '/data/farthing' }, { forceNewWindow: true }]]);
  });
});

describe('Exporting the ledger', () => {
  async function exporting(
    entries: number,
    options?: MemoryLedgerOptions,
  ): Promise<{ readonly ledger: MemoryLedger; readonly logged: string[] }> {
    const ledger = new MemoryLedger();
    for (let index = 0; index < entries; index += 1) await ledger.settle(`r-${index}`, entryOf({ id: `entry-${index}` }));
    const logged: string[] = [];
    await exportLedger({
      ledger: options ? new MemoryLedger(options) : ledger,
      catalogue: { endpoints: [], models: [] },
      clock: new FakeTime(),
      log: { error: (text: string) => void logged.push(text) },
    });
    return { ledger, logged };
  }

  it('asks where to, in the first folder of the workspace', async () => {
    Object.assign(vscode.workspace, { workspaceFolders: [{ uri: { fsPath: '/shop' } }] });
    await exporting(1);
    expect([editor.asked, editor.written]).toEqual([
      [{ title: 'Export ledger', defaultUri: { fsPath: '/shop/farthing-2026-11-05.csv' }, filters: { CSV: ['csv'] } }],
      [],
    ]);
  });

  it('asks where to at home, where there is no workspace', async () => {
    await exporting(1);
    expect(editor.asked).toMatchObject([{ defaultUri: { fsPath: path.join(homedir(), 'farthing-2026-11-05.csv') } }]);
  });

  it('writes every page of it, says how many entries there were, and opens the file', async () => {
    editor.saveTo = { fsPath: '/shop/a.csv' };
    editor.picks = 'Open';
    const { ledger } = await exporting(2500);
    expect(editor.written).toEqual([{ place: '/shop/a.csv', text: csvOf(ledger.entries) }]);
    expect([editor.told, editor.executed]).toEqual([
      [['The ledger was exported: 2,500 entries are in /shop/a.csv.', 'Open']],
      [['vscode.open', { fsPath: '/shop/a.csv' }]],
    ]);
  });

  it.each([
    ['focus', '/shop/farthing-focus-2026-11-05.csv', { CSV: ['csv'] }, /^BilledCost,BillingAccountId,/],
    ['jsonl', '/shop/farthing-2026-11-05.jsonl', { 'JSON Lines': ['jsonl'] }, /^\{"id":"entry-0",/],
  ])('writes %s where the user wants that', async (format, fsPath, filters, begins) => {
    Object.assign(vscode.workspace, { workspaceFolders: [{ uri: { fsPath: '/shop' } }] });
    Object.assign(editor, { format, saveTo: { fsPath: '/shop/a' } });
    await exporting(1);
    expect([editor.asked, editor.written]).toEqual([
      [{ title: 'Export ledger', defaultUri: { fsPath }, filters }],
      [{ place: '/shop/a', text: expect.stringMatching(begins) }],
    ]);
  });

  it('has what became of the answers, where the ledger tells', async () => {
    Object.assign(editor, { format: 'jsonl', saveTo: { fsPath: '/shop/a' } });
    const entry = entryOf();
    const outcome = outcomeOf();
    const ledger = {
      entriesFrom: async () => ({ entries: [entry] }),
      taskEntries: async () => ({ entries: [entry], outcomes: [outcome] }),
    };
    await exportLedger({ ledger, catalogue: { endpoints: [], models: [] }, clock: new FakeTime(), log: { error: vi.fn() } });
    expect(editor.written.map(({ text }) => JSON.parse(text))).toEqual([{ ...entry, outcomes: [outcome] }]);
  });

  it('writes a file of this machine a page at a time, beside it first', async () => {
    const file = inFolder('a.csv');
    editor.saveTo = { fsPath: file, scheme: 'file' };
    const { ledger } = await exporting(2500);
    expect([readFileSync(file, 'utf8'), existsSync(`${file}.part`), editor.written]).toEqual([csvOf(ledger.entries), false, []]);
  });

  it('that fails on this machine leaves what was there, and nothing beside it', async () => {
    const file = inFolder('b.csv');
    writeFileSync(file, 'before');
    editor.saveTo = { fsPath: file, scheme: 'file' };
    const pages = [{ entries: [entryOf()], cursor: 1 }];
    const entriesFrom = async () => pages.shift() ?? Promise.reject(new Error('the disk is gone'));
    await exportLedger({
      ledger: { entriesFrom },
      catalogue: { endpoints: [], models: [] },
      clock: new FakeTime(),
      log: { error: vi.fn() },
    });
    expect([readFileSync(file, 'utf8'), existsSync(`${file}.part`), editor.told]).toEqual([
      'before',
      false,
      [['The ledger could not be exported: the disk is gone']],
    ]);
  });

  it('refuses to hold more than can be sent to another machine at once, in a sentence', async () => {
    editor.saveTo = { fsPath: '/shop/a.csv', scheme: 'vscode-remote' };
    const long = entryOf({ model: 'm'.repeat(40_000_000) });
    let pages = 0;
    const entriesFrom = async () => {
      pages += 1;
      return { entries: [long], cursor: pages };
    };
    await exportLedger({
      ledger: { entriesFrom },
      catalogue: { endpoints: [], models: [] },
      clock: new FakeTime(),
      log: { error: vi.fn() },
    });
    expect([editor.written, editor.told]).toEqual([
      [],
      [
        [
          'The ledger could not be exported: There is more of it than can be sent to that place at once (256 MB). Save it on this machine, or export it with "farthing export".',
        ],
      ],
    ]);
  });

  it('asks no further where no format is chosen', async () => {
    editor.format = undefined;
    await exporting(1);
    expect([editor.asked, editor.written]).toEqual([[], []]);
  });

  it('that fails is told and logged, and leaves no file', async () => {
    editor.saveTo = { fsPath: '/shop/a.csv' };
    const { logged } = await exporting(0, { outOfOrder: true });
    expect([editor.written, editor.told.length, logged.length]).toEqual([[], 1, 1]);
    expect(String(editor.told[0]?.[0])).toMatch(/^The ledger could not be exported: ./);
  });

  it('shows that it goes on where it takes long, and can be given up', async () => {
    editor.saveTo = { fsPath: '/shop/a.csv' };
    vi.useFakeTimers();
    try {
      const progress: unknown[] = [];
      Object.assign(vscode.window, {
        withProgress: async (options: unknown, run: (report: undefined, token: unknown) => Promise<void>) => {
          progress.push(options);
          await run(undefined, {
            onCancellationRequested: (cancel: () => void) => {
              cancel();
              return { dispose: () => undefined };
            },
          });
        },
      });
      const slowly = new Promise<{ readonly entries: readonly [] }>((resolve) => setTimeout(() => resolve({ entries: [] }), 5000));
      const exported = exportLedger({
        ledger: { entriesFrom: () => slowly },
        catalogue: { endpoints: [], models: [] },
        clock: new FakeTime(),
        log: { error: vi.fn() },
      });
      await vi.advanceTimersByTimeAsync(299);
      const early = [...progress];
      await vi.advanceTimersByTimeAsync(5000);
      await exported;
      expect([early, progress, editor.written, editor.told]).toEqual([
        [],
        [{ location: 15, title: 'Export ledger', cancellable: true }],
        [],
        [],
      ]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('The ledger’s commands', () => {
  /** The feature, over a ledger with one entry in a file that is there. */
  async function registered(models?: LedgerPorts['models']) {
    const file = '/data/farthing/ledger.sqlite';
    const commands = new Map<string, () => unknown>();
    Object.assign(vscode, { Disposable: { from: (...parts: readonly unknown[]) => parts } });
    Object.assign(vscode.commands, { registerCommand: (id: string, run: () => unknown) => commands.set(id, run) });
    const ledger = Object.assign(new MemoryLedger(), {
      state: { status: 'open' } as const,
      onDidChange: () => ({ dispose: () => undefined }),
    });
    await ledger.settle('reservation-1', entryOf());
    registerLedger({ ledger, log: {} as Log, file, clock: new FakeTime(), ...(models && { models }) });
    return { commands, ledger, file };
  }

  it('are these', async () => {
    const { commands } = await registered();
    expect([...commands.keys()]).toEqual(['farthing.openLedgerFolder', 'farthing.exportCsv']);
  });

  it('farthing.openLedgerFolder shows the ledger’s file', async () => {
    const { commands, file } = await registered();
    editor.existing = [file];
    await commands.get('farthing.openLedgerFolder')?.();
    expect(editor.executed).toEqual([['revealFileInOS', { fsPath: file }]]);
  });

  it('farthing.exportCsv writes the ledger where the user says', async () => {
    const { commands, ledger } = await registered();
    editor.saveTo = { fsPath: '/shop/a.csv' };
    await commands.get('farthing.exportCsv')?.();
    expect(editor.written).toEqual([{ place: '/shop/a.csv', text: csvOf(ledger.entries) }]);
  });

  it('farthing.exportCsv waits for the prices', async () => {
    const did: string[] = [];
    const { commands } = await registered({
      load: async () => void did.push('loaded'),
      models: () => {
        did.push('models');
        return [];
      },
      endpoints: () => [],
    });
    await commands.get('farthing.exportCsv')?.();
    expect(did).toEqual(['loaded', 'models']);
  });
});
