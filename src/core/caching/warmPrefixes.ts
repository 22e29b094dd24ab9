import { type CacheTtl, ttlMs } from '../catalogue/index.ts';
import type { PromptPath } from './promptPath.ts';
import { RecentMap } from './recentMap.ts';

/** The longest beginning of a prompt that a cache should hold. */
export interface WarmPrefix {
  /** A place among the path's boundaries. */
  readonly end: number;
  /** So long it stays after each use. */
  readonly ttl: CacheTtl;
}

interface Entry {
  readonly ttl: CacheTtl;
  readonly expiresAtMs: number;
}

/** Far more than are alive at a time: an hour of agent work is some hundred. */
const mostBeginnings = 4000;

/**
 * What prompt caches should hold now: beginnings of prompts by their hashes, and in which caches (an endpoint's for a model) they are, until
 * when.
 */
export class WarmPrefixes {
  readonly #entries = new RecentMap<number, Map<string, Entry>>(mostBeginnings);

  /** The longest live beginning of the prompt in each cache that holds any. One walk serves all candidates. */
  find({ boundaries }: PromptPath, atMs: number): ReadonlyMap<string, WarmPrefix> {
    const found = new Map<string, WarmPrefix>();
    for (let end = boundaries.length - 1; end >= 0; end -= 1) {
      const caches = this.#entries.get(boundaries[end]?.hash ?? Number.NaN);
      if (!caches) continue;
      for (const [cache, { ttl, expiresAtMs }] of caches) if (expiresAtMs > atMs && !found.has(cache)) found.set(cache, { end, ttl });
    }
    return found;
  }

  /** A request wrote its beginning up to there. What is there for longer already stays so. */
  write(cache: string, { boundaries }: PromptPath, end: number, { ttl, atMs }: { readonly ttl: CacheTtl; readonly atMs: number }): void {
    const boundary = boundaries[end];
    if (!boundary) return;
    const caches = this.#entries.get(boundary.hash) ?? new Map<string, Entry>();
    const before = caches.get(cache);
    const longest = before && before.expiresAtMs > atMs && ttlMs(before.ttl) > ttlMs(ttl) ? before.ttl : ttl;
    caches.set(cache, { ttl: longest, expiresAtMs: atMs + ttlMs(longest) });
    this.#entries.set(boundary.hash, caches);
  }

  /** What a request read lives as long again as it was written for. */
  renew(cache: string, { boundaries }: PromptPath, end: number, atMs: number): void {
    for (let place = 0; place <= end; place += 1) {
      const { hash } = boundaries[place] ?? {};
      const caches = hash === undefined ? undefined : this.#entries.get(hash);
      const entry = caches?.get(cache);
      if (hash === undefined || !caches || !entry || entry.expiresAtMs <= atMs) continue;
      caches.set(cache, { ...entry, expiresAtMs: atMs + ttlMs(entry.ttl) });
      this.#entries.set(hash, caches);
    }
  }

  /** What should have been there beyond that place was not. */
  forget(cache: string, { boundaries }: PromptPath, beyond: number): void {
    for (const { hash } of boundaries.slice(beyond + 1)) this.#entries.get(hash)?.delete(cache);
  }
}
