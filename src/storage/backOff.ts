export interface BackOffTimes {
  /** The first rest; each one after is twice as long. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** When something that failed is tried again: by itself after each rest, and once in each rest for whoever needs it. */
export class BackOff {
  readonly #times: BackOffTimes;
  readonly #retry: () => void;
  #restMs: number;
  #rest: NodeJS.Timeout | undefined;
  #isTaken = false;

  constructor(times: BackOffTimes, retry: () => void) {
    this.#times = times;
    this.#retry = retry;
    this.#restMs = times.firstMs;
  }

  /** A rest begins, unless one is going on: the failure was that of a try within it. */
  failed(): void {
    if (this.#rest) return;
    this.#isTaken = false;
    this.#rest = setTimeout(() => {
      this.#rest = undefined;
      this.#retry();
    }, this.#restMs);
    this.#rest.unref();
    this.#restMs = Math.min(this.#restMs * 2, this.#times.lastMs);
  }

  succeeded(): void {
    this.dispose();
    this.#restMs = this.#times.firstMs;
  }

  /** Whether there is a try left in this rest; it is used up by asking. */
  takeTry(): boolean {
    if (this.#isTaken) return false;
    this.#isTaken = true;
    return true;
  }

  dispose(): void {
    clearTimeout(this.#rest);
    this.#rest = undefined;
  }
}
