import type { Snapshot } from '../snapshot.ts';

/** How the user types, at some key. */
export interface Rhythm {
  /** The usual time between keys, in milliseconds; undefined while none is known. */
  readonly intervalMs: number | undefined;
  /** The time before this key. */
  readonly gapMs: number;
  /** Keys in a row without a pause. */
  readonly burst: number;
  readonly isDeleting: boolean;
}

/** An interval longer than this is a pause, not a rhythm: as the debounce counts them. */
const pauseMs = 400;

/** Follows the keys. */
export class Keys {
  #last: { readonly uri: string; readonly offset: number; readonly atMs: number } | undefined;
  #rhythm: Rhythm = { intervalMs: undefined, gapMs: Number.POSITIVE_INFINITY, burst: 0, isDeleting: false };

  get rhythm(): Rhythm {
    return this.#rhythm;
  }

  observe({ uri, offset }: Snapshot, atMs: number): void {
    const last = this.#last?.uri === uri ? this.#last : undefined;
    this.#last = { uri, offset, atMs };
    const gapMs = last ? Math.max(0, atMs - last.atMs) : Number.POSITIVE_INFINITY;
    const { intervalMs, burst } = this.#rhythm;
    const isPause = gapMs > pauseMs;
    this.#rhythm = {
      // Slower than the debounce's: it tells how this user types today, not what the next key does.
      intervalMs: isPause ? intervalMs : intervalMs === undefined ? gapMs : intervalMs + (gapMs - intervalMs) * 0.2,
      gapMs,
      burst: isPause ? 0 : burst + 1,
      isDeleting: last !== undefined && offset < last.offset,
    };
  }
}
