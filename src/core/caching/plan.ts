import type { CacheTtl } from '../catalogue/index.ts';

/** A mark: everything up to here is written to the cache, or read from it. */
export interface Breakpoint {
  /** After the segment at this place of the call's segments; -1: after the tools. */
  readonly afterSegment: number;
  readonly ttl: CacheTtl;
}

/** What the adapter is to ask of the provider's prompt cache, and what is expected of it. */
export type CachePlan = {
  /** Tokens that the cache should hold already, by this model's count. */
  readonly expectedReadTokens: number;
  /** Tokens that this request should write, and for which the provider bills a write. */
  readonly expectedWriteTokens: number;
  /** For how long what is written stays; missing where nothing is. */
  readonly writeTtl?: CacheTtl;
  /** In words, for explanations: what was placed and why, or why nothing. */
  readonly reason: string;
} & (
  | { readonly type: 'none' }
  /** A local server keeps the longest prefix it has seen in a slot; asking for the same slot each time keeps it warm. */
  | { readonly type: 'slot'; readonly slot: number }
  /** The provider caches by itself; requests with the same key find the same cache (`prompt_cache_key`, OpenRouter's `session_id`). */
  | { readonly type: 'automatic'; readonly key?: string }
  /** Where it has to be marked. None: the provider is told not to write. */
  | { readonly type: 'breakpoints'; readonly breakpoints: readonly Breakpoint[]; readonly key?: string }
);

/** Why tokens that should have come from a cache did not. */
export type CacheMissCause =
  /** Longer ago than the cache keeps. */
  | 'expired'
  /** The prompt changed before the end of what was cached. */
  | 'prefix-changed'
  /** Another model or endpoint was asked last. */
  | 'model-switched'
  /** More blocks since the last mark than the provider looks back. */
  | 'beyond-look-back'
  /** Nothing of the above: the provider let it go, or sent the request to another machine. */
  | 'evicted';
