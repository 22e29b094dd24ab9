import type { Clock } from '../core/router.ts';

/** The machine's clock and the user's zone. */
export const systemClock: Clock = {
  now: Date.now,
  timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
};

/** The host's timers. They keep nothing alive. */
export const systemTimers = {
  after(ms: number, callback: () => void): () => void {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
