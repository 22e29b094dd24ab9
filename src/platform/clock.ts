import type { Clock } from '../core/router.ts';

/** Asking for it takes a tenth of a millisecond, and a request asks a dozen times. Who travels is told within a minute. */
const zoneHoldsMs = 60_000;
let zone: { readonly name: string; readonly readAtMs: number } | undefined;

/** The machine's clock and the user's zone. */
export const systemClock: Clock = {
  now: Date.now,
  timeZone(): string {
    const ageMs = Date.now() - (zone?.readAtMs ?? Number.NEGATIVE_INFINITY);
    if (!zone || ageMs < 0 || ageMs > zoneHoldsMs) zone = { name: Intl.DateTimeFormat().resolvedOptions().timeZone, readAtMs: Date.now() };
    return zone.name;
  },
};

/** The host's timers. They keep nothing alive. */
export const systemTimers = {
  after(ms: number, callback: () => void): () => void {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
