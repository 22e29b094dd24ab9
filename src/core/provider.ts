import type { CachePlan } from './caching/index.ts';
import type { Candidate, Endpoint } from './catalogue/index.ts';
import type { ProviderPreferences } from './policy/index.ts';
import type { Segment, StreamPart, TaskKind, Tool } from './task/index.ts';

/** One request as an adapter gets it: everything is decided, it only has to be put on the wire. */
export interface ProviderCall {
  readonly candidate: Candidate;
  readonly kind: TaskKind;
  readonly segments: readonly Segment[];
  readonly maxOutputTokens: number;
  readonly stop: readonly string[];
  readonly tools: readonly Tool[];
  /** The user's key for this endpoint's origin; missing where none is needed. Never in logs, errors or the ledger. */
  readonly apiKey?: string;
  readonly cachePlan: CachePlan;
  /** As in `Task.variant`: 1 and above ask for another answer than the usual one. */
  readonly variant?: number;
  /** What a gateway to many providers is to keep to; missing where nothing is asked of it. */
  readonly preferences?: ProviderPreferences;
}

/** Is told of a request's stay in a queue of our own, before anything is sent: that time is not the server's. */
export interface QueueListener {
  onWait(): void;
  onTurn(): void;
}

/** What a wire adapter is: an identity and a stream. Metering, budgets, policy and failover are the router's. */
export interface Provider {
  /** As in `Endpoint.adapter`. */
  readonly id: string;
  /**
   * The answer, part by part. Failures are `error` parts, never exceptions. Aborting closes the connection, so that the server stops
   * working; the stream then ends with `finish: aborted`. Whoever has requests wait tells `queue`.
   */
  stream(call: ProviderCall, signal: AbortSignal, queue?: QueueListener): AsyncIterable<StreamPart>;
  /** The exact number of input tokens, where the provider counts free of charge; undefined where this endpoint does not. Throws `ProviderError`. */
  countInput?(call: ProviderCall, signal: AbortSignal): Promise<number | undefined>;
  /** Whether there is money in the account, where the provider tells; asks nothing that costs. Throws `ProviderError`. */
  hasCredits?(endpoint: Endpoint, apiKey: string | undefined, signal: AbortSignal): Promise<boolean | undefined>;
  /**
   * Has a local server read the prompt ahead of the next request, so that it finds it in its cache: no answer is wanted. Never where it costs
   * money. Throws `ProviderError`.
   */
  warm?(call: ProviderCall, signal: AbortSignal): Promise<void>;
  /** Asks something that costs nothing, to see whether address and key are good. Throws `ProviderError` when they are not. */
  check?(endpoint: Endpoint, apiKey: string | undefined, signal: AbortSignal): Promise<void>;
}
