import * as vscode from 'vscode';
import {
  type Chunk,
  type ContextBook,
  contentKind,
  cutIntoChunks,
  isReadableScheme,
  mostFileCharacters,
} from '../../../core/completion/context/index.ts';
import type { Timers } from '../../../core/completion/index.ts';
import { fileSymbols } from './fileSymbols.ts';
import { takeQuietly } from './quietly.ts';
import { sourceFileOf } from './sourceFileOf.ts';

export interface OpenFilesPorts {
  readonly book: Pick<ContextBook, 'know'>;
  readonly timers: Timers;
  readonly now: () => number;
}

/** A file is read anew when nothing was typed in it for so long. */
const restMs = 400;

interface Reading {
  readonly version: number;
  readonly hasSymbols: boolean;
}

/** Tells the book what is in the open files: each version of one is read once, in slices, while nobody waits for it. */
export class OpenFiles {
  readonly #ports: OpenFilesPorts;
  readonly #read = new WeakMap<vscode.TextDocument, Reading>();
  readonly #waiting = new Map<string, () => void>();
  readonly #closing = new AbortController();
  /** One file after the other: a window that opens with many would stand still. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(ports: OpenFilesPorts) {
    this.#ports = ports;
  }

  /** It changed: it is read when the user rests. */
  changed(document: vscode.TextDocument): void {
    if (!isReadableScheme(document.uri.scheme)) return;
    const address = document.uri.toString();
    this.#waiting.get(address)?.();
    const cancel = this.#ports.timers.after(restMs, () => {
      this.#waiting.delete(address);
      void this.read(document);
    });
    this.#waiting.set(address, cancel);
  }

  /** Never rejects. */
  async read(document: vscode.TextDocument): Promise<void> {
    const { version, uri } = document;
    const isActive = vscode.window.activeTextEditor?.document === document;
    const before = this.#read.get(document);
    // Symbols of the file that is being typed in would be another thing at every key.
    const wantsSymbols = !isActive && !(before?.version === version && before.hasSymbols);
    if (document.isClosed || !isReadableScheme(uri.scheme) || (before?.version === version && !wantsSymbols)) return;
    this.#read.set(document, { version, hasSymbols: wantsSymbols });
    const reading = this.#queue.then(() => this.#chunksOf(document));
    this.#queue = reading;
    const chunks = await reading;
    if (!chunks || !wantsSymbols) return;
    const symbols = await fileSymbols(document);
    if (symbols.length === 0 || document.version !== version || document.isClosed || this.#closing.signal.aborted) return;
    this.#ports.book.know({ file: sourceFileOf(uri), chunks, symbols });
  }

  /** It is there no more, or a folder is not: where it comes back, it is read anew. */
  forget(address: string): void {
    for (const document of vscode.workspace.textDocuments) {
      const uri = document.uri.toString();
      if (uri === address || uri.startsWith(`${address}/`)) this.#read.delete(document);
    }
  }

  dispose(): void {
    this.#closing.abort();
    for (const cancel of this.#waiting.values()) cancel();
  }

  /** Undefined where there is nothing to read, or where it was left off. */
  async #chunksOf(document: vscode.TextDocument): Promise<readonly Chunk[] | undefined> {
    const { timers, now, book } = this.#ports;
    await new Promise<void>((resolve) => timers.after(0, resolve));
    if (this.#closing.signal.aborted || document.isClosed) return undefined;
    const { uri, lineCount } = document;
    const characters = document.offsetAt(new vscode.Position(lineCount, 0));
    const text = characters > mostFileCharacters ? undefined : document.getText().replaceAll('\r\n', '\n');
    const file = sourceFileOf(uri, text === undefined ? 'too-large' : contentKind(text));
    if (text === undefined || file.content !== 'text') {
      book.know({ file, chunks: [], symbols: [] });
      return undefined;
    }
    const taken = await takeQuietly(cutIntoChunks(text), { timers, now, signal: this.#closing.signal });
    const chunks = taken?.filter((chunk) => chunk !== undefined);
    if (chunks) book.know({ file, chunks, symbols: [] });
    return chunks;
  }
}
