import type { NanoUsd } from '../money/index.ts';
import type { Segment, TaskKind, Tool, Usage } from '../task/index.ts';

/** A request, as its prompt caching depends on it. */
export interface CacheRequest {
  readonly kind: TaskKind;
  readonly sessionId?: string;
  /** Ordered by stability, and as they are sent. */
  readonly segments: readonly Segment[];
  readonly tools: readonly Tool[];
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** What a candidate's cache is expected to do for a request: what selection prices it with. */
export interface CacheExpectation {
  readonly readTokens: number;
  readonly writeTokens: number;
  /** In which bucket the writes are billed. */
  readonly writeBucket?: keyof Usage;
  /**
   * What choosing it is expected to cost later on top: the warm cache of the session's last model, which would have to be filled again.
   */
  readonly regretNanoUsd: NanoUsd;
}
