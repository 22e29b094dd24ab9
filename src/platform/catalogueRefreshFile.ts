import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, unwatchFile, watchFile, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emptyState, type RefreshState, readState } from '../core/catalogue/refresh/index.ts';
import type { Log } from './log.ts';

/** Another window's change is seen after so long at the latest. */
const lookEveryMs = 60_000;

/** The file in which all windows keep what was read of price lists and what the user accepted: JSON, replaced as a whole. */
export class CatalogueRefreshFile {
  readonly #file: string;
  readonly #log: Pick<Log, 'warn'>;

  constructor(file: string, log: Pick<Log, 'warn'>) {
    this.#file = file;
    this.#log = log;
  }

  /** What is stored. A file that cannot be one of ours is set aside, and the lists are read anew. Throws where it cannot be read at all. */
  read(): RefreshState {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ENOENT') return emptyState;
      throw error;
    }
    const reading = readState(text);
    if (reading.outcome === 'read') return reading.state;
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
      renameSync(fresh, this.#file);
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
