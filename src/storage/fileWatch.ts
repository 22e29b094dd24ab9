import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';

export interface FileWatchOptions {
  readonly file: string;
  /** The longest time between two looks. */
  readonly everyMs: number;
  readonly look: () => void;
}

/** A write is several events. */
const gatherMs = 100;

/**
 * Has somebody look when the file, or what SQLite keeps beside it, was written to; and from time to time all the same, because not every file
 * system tells. Keeps nothing alive.
 */
export class FileWatch {
  readonly #look: () => void;
  readonly #watcher: FSWatcher | undefined;
  #poll: NodeJS.Timeout;
  #soon: NodeJS.Timeout | undefined;

  /** The file's folder must be there. */
  constructor({ file, everyMs, look }: FileWatchOptions) {
    this.#look = look;
    this.#watcher = this.#watch(path.dirname(file), path.basename(file));
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
  #watch(folder: string, name: string): FSWatcher | undefined {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, changed) => {
        if (changed === null || changed.startsWith(name)) this.#lookSoon();
      });
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }

  #lookSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#look();
    }, gatherMs).unref();
  }
}
