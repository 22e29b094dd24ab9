import type { Snapshot } from '../snapshot.ts';

/** How the user types, at some key. */
export interface Rhythm {
  /** The usual time between keys, in milliseconds; undefined while none is known. */
  readonly intervalMs: number | undefined;
  /** That as a share of what it was over the last hundred keys. */
  readonly relativeInterval: number | undefined;
  /** Since the user last took an answer, or did not. */
  readonly keysSinceOutcome: number;
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
  #rhythm: Rhythm = {
    intervalMs: undefined,
    relativeInterval: undefined,
    keysSinceOutcome: 0,
    gapMs: Number.POSITIVE_INFINITY,
    burst: 0,
    isDeleting: false,
  };

  #usualMs: number | undefined;

  get rhythm(): Rhythm {
    return this.#rhythm;
  }

  /** The user took an answer, or did not. */
  outcome(): void {
    this.#rhythm = { ...this.#rhythm, keysSinceOutcome: 0 };
  }

  observe({ uri, offset }: Snapshot, atMs: number): void {
    const last = this.#last?.uri === uri ? this.#last : undefined;
    this.#last = { uri, offset, atMs };
    const gapMs = last ? Math.max(0, atMs - last.atMs) : Number.POSITIVE_INFINITY;
    const { intervalMs, burst } = this.#rhythm;
    const isPause = gapMs > pauseMs;
    // Slower than the debounce's: they tell how this user types, not what the next key does.
    const newMs = isPause ? intervalMs : mean(intervalMs, gapMs, 8);
    this.#usualMs = isPause ? this.#usualMs : mean(this.#usualMs, gapMs, 100);
    this.#rhythm = {
      intervalMs: newMs,
      relativeInterval: newMs !== undefined && this.#usualMs ? newMs / this.#usualMs : undefined,
      keysSinceOutcome: this.#rhythm.keysSinceOutcome + 1,
      gapMs,
      burst: isPause ? 0 : burst + 1,
      isDeleting: last !== undefined && offset < last.offset,
    };
  }
}

/** A running mean of about the last so many. */
function mean(before: number | undefined, next: number, of: number): number {
  return before === undefined ? next : before + (next - before) / of;
}
