import type { Tier } from '../catalogue/index.ts';

/**
 * Waits in milliseconds. A free model is asked soon after a pause, and in a burst once it outlasts the usual intervals between keys. A paid one is
 * asked when the burst is over, as far as that can be told: the wait outlasts nearly all of the last intervals, also before a burst that only
 * begins.
 */
const waits = {
  free: { least: 10, most: 150 },
  paid: { least: 150, most: 300 },
} as const;

/** An interval longer than this is a pause, not a rhythm. */
const pauseMs = 400;

/** The share by which the wait outlasts the interval. A mistyped key is looked at for longer than one that is right. */
const margins = { free: 1.35, paid: 1.6 } as const;

/** So many intervals are remembered, over pauses; within a burst a wait outlasts this share of them, a paid one always. */
const remembered = 16;
const outlasted = 0.9;

/** Follows the typing rhythm: a running mean of the intervals between keys, half of it the newest, and the last intervals themselves. */
export class TypingRhythm {
  readonly #last: number[] = [];
  #lastAtMs = Number.NEGATIVE_INFINITY;
  #intervalMs: number | undefined;

  observe(nowMs: number): void {
    const interval = nowMs - this.#lastAtMs;
    this.#lastAtMs = nowMs;
    if (interval > pauseMs) {
      this.#intervalMs = undefined;
      return;
    }
    this.#intervalMs = this.#intervalMs === undefined ? interval : (this.#intervalMs + interval) / 2;
    this.#last.push(interval);
    if (this.#last.length > remembered) this.#last.shift();
  }

  /** How long to wait before asking: a model that costs money is asked later than one that does not. */
  waitMs(tier: Tier): number {
    const longestMs = Math.max(this.#intervalMs ?? 0, this.#nearlyLongest());
    if (tier !== 'local') return within(waits.paid, longestMs * margins.paid);
    return within(waits.free, this.#intervalMs === undefined ? 0 : longestMs * margins.free);
  }

  #nearlyLongest(): number {
    const sorted = this.#last.toSorted((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) * outlasted)] ?? 0;
  }
}

function within({ least, most }: { readonly least: number; readonly most: number }, ms: number): number {
  return Math.min(most, Math.max(least, Math.round(ms)));
}
