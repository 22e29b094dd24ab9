import { type Candidate, ttlMs } from '../catalogue/index.ts';
import type { Boundary, PromptPath } from './promptPath.ts';
import { RecentMap } from './recentMap.ts';
import type { WarmPrefix } from './warmPrefixes.ts';
import type { Written } from './written.ts';

/** What a session's last request at a cache left there, of what was meant to stay. */
export interface Kept {
  readonly candidate: Candidate;
  readonly cache: string;
  /** Its end, and its place among the boundaries; -1: nothing was kept. */
  readonly end: number;
  readonly boundary: Boundary | undefined;
  readonly expiresAtMs: number;
  /** This model's tokens per estimated o200k token, as it reported them. */
  readonly tokensPerEstimate: number;
}

interface Session {
  readonly last: Kept;
  readonly kept: ReadonlyMap<string, Kept>;
}

const mostSessions = 500;
/** A session that tries more models than these has forgotten the first. */
const mostCaches = 8;

/** Assumed until seen otherwise: of four switches away from a model, one comes back when its cache is cold. It weighs as much as four switches. */
const assumedRefills = { share: 1 / 4, weight: 4 };
const fade = 0.98;

/** Which caches the sessions of late have used, and what becomes of a cache that a session leaves. */
export class Sessions {
  readonly #sessions = new RecentMap<string, Session>(mostSessions);
  #switches = 0;
  #refills = 0;

  last(sessionId: string): Kept | undefined {
    return this.#sessions.get(sessionId)?.last;
  }

  /** What it left at that cache. */
  keptAt(sessionId: string, cache: string): Kept | undefined {
    return this.#sessions.get(sessionId)?.kept.get(cache);
  }

  /** Of switches away from a model within a session, the share after which its cache had to be filled again. */
  refillShare(): number {
    return (this.#refills + assumedRefills.share * assumedRefills.weight) / (this.#switches + assumedRefills.weight);
  }

  /** A request of the session was answered. `isCold`: it found nothing of what it had left there. */
  observe(sessionId: string, kept: Kept, isCold: boolean): void {
    const before = this.#sessions.get(sessionId);
    if (before && before.last.cache !== kept.cache) {
      this.#switches = this.#switches * fade + 1;
      this.#refills = this.#refills * fade + (before.kept.has(kept.cache) && isCold ? 1 : 0);
    }
    const others = [...(before?.kept ?? [])].filter(([cache]) => cache !== kept.cache).slice(1 - mostCaches);
    this.#sessions.set(sessionId, { last: kept, kept: new Map([...others, [kept.cache, kept]]) });
  }
}

/** Of what is in the cache now, what was meant to stay: everything before the last turn. */
export function keptOf(path: PromptPath, { readEnd, entries }: Written, warm: WarmPrefix | undefined, atMs: number) {
  const last = entries.at(-1);
  const end = Math.min(Math.max(readEnd, last?.end ?? -1), path.ends.session ?? path.ends.workspace ?? path.ends.static ?? -1);
  const ttl = last?.ttl ?? warm?.ttl;
  return { end, boundary: path.boundaries[end], expiresAtMs: ttl ? atMs + ttlMs(ttl) : atMs };
}
