/** Why a pause ended. */
export type PauseEnd = 'over' | 'retry-now' | 'aborted';

/** Those who wait before they ask again. */
export class Pauses {
  readonly #after: (ms: number, callback: () => void) => () => void;
  readonly #waiting = new Set<(end: PauseEnd) => void>();

  constructor(after: (ms: number, callback: () => void) => () => void) {
    this.#after = after;
  }

  /** Until so many milliseconds are over, `wake` is called, or the signal aborts. Leaves no timer and no listener behind. */
  pause(ms: number, signal: AbortSignal): Promise<PauseEnd> {
    if (signal.aborted) return Promise.resolve('aborted');
    if (ms <= 0) return Promise.resolve('over');
    return new Promise((resolve) => {
      const end = (how: PauseEnd): void => {
        stop();
        signal.removeEventListener('abort', onAbort);
        this.#waiting.delete(end);
        resolve(how);
      };
      const onAbort = (): void => end('aborted');
      const stop = this.#after(ms, () => end('over'));
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(end);
    });
  }

  /** Everybody goes on now. */
  wake(): void {
    for (const end of [...this.#waiting]) end('retry-now');
  }
}
