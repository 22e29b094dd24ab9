import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, unwatchFile, watchFile, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emptyState, type RefreshState, readState } from '../core/catalogue/refresh/index.ts';
import type { Log } from './log.ts';

/** Another window's change is seen after so long at the latest. */
const lookEveryMs = 60_000;

/**
 * The file in which all windows keep what was read of price lists and what the user accepted: JSON, replaced as a whole. It is read and checked
 * again only where it is another file than the last time.
 */
export class CatalogueRefreshFile {
  readonly #file: string;
  readonly #log: Pick<Log, 'warn'>;
  #last: { readonly version: string; readonly state: RefreshState } | undefined;

  constructor(file: string, log: Pick<Log, 'warn'>) {
    this.#file = file;
    this.#log = log;
  }

  /** What is stored. A file that cannot be one of ours is set aside, and the lists are read anew. Throws where it cannot be read at all. */
  read(): RefreshState {
    let version: string;
    let text: string;
    try {
      // Before the text: a file that is replaced in between is read once more the next time.
      version = versionOf(this.#file);
      if (this.#last?.version === version) return this.#last.state;
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ENOENT') return emptyState;
      throw error;
    }
    const reading = readState(text);
    if (reading.outcome === 'read') {
      this.#last = { version, state: reading.state };
      return reading.state;
    }
    const aside = `${this.#file}.damaged`;
    renameSync(this.#file, aside);
    this.#log.warn(`the refreshed prices cannot be used (${reading.reason}); they are kept as ${aside} and read anew`);
    return emptyState;
  }

  /** At every moment the file is whole, the old one or the new one. */
  write(state: RefreshState): void {
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    const fresh = `${this.#file}.${randomUUID()}`;
    try {
      writeFileSync(fresh, JSON.stringify(state), { mode: 0o600, flush: true });
      // Renamed it is still this very file.
      const version = versionOf(fresh);
      renameSync(fresh, this.#file);
      this.#last = { version, state };
    } catch (error) {
      rmSync(fresh, { force: true });
      throw error;
    }
  }

  /** Whenever this or another window has written. Keeps nothing alive. */
  watch(listener: () => void): () => void {
    watchFile(this.#file, { interval: lookEveryMs, persistent: false }, listener);
    return () => unwatchFile(this.#file, listener);
  }
}

/** Another word for each file that was ever in a place, and for one that somebody has edited. */
function versionOf(file: string): string {
  const { ino, mtimeNs, size } = statSync(file, { bigint: true });
  return `${ino}:${mtimeNs}:${size}`;
}
