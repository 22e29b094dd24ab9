/** The emulator's time of day: real time plus what a test moved it by. Cache lifetimes and batches go by it; latencies by real time. */
export interface SteerableClock {
  now(): number;
  advance(milliseconds: number): void;
}

export function createClock(startAt = Date.now()): SteerableClock {
  const origin = performance.now();
  let moved = 0;
  return {
    now: () => Math.floor(startAt + (performance.now() - origin) + moved),
    advance: (milliseconds) => {
      moved += milliseconds;
    },
  };
}

/** Resolves after `milliseconds` of real time, or rejects as soon as the signal aborts. Zero still lets the event loop see a disconnect. */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const done = () => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Waits until the other side gives up. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
