import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';

export interface FileWatchOptions {
  readonly file: string;
  /** The longest time between two looks. */
  readonly everyMs: number;
  readonly look: () => void;
}

/**
 * A write is a dozen events, and a busy window makes hundreds of writes a second, each of which would wake the threads of all others: after
 * the first event nobody listens for so long.
 */
const gatherMs = 100;

/**
 * Has somebody look when the file, or what SQLite keeps beside it, was written to; and from time to time all the same, because not every file
 * system tells. Keeps nothing alive.
 */
export class FileWatch {
  readonly #file: string;
  readonly #look: () => void;
  #watcher: FSWatcher | undefined;
  #poll: NodeJS.Timeout;
  #soon: NodeJS.Timeout | undefined;

  /** The file's folder must be there. */
  constructor({ file, everyMs, look }: FileWatchOptions) {
    this.#file = file;
    this.#look = look;
    this.#watcher = this.#watch();
    this.#poll = setInterval(look, everyMs).unref();
  }

  pollEvery(everyMs: number): void {
    clearInterval(this.#poll);
    this.#poll = setInterval(this.#look, everyMs).unref();
  }

  dispose(): void {
    this.#watcher?.close();
    clearInterval(this.#poll);
    clearTimeout(this.#soon);
  }

  /** The folder, because writes land in a file beside this one that comes and goes. Where there are no watchers left, the poll must do. */
  #watch(): FSWatcher | undefined {
    const name = path.basename(this.#file);
    try {
      const watcher = watch(path.dirname(this.#file), { persistent: false }, (_event, changed) => {
        if (changed === null || changed.startsWith(name)) this.#lookSoon();
      });
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }

  #lookSoon(): void {
    if (this.#soon) return;
    this.#watcher?.close();
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      // Before looking, so that nothing is written unseen in between.
      this.#watcher = this.#watch();
      this.#look();
    }, gatherMs).unref();
  }
}
