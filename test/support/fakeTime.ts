import { setImmediate as nextTurn } from 'node:timers/promises';

interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

/** A clock and timers that stand still until a test moves them. */
export class FakeTime {
  readonly #timers = new Set<Timer>();
  #nowMs = Date.UTC(2026, 10, 5, 12);

  readonly now = (): number => this.#nowMs;
  readonly timeZone = (): string => 'Europe/London';

  get pendingTimers(): number {
    return this.#timers.size;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + ms, callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Lets so much time pass: timers ring in order, and what they set off runs before the next one. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await nextTurn();
    for (let next = this.#next(untilMs); next; next = this.#next(untilMs)) {
      this.#timers.delete(next);
      this.#nowMs = next.atMs;
      next.callback();
      await nextTurn();
    }
    this.#nowMs = untilMs;
  }

  #next(untilMs: number): Timer | undefined {
    const [first] = [...this.#timers].filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs);
    return first;
  }
}
