import { type Matcher, matches, type ReceivedRequest } from './received.ts';

/** Real milliseconds before the first token and before each one. */
export interface Latency {
  readonly firstTokenMs?: number;
  readonly perTokenMs?: number;
}

/** What goes wrong with a request. Whether it is billed is in the comments; `billed` where given decides otherwise. */
export type Fault =
  /** An error status at once; not billed. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly message?: string;
      readonly code?: string;
      readonly retryAfterSeconds?: number;
      readonly retryAfterMs?: number;
      /** OpenRouter's 402 says which limit was hit. */
      readonly limitSource?: string;
    }
  /** The connection is reset before a byte was sent; not billed. */
  | { readonly kind: 'reset' }
  /** Silence after so many o200k tokens, until the client leaves. With 0 not even headers arrive and nothing is billed. */
  | { readonly kind: 'hang'; readonly afterTokens: number; readonly billed?: boolean }
  /** The connection breaks after so many events; billed for what was served. */
  | { readonly kind: 'cut'; readonly afterEvents: number; readonly billed?: boolean }
  /** The stream ends in order, but early, after so many events: no finish, no usage, no `[DONE]`. Billed for what was served. */
  | { readonly kind: 'end-early'; readonly afterEvents: number; readonly billed?: boolean }
  /** Bytes of no protocol after so many events, and then the end; billed for what was served, so not at all with 0. */
  | { readonly kind: 'garbage'; readonly afterEvents: number; readonly billed?: boolean }
  /**
   * An error event in a stream of status 200; with 0 tokens and no usage it is the first event of all. Billed if usage came before it, which
   * at Anthropic is so from the first token on. A request that does not stream gets the status instead, and is free.
   */
  | {
      readonly kind: 'error-event';
      readonly afterTokens: number;
      readonly withUsage: boolean;
      readonly status?: number;
      readonly message?: string;
      readonly billed?: boolean;
    }
  /** Everything arrives but the usage; billed in full. */
  | { readonly kind: 'missing-usage' }
  /** The usage on the wire is nonsense; the invoice has the true one. */
  | { readonly kind: 'impossible-usage'; readonly which: 'negative' | 'cached-above-prompt' | 'huge' | 'text' }
  | ({ readonly kind: 'slow' } & Latency);

interface ScriptedFault {
  /** How many requests it has met. */
  hits(): number;
  remove(): void;
}

export interface Faults {
  /** For the next `times` requests that match; once unless said otherwise. */
  add(matcher: Matcher, fault: Fault, options?: { readonly times?: number }): ScriptedFault;
  take(request: ReceivedRequest): Fault | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  const scripted = new Set<{ readonly matcher: Matcher; readonly fault: Fault; left: number; hits: number }>();
  return {
    add(matcher, fault, { times = 1 } = {}) {
      const entry = { matcher, fault, left: times, hits: 0 };
      scripted.add(entry);
      return { hits: () => entry.hits, remove: () => void scripted.delete(entry) };
    },
    take(request) {
      for (const entry of scripted) {
        if (!matches(entry.matcher, request)) continue;
        entry.left -= 1;
        entry.hits += 1;
        if (entry.left <= 0) scripted.delete(entry);
        return entry.fault;
      }
      return undefined;
    },
    clear: () => scripted.clear(),
  };
}
