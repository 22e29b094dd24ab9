import { type CacheRules, type Candidate, cacheRulesOf } from '../catalogue/index.ts';
import { inputTokens, type Usage } from '../task/index.ts';
import { cacheKeyOf, cacheNameOf, requestKey, servedName } from './cacheKey.ts';
import type { CacheExpectation, CacheRequest } from './cacheRequest.ts';
import { inputPricesOf, writeBucketOf } from './inputPrices.ts';
import { intentOf, type Situation, warmTokens } from './intent.ts';
import { missCauseOf } from './missCause.ts';
import type { CacheMissCause, CachePlan } from './plan.ts';
import { mainTtl, planFor } from './planFor.ts';
import { type PromptPath, promptPath } from './promptPath.ts';
import { regretOfLeaving } from './regret.ts';
import { ReuseStatistics } from './reuseStatistics.ts';
import { type Kept, keptOf, Sessions } from './sessions.ts';
import { Slots } from './slots.ts';
import { Trust } from './trust.ts';
import { WarmPrefixes } from './warmPrefixes.ts';
import { writtenBy } from './written.ts';

/** What all candidates of a request have in common. */
interface View {
  readonly path: PromptPath;
  readonly sessionId: string | undefined;
  readonly atMs: number;
  readonly version: number;
  readonly key: string | undefined;
  /** Of all caches that were never used. */
  readonly unusedChances: Situation['chances'];
  /** The session's last request, and what leaving its cache is expected to cost. */
  readonly last: Kept | undefined;
  readonly regretNanoUsd: number;
}

/** What is remembered of the prompts that were sent, so far as prompt caches are concerned; one for all requests of this process. */
export class CacheMemory {
  readonly #warm = new WarmPrefixes();
  readonly #reuse = new ReuseStatistics();
  readonly #sessions = new Sessions();
  readonly #slots = new Slots();
  readonly #trust = new Trust();
  /** Served names of what was ever asked. There are not more of them than ways to ask a catalogue's models. */
  readonly #used = new Set<string>();
  /** Counts the requests observed: what was looked up before one of them is out of date. */
  #version = 0;
  #view: View | undefined;

  /** Cheap, because it is asked for every candidate that may answer. Tokens are this candidate's: o200k estimates x `tokenizerRatio`. */
  expect(candidate: Candidate, request: CacheRequest, tokenizerRatio: number): CacheExpectation {
    const view = this.#viewOf(request);
    const situation = this.#situation(candidate, request, view, tokenizerRatio);
    const { stretches, writes } = intentOf(situation);
    let written = 0;
    for (const { tokens } of stretches) written += tokens;
    const ttl = mainTtl(stretches);
    const { served, cache } = situation;
    const isRead = writes !== 'none' && situation.warm !== undefined;
    const readTokens = isRead ? Math.floor(warmTokens(situation) * tokenizerRatio * this.#trust.in(served)) : 0;
    const writeTokens = Math.floor(written * tokenizerRatio);
    const regretNanoUsd = view.last && view.last.cache !== cache ? view.regretNanoUsd : 0;
    return ttl ? { readTokens, writeTokens, writeBucket: writeBucketOf(ttl), regretNanoUsd } : { readTokens, writeTokens, regretNanoUsd };
  }

  /** What to ask of the chosen candidate's cache. */
  plan(candidate: Candidate, request: CacheRequest, tokenizerRatio: number): CachePlan {
    const view = this.#viewOf(request);
    return planFor(this.#situation(candidate, request, view, tokenizerRatio), {
      key: cacheKeyOf(candidate, view.key),
      slot: this.#slots.slotOf(candidate.endpoint, request),
    });
  }

  /** The request was answered: what it wrote is warm from now on. Tells why expected reads did not come; undefined where they did. */
  observe(candidate: Candidate, request: CacheRequest, plan: CachePlan, usage: Usage): CacheMissCause | undefined {
    const { path, key, last } = this.#viewOf(request);
    const { sessionId, atMs } = request;
    this.#version += 1;
    if (plan.type === 'slot') this.#slots.hold(candidate.endpoint, request, plan.slot, path);
    const rules = rulesOf(candidate);
    if (!rules || rules.type === 'slot' || rules.type === 'none') return undefined;

    const served = servedName(candidate);
    this.#used.add(served);
    const cache = cacheNameOf(candidate, served, key);
    const warm = this.#warm.find(cache, path, atMs);
    const isReported = inputTokens(usage) > 0;
    const tokensPerEstimate = isReported && path.tokens > 0 ? inputTokens(usage) / path.tokens : 1;
    const keptHere = sessionId === undefined ? undefined : this.#sessions.keptAt(sessionId, cache);
    const lookBackBlocks = rules.type === 'breakpoints' ? rules.lookBackBlocks : 1;
    const readTokens = usage.cacheRead;
    const miss = isReported
      ? missCauseOf({ path, plan, cache, warm, last, keptHere, readTokens, tokensPerEstimate, lookBackBlocks, atMs })
      : undefined;
    this.#reuse.observe(request, cache, path);
    const expectedTokens = (path.boundaries[warm?.end ?? -1]?.tokens ?? 0) * tokensPerEstimate;
    if (rules.type === 'automatic' && isReported) this.#trust.learn(served, expectedTokens, readTokens);

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
  #viewOf(request: CacheRequest): View {
    const { segments, tools, sessionId, atMs } = request;
    const path = promptPath(segments, tools);
    const before = this.#view;
    if (before && before.path === path && before.sessionId === sessionId && before.atMs === atMs && before.version === this.#version)
      return before;
    const last = sessionId === undefined ? undefined : this.#sessions.last(sessionId);
    const refillShare = this.#sessions.refillShare();
    const regretNanoUsd = last ? regretOfLeaving({ last, warm: this.#warm.find(last.cache, path, atMs), path, refillShare, atMs }) : 0;
    const [key, unusedChances, version] = [requestKey(sessionId, path), this.#reuse.chancesOfUnused(request), this.#version];
    this.#view = { path, sessionId, atMs, version, key, unusedChances, last, regretNanoUsd };
    return this.#view;
  }

  #situation(candidate: Candidate, request: CacheRequest, { path, key, unusedChances }: View, ratio: number): Situation {
    const [rules, served] = [rulesOf(candidate), servedName(candidate)];
    const prices = inputPricesOf(candidate, path.tokens * ratio, request.atMs);
    const about = { candidate, rules, path, prices, ratio, served };
    if (rules?.type === 'slot')
      return { ...about, cache: served, warm: this.#slots.heldBy(candidate.endpoint, request, path), chances: unusedChances };
    if (!this.#used.has(served)) return { ...about, cache: served, warm: undefined, chances: unusedChances };
    const cache = cacheNameOf(candidate, served, key);
    return { ...about, cache, warm: this.#warm.find(cache, path, request.atMs), chances: this.#reuse.chances(request, cache, path) };
  }
}

/** Whatever runs on this machine keeps what it has just read. */
function rulesOf(candidate: Candidate): CacheRules | undefined {
  return candidate.endpoint.billing === 'local' ? { type: 'slot' } : cacheRulesOf(candidate);
}
