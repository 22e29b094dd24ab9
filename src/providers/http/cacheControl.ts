import type { CacheMarks } from './cacheMarks.ts';

/** What Anthropic's protocol, and gateways to its models, put on a block that ends at a mark. */
export interface CacheControl {
  readonly cache_control: { readonly type: 'ephemeral'; readonly ttl?: '1h' };
}

/** Five minutes are the API's own choice. */
const fiveMinutes: CacheControl = { cache_control: { type: 'ephemeral' } };
const hour: CacheControl = { cache_control: { type: 'ephemeral', ttl: '1h' } };

/**
 * The `cache_control` of each marked place, given the places in the order in which the API reads them. It refuses an entry of an hour behind one
 * of five minutes: there, five minutes have to do.
 */
export function cacheControlsOf(marks: CacheMarks, placesInOrder: readonly number[]): ReadonlyMap<number, CacheControl> {
  const controls = new Map<number, CacheControl>();
  let areShort = false;
  for (const place of placesInOrder) {
    const ttl = marks.get(place);
    if (ttl === undefined) continue;
    areShort ||= ttl === '5m';
    controls.set(place, areShort ? fiveMinutes : hour);
  }
  return controls;
}
