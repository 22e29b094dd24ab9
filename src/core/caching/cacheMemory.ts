import type { Candidate } from '../catalogue/index.ts';
import type { NanoUsd } from '../money/index.ts';
import type { Segment, TaskKind, Tool, Usage } from '../task/index.ts';
import type { CacheMissCause, CachePlan } from './plan.ts';

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

/** What is remembered of the prompts that were sent, so far as prompt caches are concerned; one for all requests of this process. */
export class CacheMemory {
  /** Cheap, because it is asked for every candidate that may answer. Tokens are this candidate's: o200k estimates x `tokenizerRatio`. */
  expect(_candidate: Candidate, _request: CacheRequest, _tokenizerRatio: number): CacheExpectation {
    return { readTokens: 0, writeTokens: 0, regretNanoUsd: 0 };
  }

  /** What to ask of the chosen candidate's cache. */
  plan({ endpoint }: Candidate, _request: CacheRequest, _tokenizerRatio: number): CachePlan {
    const nothing = { expectedReadTokens: 0, expectedWriteTokens: 0 };
    if (endpoint.billing === 'local') return { ...nothing, type: 'slot', slot: 0, reason: 'a local server keeps its last prefix' };
    return { ...nothing, type: 'none', reason: 'the provider caches by itself' };
  }

  /** The request was answered: what it wrote is warm from now on. Tells why expected reads did not come; undefined where they did. */
  observe(_candidate: Candidate, _request: CacheRequest, _plan: CachePlan, _usage: Usage): CacheMissCause | undefined {
    return undefined;
  }
}
