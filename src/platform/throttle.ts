export interface Throttled {
  /** Asks for the work: it is done at once where it has rested long enough, else once at the end of the interval. */
  readonly run: () => void;
  dispose(): void;
}

/** Work that is asked for often and done seldom, one at a time. It must not throw. */
export function throttle(intervalMs: number, work: () => void | Promise<void>): Throttled {
  let timer: NodeJS.Timeout | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  let isWorking = false;
  let isAskedAgain = false;
  let isDisposed = false;
  const run = (): void => {
    if (isDisposed) return;
    if (isWorking) isAskedAgain = true;
    else timer ??= setTimeout(act, Math.max(0, lastMs + intervalMs - performance.now()));
  };
  const act = async (): Promise<void> => {
    timer = undefined;
    lastMs = performance.now();
    isWorking = true;
    isAskedAgain = false;
    try {
      await work();
    } finally {
      isWorking = false;
      if (isAskedAgain) run();
    }
  };
  return {
    run,
    dispose: () => {
      isDisposed = true;
      clearTimeout(timer);
    },
  };
}
