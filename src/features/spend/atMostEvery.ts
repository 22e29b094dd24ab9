export interface Paced {
  /** Asks for the work: it begins at once when it has rested long enough, else at the end of the interval. */
  run(): void;
  dispose(): void;
}

/** Does the work not more often than once in an interval, and never twice at the same time. What is asked for meanwhile is done once, after it. */
export function atMostEvery(intervalMs: number, work: () => Promise<void>): Paced {
  let timer: NodeJS.Timeout | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();
  const run = (): void => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        lastMs = performance.now();
        running = running.then(work);
      },
      Math.max(0, lastMs + intervalMs - performance.now()),
    );
  };
  const dispose = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return { run, dispose };
}
