import { type Buckets, noTokens } from './buckets.ts';
import type { CacheWish } from './job.ts';
import type { CacheLifetime, CacheRule } from './models.ts';
import type { MeasuredPrompt, Position } from './prompt.ts';

/** What a request reads and writes, and the deed of writing, which is due when its prompt has been processed. */
export interface CachePlan {
  readonly input: Buckets;
  commit(now: number): void;
}

export interface PromptCache {
  /** `owner` keeps accounts, models and affinities apart. */
  plan(owner: string, rule: CacheRule | undefined, wish: CacheWish, prompt: MeasuredPrompt, now: number): CachePlan;
  clear(): void;
}

const lookBackPositions = 20;
const lifetimeMs: Readonly<Record<CacheLifetime, number>> = {
  '5m': 300_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '12h': 43_200_000,
  '24h': 86_400_000,
};

interface Entry {
  readonly lifetime: CacheLifetime;
  readonly expiresAt: number;
}
type Shelf = Map<string, Entry>;
interface Write {
  readonly position: Position;
  readonly lifetime: CacheLifetime;
}

export function createPromptCache(): PromptCache {
  const shelves = new Map<string, Shelf>();
  return {
    plan(owner, rule, wish, prompt, now) {
      const uncached = { ...noTokens, uncachedInput: prompt.tokens };
      if (!rule) return { input: uncached, commit: () => {} };
      const shelf = shelves.get(owner) ?? new Map<string, Entry>();
      shelves.set(owner, shelf);
      const isLive = (position: Position) => (shelf.get(position.prefix)?.expiresAt ?? 0) > now;
      return rule.style === 'breakpoints' ? planBreakpoints(rule, prompt, shelf, isLive) : planAutomatic(rule, wish, prompt, shelf, isLive);
    },
    clear: () => shelves.clear(),
  };
}

/**
 * Explicit breakpoints: an entry is written at each breakpoint and nowhere else; a breakpoint finds the longest entry among itself and the
 * 19 blocks before it. Shorter than the model's minimum, a breakpoint does nothing and no error is raised.
 */
function planBreakpoints(rule: CacheRule, prompt: MeasuredPrompt, shelf: Shelf, isLive: (position: Position) => boolean): CachePlan {
  const marked = prompt.positions.flatMap((position, index) =>
    position.breakpoint && position.tokens >= rule.minimumTokens ? [{ position, index, lifetime: position.breakpoint }] : [],
  );
  const hits = marked.flatMap(({ index }) => prompt.positions.slice(Math.max(0, index - lookBackPositions + 1), index + 1).filter(isLive));
  const read = Math.max(0, ...hits.map((hit) => hit.tokens));
  const end = (of: readonly { readonly position: Position }[]) => Math.max(read, ...of.map(({ position }) => position.tokens));
  const endOfHour = end(marked.filter(({ lifetime }) => lifetime === '1h'));
  const last = end(marked);
  return {
    input: {
      ...noTokens,
      uncachedInput: prompt.tokens - last,
      cacheRead: read,
      cacheWrite1h: endOfHour - read,
      cacheWrite5m: last - endOfHour,
    },
    commit: (now) => store(shelf, prompt, read, marked, now),
  };
}

/** Automatic caching: every step of the prompt can be found again; where writes are billed, up to the last mark or the prompt's end. */
function planAutomatic(
  rule: CacheRule & { readonly style: 'automatic' },
  wish: CacheWish,
  prompt: MeasuredPrompt,
  shelf: Shelf,
  isLive: (position: Position) => boolean,
): CachePlan {
  const uncached = { ...noTokens, uncachedInput: prompt.tokens };
  if (prompt.tokens < rule.minimumTokens || wish.kind !== 'automatic') return { input: uncached, commit: () => {} };
  const found = Math.max(0, ...prompt.positions.filter(isLive).map((position) => position.tokens));
  const rounded = Math.floor(found / rule.granularity) * rule.granularity;
  const read = rounded >= rule.minimumTokens ? rounded : 0;
  const lifetime = wish.lifetime ?? rule.lifetime;
  if (!rule.writesAreBilled) {
    const everywhere = prompt.positions.map((position) => ({ position, lifetime }));
    return {
      input: { ...uncached, uncachedInput: prompt.tokens - read, cacheRead: read },
      commit: (now) => store(shelf, prompt, found, everywhere, now),
    };
  }
  const asked = prompt.positions.flatMap((position, index) => {
    const isLast = index === prompt.positions.length - 1;
    const mark = position.breakpoint ?? (isLast && !wish.onlyExplicit ? lifetime : undefined);
    return mark && position.tokens >= rule.minimumTokens ? [{ position, lifetime: mark }] : [];
  });
  let written = read;
  const counts = { ...uncached, cacheRead: read };
  for (const { position, lifetime: mark } of asked) {
    if (position.tokens <= written) continue;
    if (mark === '12h') counts.cacheWrite12h += position.tokens - written;
    else counts.cacheWrite30m += position.tokens - written;
    written = position.tokens;
  }
  const between = wish.onlyExplicit ? [] : prompt.positions.map((position) => ({ position, lifetime }));
  return {
    input: { ...counts, uncachedInput: prompt.tokens - written },
    commit: (now) => store(shelf, prompt, found, [...between, ...asked], now),
  };
}

/** Reading renews what was read for its own lifetime; writing sets the lifetime asked for. */
function store(shelf: Shelf, prompt: MeasuredPrompt, read: number, writes: readonly Write[], now: number): void {
  for (const position of prompt.positions) {
    const entry = shelf.get(position.prefix);
    if (entry && entry.expiresAt > now && position.tokens <= read) {
      shelf.set(position.prefix, { ...entry, expiresAt: now + lifetimeMs[entry.lifetime] });
    }
  }
  for (const { position, lifetime } of writes) {
    const entry = shelf.get(position.prefix);
    const isKnown = entry !== undefined && entry.expiresAt > now;
    if (!isKnown) shelf.set(position.prefix, { lifetime, expiresAt: now + lifetimeMs[lifetime] });
    else if (lifetimeMs[lifetime] > lifetimeMs[entry.lifetime] && position.tokens > read) {
      shelf.set(position.prefix, { lifetime, expiresAt: now + lifetimeMs[lifetime] });
    }
  }
}
