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

/** Changed in place: each request renews as many as its prompt has boundaries. */
interface Entry {
  ttl: CacheTtl;
  expiresAtMs: number;
}

/** Keys give each session a cache of its own. */
const mostCaches = 500;
/** Of one cache: far more than are alive at a time, an hour of agent work is some hundred. */
const mostBeginnings = 4000;

/** What prompt caches (each an endpoint's for a model) should hold now: beginnings of prompts by their hashes, and until when. */
export class WarmPrefixes {
  readonly #caches = new RecentMap<string, Map<number, Entry>>(mostCaches);

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

  /** A request wrote its beginnings up to those places. What is there for longer already stays so. */
  write(
    cache: string,
    { boundaries }: PromptPath,
    written: readonly { readonly end: number; readonly ttl: CacheTtl }[],
    atMs: number,
  ): void {
    if (written.length === 0) return;
    const entries = this.#caches.get(cache) ?? new Map<number, Entry>();
    for (const { end, ttl } of written) {
      const hash = boundaries[end]?.hash;
      if (hash === undefined) continue;
      const before = entries.get(hash);
      if (!before) entries.set(hash, { ttl, expiresAtMs: atMs + ttlMs(ttl) });
      else {
        if (before.expiresAtMs <= atMs || ttlMs(before.ttl) < ttlMs(ttl)) before.ttl = ttl;
        before.expiresAtMs = atMs + ttlMs(before.ttl);
      }
    }
    if (entries.size > mostBeginnings) makeRoom(entries, atMs);
    this.#caches.set(cache, entries);
  }

  /** What a request read lives as long again as it was written for. */
  renew(cache: string, { boundaries }: PromptPath, end: number, atMs: number): void {
    const entries = this.#caches.get(cache);
    if (!entries) return;
    for (let place = 0; place <= end; place += 1) {
      const entry = entries.get(boundaries[place]?.hash ?? Number.NaN);
      if (entry && entry.expiresAtMs > atMs) entry.expiresAtMs = atMs + ttlMs(entry.ttl);
    }
  }

  /** What should have been there beyond that place was not. */
  forget(cache: string, { boundaries }: PromptPath, beyond: number): void {
    const entries = this.#caches.get(cache);
    for (const { hash } of boundaries.slice(beyond + 1)) entries?.delete(hash);
  }
}

/** First what has expired goes, then what was written first, down to three quarters: so that it is done seldom. */
function makeRoom(entries: Map<number, Entry>, atMs: number): void {
  for (const [hash, { expiresAtMs }] of entries) if (expiresAtMs <= atMs) entries.delete(hash);
  const most = (mostBeginnings * 3) / 4;
  for (const hash of entries.keys()) {
    if (entries.size <= most) return;
    entries.delete(hash);
  }
}
