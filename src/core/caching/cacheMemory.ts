import { LRUCache } from 'lru-cache';
import { type CacheRules, type Candidate, cacheRulesOf, ttlMs } from '../catalogue/index.ts';
import type { NanoUsd } from '../money/index.ts';
import { inputTokens, type Segment, type TaskKind, type Tool, type Usage } from '../task/index.ts';
import { cacheKeyOf, cacheNameOf, requestKey } from './cacheKey.ts';
import { inputPricesOf, writeBucketOf } from './inputPrices.ts';
import { intentOf, type Situation, warmTokens } from './intent.ts';
import { missCauseOf } from './missCause.ts';
import type { CacheMissCause, CachePlan } from './plan.ts';
import { mainTtl, planFor } from './planFor.ts';
import { type PromptPath, promptPath } from './promptPath.ts';
import { regretOfLeaving } from './regret.ts';
import { ReuseStatistics } from './reuseStatistics.ts';
import { type Kept, Sessions } from './sessions.ts';
import { Slots } from './slots.ts';
import { type WarmPrefix, WarmPrefixes } from './warmPrefixes.ts';
import { type Written, writtenBy } from './written.ts';

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

/** What all candidates of a request have in common. */
interface View {
  readonly path: PromptPath;
  readonly sessionId: string | undefined;
  readonly atMs: number;
  readonly version: number;
  readonly key: string | undefined;
  /** By the caches' names. */
  readonly warm: ReadonlyMap<string, WarmPrefix>;
  /** The session's last request, and what leaving its cache is expected to cost. */
  readonly last: Kept | undefined;
  readonly regretNanoUsd: NanoUsd;
}

const mostTrusted = 500;
/** How much the last request says of how much of what it should hold a cache does hold. */
const trustRate = 0.2;

/** What is remembered of the prompts that were sent, so far as prompt caches are concerned; one for all requests of this process. */
export class CacheMemory {
  readonly #warm = new WarmPrefixes();
  readonly #reuse = new ReuseStatistics();
  readonly #sessions = new Sessions();
  readonly #slots = new Slots();
  /** By endpoint and model: the share of what an automatic cache should have held that it did. */
  readonly #trust = new LRUCache<string, number>({ max: mostTrusted });
  /** Counts the requests observed: what was looked up before one of them is out of date. */
  #version = 0;
  #view: View | undefined;

  /** Cheap, because it is asked for every candidate that may answer. Tokens are this candidate's: o200k estimates x `tokenizerRatio`. */
  expect(candidate: Candidate, request: CacheRequest, tokenizerRatio: number): CacheExpectation {
    const view = this.#viewOf(request);
    const cache = cacheNameOf(candidate, view.key);
    const situation = this.#situation(candidate, request, cache, tokenizerRatio);
    const { stretches, writes } = intentOf(situation);
    const written = stretches.reduce((sum, { tokens }) => sum + tokens, 0);
    const ttl = mainTtl(stretches);
    const trust = this.#trust.peek(trustKey(candidate)) ?? 1;
    return {
      readTokens: writes === 'none' ? 0 : Math.floor(warmTokens(situation) * tokenizerRatio * trust),
      writeTokens: Math.floor(written * tokenizerRatio),
      ...(ttl && { writeBucket: writeBucketOf(ttl) }),
      regretNanoUsd: view.last && view.last.cache !== cache ? view.regretNanoUsd : 0,
    };
  }

  /** What to ask of the chosen candidate's cache. */
  plan(candidate: Candidate, request: CacheRequest, tokenizerRatio: number): CachePlan {
    const { key } = this.#viewOf(request);
    return planFor(this.#situation(candidate, request, cacheNameOf(candidate, key), tokenizerRatio), {
      key: cacheKeyOf(candidate, key),
      slot: this.#slotOf(candidate, request),
    });
  }

  /** The request was answered: what it wrote is warm from now on. Tells why expected reads did not come; undefined where they did. */
  observe(candidate: Candidate, request: CacheRequest, plan: CachePlan, usage: Usage): CacheMissCause | undefined {
    const { path, key, warm: everything, last } = this.#viewOf(request);
    const { sessionId, atMs } = request;
    this.#version += 1;
    if (plan.type === 'slot') this.#slots.hold(candidate.endpoint.id, ownerOf(request), plan.slot, path);
    const rules = rulesOf(candidate);
    if (!rules || rules.type === 'slot' || rules.type === 'none') return undefined;

    const cache = cacheNameOf(candidate, key);
    const warm = everything.get(cache);
    const isReported = inputTokens(usage) > 0;
    const tokensPerEstimate = isReported && path.tokens > 0 ? inputTokens(usage) / path.tokens : 1;
    const keptHere = sessionId === undefined ? undefined : this.#sessions.keptAt(sessionId, cache);
    const lookBackBlocks = rules.type === 'breakpoints' ? rules.lookBackBlocks : 1;
    const readTokens = usage.cacheRead;
    const miss = isReported
      ? missCauseOf({ path, plan, cache, warm, last, keptHere, readTokens, tokensPerEstimate, lookBackBlocks, atMs })
      : undefined;
    this.#reuse.observe(request, cache, path);
    if (rules.type === 'automatic' && isReported) this.#learnTrust(candidate, tokensAt(path, warm?.end) * tokensPerEstimate, readTokens);

    const written = writtenBy({ path, rules, plan, usage, warm, tokensPerEstimate });
    if (warm && written.readEnd < warm.end) this.#warm.forget(cache, path, written.readEnd);
    this.#warm.renew(cache, path, written.readEnd, atMs);
    for (const { end, ttl } of written.entries) this.#warm.write(cache, path, end, { ttl, atMs });
    if (sessionId !== undefined) {
      const kept = { candidate, cache, tokensPerEstimate, ...keptOf(path, written, warm, atMs) };
      this.#sessions.observe(sessionId, kept, miss !== undefined && readTokens === 0);
    }
    return miss;
  }

  /** All candidates of a request are asked about one after the other: what they have in common is looked up once. */
  #viewOf({ segments, tools, sessionId, atMs }: CacheRequest): View {
    const path = promptPath(segments, tools);
    const before = this.#view;
    if (before && before.path === path && before.sessionId === sessionId && before.atMs === atMs && before.version === this.#version)
      return before;
    const warm = this.#warm.find(path, atMs);
    const last = sessionId === undefined ? undefined : this.#sessions.last(sessionId);
    const refillShare = this.#sessions.refillShare();
    const regretNanoUsd = last ? regretOfLeaving({ last, warm: warm.get(last.cache), path, refillShare, atMs }) : 0;
    this.#view = { path, sessionId, atMs, version: this.#version, key: requestKey(sessionId, path), warm, last, regretNanoUsd };
    return this.#view;
  }

  #situation(candidate: Candidate, request: CacheRequest, cache: string, ratio: number): Situation {
    const { path, warm } = this.#viewOf(request);
    const rules = rulesOf(candidate);
    return {
      candidate,
      rules,
      path,
      warm: rules?.type === 'slot' ? this.#heldBySlot(candidate, request, path) : warm.get(cache),
      prices: inputPricesOf(candidate, path.tokens * ratio, request.atMs),
      chances: this.#reuse.chances(request, cache, path),
      ratio,
    };
  }

  #slotOf({ endpoint }: Candidate, request: CacheRequest): number {
    const slots = endpoint.quirks?.slots;
    return this.#slots.slotOf(endpoint.id, ownerOf(request), typeof slots === 'number' ? slots : 1);
  }

  /** A slot keeps its prompt until it gets another one. */
  #heldBySlot(candidate: Candidate, request: CacheRequest, path: PromptPath): WarmPrefix | undefined {
    const end = this.#slots.heldEnd(candidate.endpoint.id, this.#slotOf(candidate, request), path);
    return end === -1 ? undefined : { end, ttl: '12h' };
  }

  #learnTrust(candidate: Candidate, expected: number, readTokens: number): void {
    if (expected === 0) return;
    const before = this.#trust.get(trustKey(candidate)) ?? 1;
    this.#trust.set(trustKey(candidate), before + trustRate * (Math.min(1, readTokens / expected) - before));
  }
}

/** Whatever runs on this machine keeps what it has just read. */
function rulesOf(candidate: Candidate): CacheRules | undefined {
  return candidate.endpoint.billing === 'local' ? { type: 'slot' } : cacheRulesOf(candidate);
}

const ownerOf = ({ sessionId, kind }: CacheRequest): string => (sessionId === undefined ? `kind ${kind}` : `session ${sessionId}`);
const trustKey = ({ endpoint, model }: Candidate): string => `${endpoint.id}\n${model.id}`;
const tokensAt = ({ boundaries }: PromptPath, end = -1): number => boundaries[end]?.tokens ?? 0;

/** Of what is in the cache now, what was meant to stay: everything before the last turn. */
function keptOf(path: PromptPath, { readEnd, entries }: Written, warm: WarmPrefix | undefined, atMs: number) {
  const last = entries.at(-1);
  const end = Math.min(Math.max(readEnd, last?.end ?? -1), path.ends.session ?? path.ends.workspace ?? path.ends.static ?? -1);
  const ttl = last?.ttl ?? warm?.ttl;
  return { end, boundary: path.boundaries[end], expiresAtMs: ttl ? atMs + ttlMs(ttl) : atMs };
}
