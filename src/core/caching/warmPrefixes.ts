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

/** Keys give each session a cache of its own. */
const mostCaches = 500;
/** Of one cache: far more than are alive at a time, an hour of agent work is some hundred. */
const mostBeginnings = 4000;

/** What prompt caches (each an endpoint's for a model) should hold now: beginnings of prompts by their hashes, and until when. */
export class WarmPrefixes {
  readonly #caches = new RecentMap<string, RecentMap<number, Entry>>(mostCaches);

  /** The longest live beginning of the prompt. In a conversation it ends not far from the prompt's own end, where the search begins. */
  find(cache: string, { boundaries }: PromptPath, atMs: number): WarmPrefix | undefined {
    const entries = this.#caches.get(cache);
    if (!entries) return undefined;
    for (let end = boundaries.length - 1; end >= 0; end -= 1) {
      const entry = entries.get(boundaries[end]?.hash ?? Number.NaN);
      if (entry && entry.expiresAtMs > atMs) return { end, ttl: entry.ttl };
    }
    return undefined;
  }

  /** A request wrote its beginning up to there. What is there for longer already stays so. */
  write(cache: string, { boundaries }: PromptPath, end: number, { ttl, atMs }: { readonly ttl: CacheTtl; readonly atMs: number }): void {
    const boundary = boundaries[end];
    if (!boundary) return;
    const entries = this.#caches.get(cache) ?? new RecentMap<number, Entry>(mostBeginnings);
    const before = entries.get(boundary.hash);
    const longest = before && before.expiresAtMs > atMs && ttlMs(before.ttl) > ttlMs(ttl) ? before.ttl : ttl;
    entries.set(boundary.hash, { ttl: longest, expiresAtMs: atMs + ttlMs(longest) });
    this.#caches.set(cache, entries);
  }

  /** What a request read lives as long again as it was written for. */
  renew(cache: string, { boundaries }: PromptPath, end: number, atMs: number): void {
    const entries = this.#caches.get(cache);
    if (!entries) return;
    for (const { hash } of boundaries.slice(0, end + 1)) {
      const entry = entries.get(hash);
      if (entry && entry.expiresAtMs > atMs) entries.set(hash, { ...entry, expiresAtMs: atMs + ttlMs(entry.ttl) });
    }
  }

  /** What should have been there beyond that place was not. */
  forget(cache: string, { boundaries }: PromptPath, beyond: number): void {
    const entries = this.#caches.get(cache);
    for (const { hash } of boundaries.slice(beyond + 1)) entries?.delete(hash);
  }
}
