export interface QuietMomentOptions {
  /** So long must nobody have called. */
  readonly afterMs: number;
  readonly work: () => void;
}

/** Has work done once after calls, when no more of them come: what must be done, but for nobody to wait for. Keeps nothing alive. */
export class QuietMoment {
  readonly #options: QuietMomentOptions;
  #lastCallMs = 0;
  #waiting: NodeJS.Timeout | undefined;

  constructor(options: QuietMomentOptions) {
    this.#options = options;
  }

  called(): void {
    this.#lastCallMs = performance.now();
    this.#waiting ??= this.#wait(this.#options.afterMs);
  }

  dispose(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }

  #wait(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      const leftMs = this.#lastCallMs + this.#options.afterMs - performance.now();
      this.#waiting = leftMs > 0 ? this.#wait(Math.ceil(leftMs)) : undefined;
      if (leftMs <= 0) this.#options.work();
    }, ms).unref();
  }
}
