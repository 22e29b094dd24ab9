/** How long a provider keeps a prefix, as its price list and its protocol name it. */
export type CacheTtl = '5m' | '30m' | '1h' | '12h';

/**
 * How a provider's prompt cache works. What it costs is in the price list, and from how many tokens on it works in the model's
 * `minimumCacheableTokens`.
 *
 * - `breakpoints`: nothing is cached unless the request marks where (Anthropic's `cache_control`).
 * - `automatic`: prefixes are cached unasked; where `writesCost` they are billed when they are. `takesKey`: requests with the same key go to
 *   the same cache (`prompt_cache_key`). `takesBreakpoints`: marks may be set besides, and switch the automatic ones off (`prompt_cache_options`).
 * - `slot`: a local server keeps the last prefix of each of its slots.
 * - `none`.
 */
export type CacheRules =
  | {
      readonly type: 'breakpoints';
      /** The shortest first; each use begins it anew. */
      readonly ttls: readonly CacheTtl[];
      readonly mostBreakpoints: number;
      /** A mark finds what was written up to so many blocks before it, not farther. */
      readonly lookBackBlocks: number;
      /** Requests with the same key go where the last one went: a gateway's `session_id`. */
      readonly takesKey?: boolean;
    }
  | {
      readonly type: 'automatic';
      /** How long an unused prefix stays at the least, as far as it is documented. */
      readonly ttl: CacheTtl;
      readonly takesKey?: boolean;
      readonly takesBreakpoints?: boolean;
    }
  | { readonly type: 'slot' }
  | { readonly type: 'none' };

const minutesOf: Readonly<Record<CacheTtl, number>> = { '5m': 5, '30m': 30, '1h': 60, '12h': 720 };

export function ttlMs(ttl: CacheTtl): number {
  return minutesOf[ttl] * 60_000;
}
