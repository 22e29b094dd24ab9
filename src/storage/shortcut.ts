import type { DatabaseSync } from 'node:sqlite';
import { ForeignWrites } from './foreignWrites.ts';
import { isBusy } from './ledgerProblem.ts';
import { fileIdentity } from './makeFile.ts';
import { openBeside } from './openDatabase.ts';
import { RequestBook } from './requestBook.ts';
import { Statements } from './statements.ts';

export interface ShortcutOptions {
  readonly file: string;
  /** In milliseconds, from any moment on. */
  readonly now?: () => number;
  /** A call that took longer says that the disk is slow. */
  readonly tooLongMs?: number;
  /** So long does the first rest last after such a call; each one after is twice as long, unless all went well for a while. */
  readonly firstRestMs?: number;
}

/** What a request waits for. */
type TakenCall = {
  readonly [Method in 'reservePacked' | 'extend' | 'settlePacked' | 'release']: readonly [Method, Parameters<RequestBook[Method]>];
}[keyof Pick<RequestBook, 'reservePacked' | 'extend' | 'settlePacked' | 'release'>];

export type TakenMethod = TakenCall[0];

const longestRestMs = 3_600_000;
/** So many calls in a row that were quick make up for one that was not. */
const callsThatMakeUp = 100;

/**
 * The ledger's file, opened once more by the thread that makes the requests. Waking the ledger's own thread and being woken by it takes several
 * times as long as a reservation. It takes a call only if that neither waits nor looks long: a file that another process writes to, and
 * whatever fails, is left to the ledger's thread, which waits, heals and says why. It never brings the write-ahead log into the file. A disk
 * that was slow is left alone for a while.
 */
export class Shortcut {
  readonly #options: Required<ShortcutOptions>;
  readonly #identity: string;
  readonly #database: DatabaseSync;
  readonly #book: RequestBook;
  readonly #foreignWrites: ForeignWrites;
  #restMs: number;
  #restsUntilMs = Number.NEGATIVE_INFINITY;
  #quickInARow = 0;

  /** Throws where the file is not there, or not of this version's layout. The ledger's thread has opened it before. */
  constructor(options: ShortcutOptions) {
    this.#options = { now: () => performance.now(), tooLongMs: 10, firstRestMs: 250, ...options };
    this.#restMs = this.#options.firstRestMs;
    const identity = fileIdentity(options.file);
    // SQLite would make one.
    if (identity === undefined) throw new Error(`there is no file ${options.file}`);
    this.#identity = identity;
    this.#database = openBeside(options.file);
    const statements = new Statements(this.#database);
    this.#book = new RequestBook(statements);
    this.#foreignWrites = new ForeignWrites(statements);
  }

  /** Closed, it takes nothing any more. */
  get isOpen(): boolean {
    return this.#database.isOpen;
  }

  /** Undefined: it was not done, and is left to the ledger's thread. */
  take(method: TakenMethod, args: readonly unknown[]): { readonly value: unknown } | undefined {
    const { now } = this.#options;
    if (!this.isOpen) return undefined;
    const beganMs = now();
    if (beganMs < this.#restsUntilMs) return undefined;
    try {
      return { value: (this.#book[method] as (...values: readonly unknown[]) => unknown).apply(this.#book, args as unknown[]) };
    } catch (error) {
      if (!isBusy(error)) this.close();
      return undefined;
    } finally {
      this.#tookMs(now() - beganMs);
    }
  }

  /**
   * Whether its file is still the ledger's: a connection outlives the renaming of its file. If not it closes, and what it took since this was last
   * asked may be lost.
   */
  isCurrent(): boolean {
    try {
      if (this.isOpen && fileIdentity(this.#options.file) !== this.#identity) this.close();
    } catch {
      // Its folder cannot be looked into any more: the thread will say so.
      this.close();
    }
    return this.isOpen;
  }

  /** Whether somebody else may have written since this was last asked: nobody knows of what was written before the first time. */
  hasChanged(): boolean {
    try {
      return this.#foreignWrites.areNew();
    } catch {
      return true;
    }
  }

  close(): void {
    if (this.isOpen) this.#database.close();
  }

  #tookMs(ms: number): void {
    const { now, tooLongMs, firstRestMs } = this.#options;
    if (ms > tooLongMs) {
      this.#restsUntilMs = now() + this.#restMs;
      this.#restMs = Math.min(2 * this.#restMs, longestRestMs);
      this.#quickInARow = 0;
      return;
    }
    this.#quickInARow += 1;
    if (this.#quickInARow >= callsThatMakeUp) this.#restMs = firstRestMs;
  }
}
