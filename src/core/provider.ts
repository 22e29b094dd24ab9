import type { CachePlan } from './caching/index.ts';
import type { Candidate } from './catalogue/index.ts';
import type { Segment, StreamPart, TaskKind } from './task/index.ts';

/** One request as an adapter gets it: everything is decided, it only has to be put on the wire. */
export interface ProviderCall {
  readonly candidate: Candidate;
  readonly kind: TaskKind;
  readonly segments: readonly Segment[];
  readonly maxOutputTokens: number;
  readonly stop: readonly string[];
  readonly cachePlan: CachePlan;
}

/** What a wire adapter is: an identity and a stream. Metering, budgets, policy and failover are the router's. */
export interface Provider {
  /** As in `Endpoint.provider`. */
  readonly id: string;
  /**
   * The answer, part by part. Failures are `error` parts, never exceptions. Aborting closes the connection, so that the server stops
   * working; the stream then ends with `finish: aborted`.
   */
  stream(call: ProviderCall, signal: AbortSignal): AsyncIterable<StreamPart>;
}
