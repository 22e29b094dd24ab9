import type { Tier } from '../catalogue/index.ts';

/** Waits in milliseconds: after a pause the wait is short, in a burst it outlasts the typing rhythm, so that a burst asks once at its end. */
const waits = {
  free: { least: 10, most: 150 },
  paid: { least: 150, most: 300 },
} as const;

/** An interval longer than this is a pause, not a rhythm. */
const pauseMs = 400;

/** The share by which the wait outlasts the usual interval between keys. */
const margin = 1.35;

/** Follows the typing rhythm: a running mean of the intervals between keys, half of it the newest. */
export class TypingRhythm {
  #lastAtMs = Number.NEGATIVE_INFINITY;
  #intervalMs: number | undefined;

  observe(nowMs: number): void {
    const interval = nowMs - this.#lastAtMs;
    this.#lastAtMs = nowMs;
    if (interval > pauseMs) this.#intervalMs = undefined;
    else this.#intervalMs = this.#intervalMs === undefined ? interval : (this.#intervalMs + interval) / 2;
  }

  /** How long to wait before asking: a model that costs money is asked later than one that does not. */
  waitMs(tier: Tier): number {
    const { least, most } = tier === 'local' ? waits.free : waits.paid;
    return this.#intervalMs === undefined ? least : Math.min(most, Math.max(least, Math.round(this.#intervalMs * margin)));
  }
}
