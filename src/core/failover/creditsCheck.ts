import type { Endpoint } from '../catalogue/index.ts';

export interface CreditsCheckPorts {
  readonly now: () => number;
  readonly after: (ms: number, callback: () => void) => () => void;
  /** Whether there is money in the account; undefined where the provider does not tell. May reject. */
  readonly hasCredits: (endpoint: Endpoint, signal: AbortSignal) => Promise<boolean | undefined>;
  readonly health: { creditsFound(endpointId: string): void };
}

/** An account is looked at once in so long. */
const leastMs = 60_000;
/** A provider that has not told by then is left alone. */
const longestMs = 20_000;

/**
 * Looks whether an empty account has been filled, because a request would have used it: not more than once a minute, beside the request, which
 * does not wait for it. Nothing comes of a check that fails: the next request will ask again.
 */
export function creditsCheck({ now, after, hasCredits, health }: CreditsCheckPorts): (endpoint: Endpoint) => void {
  /** By endpoint id, when it was looked at last. */
  const lookedAtMs = new Map<string, number>();
  return (endpoint) => {
    const last = lookedAtMs.get(endpoint.id);
    if (last !== undefined && now() - last < leastMs) return;
    lookedAtMs.set(endpoint.id, now());
    const connection = new AbortController();
    const stop = after(longestMs, () => connection.abort());
    const looking = async (): Promise<boolean | undefined> => hasCredits(endpoint, connection.signal);
    void looking()
      .then((isThere) => {
        if (isThere === true) health.creditsFound(endpoint.id);
      })
      .catch(() => undefined)
      .finally(stop);
  };
}
