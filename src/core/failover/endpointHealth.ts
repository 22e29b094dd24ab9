import type { ProviderError } from '../task/index.ts';

/** Why an endpoint is not asked at this moment. */
export type UnavailableRule =
  /** Its key was refused, until it changes. */
  | 'key-refused'
  /** Its account is empty, until "retry now", another key, or a test of the key or the credits that passes. */
  | 'account-empty'
  /** It failed a moment ago, or asked to be left alone (`retry-after`). */
  | 'asked-to-wait'
  /** It failed, or refused requests, several times in a row. */
  | 'breaker-open'
  /** It failed before, and one request is finding out whether it works again. */
  | 'probing';

export type EndpointVerdict =
  /** `isProbe`: the first request after a break; the others wait for how it ends. */
  | { readonly isAvailable: true; readonly isProbe: boolean }
  | {
      readonly isAvailable: false;
      readonly rule: UnavailableRule;
      readonly reason: string;
      /** When it may be asked again, in milliseconds since the epoch; missing where that is not a matter of time. */
      readonly untilMs?: number;
    };

/**
 * One request to an endpoint, from before it is sent. Exactly one of these is called, once; only `failed` may also come after `succeeded`, where
 * an answer that began broke off: then it was no success.
 */
export interface EndpointUse {
  /** Its answer began, and is sound so far. */
  succeeded(): void;
  failed(error: ProviderError): void;
  /** The caller lost interest: that says nothing of the endpoint. */
  givenUp(): void;
}

/** Who would be asked for out of turn: a suggestion that comes with typing, or an answer that somebody waits for. */
export type ProbeAsker = 'suggestion' | 'conversation';

/**
 * Which endpoints may be asked. The router tells it how each request went; keys, credits and the user's "retry now" come from outside.
 */
export interface EndpointHealth {
  verdictOf(endpointId: string): EndpointVerdict;
  /**
   * From when on a request could be sent out of turn where nobody else can answer, in milliseconds since the epoch: its rest is ours to end. Not
   * what the provider asked for, and not within a second of the last failure. After refused requests (403) for somebody who waits only:
   * suggestions come with every key. Undefined: there is no such rest.
   */
  probeFromMs(endpointId: string, asker: ProbeAsker): number | undefined;
  /** Ends such a rest, so that the next request finds out. True: it may be asked now. */
  probeEarly(endpointId: string, asker: ProbeAsker): boolean;
  /** Called just before the bytes leave. */
  begin(endpointId: string): EndpointUse;
  /** Waits, until the time is over, the user says "retry now", or the signal aborts. Never rejects. */
  pause(ms: number, signal: AbortSignal): Promise<'over' | 'retry-now' | 'aborted'>;
}
