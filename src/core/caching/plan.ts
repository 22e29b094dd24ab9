import type { Endpoint } from '../catalogue/index.ts';

/** What the adapter is to ask of the provider's prompt cache. */
export type CachePlan =
  /** A local server keeps the longest prefix it has seen in a slot; asking for the same slot each time keeps it warm. */
  { readonly type: 'slot'; readonly slot: number } | { readonly type: 'none'; readonly reason: string };

/** Where caching pays for this endpoint. Local prefixes cost nothing to keep, so they are always kept. */
export function planCache(endpoint: Endpoint): CachePlan {
  if (endpoint.billing === 'local') return { type: 'slot', slot: 0 };
  return { type: 'none', reason: 'the provider caches by itself' };
}
