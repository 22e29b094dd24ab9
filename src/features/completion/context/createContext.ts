import * as vscode from 'vscode';
import type { Candidate } from '../../../core/catalogue/index.ts';
import {
  ContextBook,
  type ContextQuestion,
  chunkOf,
  contextRoomBytes,
  type EntryRules,
  importedNames,
  isReadableScheme,
} from '../../../core/completion/context/index.ts';
import type { GatherContext, Snapshot, Timers } from '../../../core/completion/index.ts';
import type { Warming } from '../../../platform/warming.ts';
import { linesOf } from './fileSymbols.ts';
import { IgnoredFiles } from './ignoredFiles.ts';
import { importDefinitions } from './importDefinitions.ts';
import { changesToCommit, earlierCells } from './leadingText.ts';
import { OpenFiles } from './openFiles.ts';
import { sourceFileOf } from './sourceFileOf.ts';

export interface ContextPorts {
  readonly exclusions: Omit<EntryRules, 'isIgnored'>;
  /** Who would answer now, as far as that is known: what there is room for depends on it. */
  readonly candidate: () => Pick<Candidate, 'model' | 'endpoint'> | undefined;
  readonly warming?: Pick<Warming, 'warm' | 'abort'>;
  readonly timers: Timers;
  readonly now: () => number;
  readonly log: { debug(text: string): void };
}

export interface Context {
  readonly gather: GatherContext;
  dispose(): void;
}

const times = {
  /** A commit's changes are waited for so long, because there is nothing else; everything else is there or is not. */
  changesMs: 120,
  savedMs: 1_000,
  /** Nothing was asked for so long: a chunk may move in, and the server may be told. */
  quietMs: 3_000,
  betweenMs: 1_000,
} as const;

/** A cursor that goes farther leaves a place, and what is around a place, in lines. */
const farLines = 64;
const aroundLines = 32;

/** What is told of other files, kept up to date by the editor's events. */
export function createContext({ exclusions, candidate, warming, timers, now, log }: ContextPorts): Context {
  const ignored = new IgnoredFiles({ timers, now });
  const rules: EntryRules = { ...exclusions, isIgnored: ignored.isIgnored };
  const isIgnored = (address: string): Promise<boolean> => ignored.ask(address);
  const book = new ContextBook(rules);
  const files = new OpenFiles({ book, timers, now });
  const closing = new AbortController();
  const pending = new Set<() => void>();
  /** By document: the imports whose definitions were looked up last. */
  const lookedUp = new Map<string, string>();
  let cursor = placeOf(vscode.window.activeTextEditor);
  let lastAskedMs = Number.NEGATIVE_INFINITY;
  let lastSnapshot: Snapshot | undefined;
  let isWaitingForQuiet = false;

  const watcher = vscode.workspace.createFileSystemWatcher('**/*', true, true, false);

  const subscriptions = [
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (cursor) leavePlace(cursor);
      cursor = placeOf(editor);
      if (editor) look(editor.document);
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      const place = placeOf(textEditor);
      if (!place || textEditor !== vscode.window.activeTextEditor) return;
      if (cursor?.document === place.document && Math.abs(cursor.line - place.line) <= farLines) return;
      if (cursor) pick(cursor);
      cursor = place;
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !isReadableScheme(document.uri.scheme)) return;
      const uri = document.uri.toString();
      for (const { range, text } of contentChanges) {
        const removedLines = range.end.line - range.start.line + 1;
        book.edits.changed({ uri, line: range.start.line, removedLines, insertedLines: text.split('\n').length }, now());
      }
      files.changed(document);
    }),
    vscode.workspace.onDidOpenTextDocument((document) => void files.read(document)),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (cursor?.document === document) later(times.savedMs, () => cursor && pick(cursor));
      // What was defined elsewhere may be another thing by now.
      lookedUp.clear();
    }),
    // The editor watches its folders anyway, and tells what others delete or rename in them.
    watcher,
    watcher.onDidDelete((gone) => forget([gone])),
    vscode.workspace.onDidDeleteFiles(({ files: gone }) => forget(gone)),
    vscode.workspace.onDidRenameFiles(({ files: moved }) => forget(moved.map(({ oldUri }) => oldUri))),
  ];
  later(0, () => {
    for (const document of vscode.workspace.textDocuments) void files.read(document);
    if (cursor) look(cursor.document);
  });

  return {
    async gather(snapshot, signal) {
      warming?.abort();
      lastAskedMs = now();
      lastSnapshot = snapshot;
      const [first] = await Promise.all([leadingText(snapshot, signal), ignored.refresh()]);
      if (signal.aborted) return [];
      lookUpLater(snapshot);
      waitForQuiet();
      return book.segments(question(snapshot, first));
    },
    dispose() {
      closing.abort();
      for (const cancel of pending) cancel();
      for (const subscription of subscriptions) subscription.dispose();
      files.dispose();
      ignored.dispose();
    },
  };

  function question(snapshot: Snapshot, first: ContextQuestion['first'] = []): ContextQuestion {
    return {
      snapshot,
      roomBytes: contextRoomBytes(candidate(), snapshot),
      nowMs: now(),
      linesOf: (uri, start, end) => {
        const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
        return document && linesOf(document, start, end);
      },
      first,
    };
  }

  async function leadingText(snapshot: Snapshot, signal: AbortSignal): Promise<ContextQuestion['first']> {
    if (!snapshot.uri.startsWith('vscode-scm:')) return earlierCells(snapshot);
    const late = Promise.withResolvers<ContextQuestion['first']>();
    const give = (): void => late.resolve([]);
    const cancel = later(times.changesMs, give);
    signal.addEventListener('abort', give, { once: true });
    const changes = changesToCommit(snapshot, { rules, isIgnored }).catch((error: unknown) => {
      log.debug(`completion: git did not tell what is to be committed: ${error}`);
      return [];
    });
    try {
      return await Promise.race([changes, late.promise]);
    } finally {
      cancel();
      signal.removeEventListener('abort', give);
    }
  }

  function forget(gone: readonly vscode.Uri[]): void {
    for (const uri of gone) {
      book.forget(uri.toString());
      files.forget(uri.toString());
    }
  }

  /** The user looks at it. */
  function look(document: vscode.TextDocument): void {
    book.touch(document.uri.toString());
    void files.read(document);
    lookUp(document);
  }

  function leavePlace(place: Place): void {
    pick(place);
    // Its symbols are wanted from now on.
    void files.read(place.document);
  }

  function pick({ document, line }: Place): void {
    if (document.isClosed) return;
    const chunk = chunkOf(linesOf(document, Math.max(0, line - aroundLines), line + aroundLines));
    if (!chunk) return;
    book.ring.pick({ ...chunk, file: sourceFileOf(document.uri) });
    waitForQuiet();
  }

  function lookUpLater({ uri }: Snapshot): void {
    const document = cursor?.document;
    if (document?.uri.toString() === uri && !lookedUp.has(uri)) later(0, () => lookUp(document));
  }

  /** Once for the same imports: language servers have work enough. */
  function lookUp(document: vscode.TextDocument): void {
    const address = document.uri.toString();
    const names = importedNames(linesOf(document, 0, 200)).map(({ name }) => name);
    const key = names.join(' ');
    if (lookedUp.get(address) === key) return;
    if (lookedUp.size > 100) lookedUp.clear();
    lookedUp.set(address, key);
    void importDefinitions(document, { rules, isIgnored, signal: closing.signal }).then((found) => book.define(address, found));
  }

  /** One chunk after the other moves in while nothing is asked, and the server is told each time. */
  function waitForQuiet(): void {
    if (isWaitingForQuiet || !book.ring.hasWaiting) return;
    isWaitingForQuiet = true;
    later(Math.max(times.betweenMs, lastAskedMs + times.quietMs - now()), () => {
      isWaitingForQuiet = false;
      if (now() - lastAskedMs >= times.quietMs) {
        book.ring.advance();
        if (lastSnapshot) void warming?.warm(book.stableSegments(question(lastSnapshot)), lastSnapshot);
      }
      waitForQuiet();
    });
  }

  function later(ms: number, act: () => void): () => void {
    const cancel = timers.after(ms, () => {
      pending.delete(cancel);
      act();
    });
    pending.add(cancel);
    return () => {
      pending.delete(cancel);
      cancel();
    };
  }
}

interface Place {
  readonly document: vscode.TextDocument;
  readonly line: number;
}

function placeOf(editor: vscode.TextEditor | undefined): Place | undefined {
  return editor && { document: editor.document, line: editor.selection.active.line };
}
