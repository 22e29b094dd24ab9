import type { Candidate } from '../catalogue/index.ts';
import type { NanoUsd } from '../money/index.ts';
import { inputTokens, type Usage } from '../task/index.ts';
import { cacheKeyOf, cacheNameOf, requestKey } from './cacheKey.ts';
import type { CacheExpectation, CacheRequest } from './cacheRequest.ts';
import { type InputPrices, inputPricesOf, writeBucketOf } from './inputPrices.ts';
import { intentOf, type Situation, warmTokens } from './intent.ts';
import { missCauseOf } from './missCause.ts';
import type { CacheMissCause, CachePlan } from './plan.ts';
import { mainTtl, planFor } from './planFor.ts';
import { type PromptPath, promptPath } from './promptPath.ts';
import { regretOfLeaving } from './regret.ts';
import { ReuseStatistics } from './reuseStatistics.ts';
import { type ServedCache, ServedCaches } from './servedCache.ts';
import { type Kept, keptOf, Sessions } from './sessions.ts';
import { Slots } from './slots.ts';
import { Trust } from './trust.ts';
import { WarmPrefixes } from './warmPrefixes.ts';
import { writtenBy } from './written.ts';

/** What all candidates of a request have in common. */
interface View {
  readonly request: CacheRequest;
  readonly version: number;
  readonly path: PromptPath;
  readonly key: string | undefined;
  /** Of all caches that were never used. */
  readonly unusedChances: Situation['chances'];
  /** The session's last request. */
  readonly last: Kept | undefined;
  /** What leaving its cache is expected to cost, once that was asked. */
  regretNanoUsd: NanoUsd | undefined;
}

/** What is remembered of the prompts that were sent, so far as prompt caches are concerned; one for all requests of this process. */
export class CacheMemory {
  readonly #warm = new WarmPrefixes();
  readonly #reuse = new ReuseStatistics();
  readonly #sessions = new Sessions();
  readonly #slots = new Slots();
  readonly #trust = new Trust();
  readonly #served = new ServedCaches();
  /** Counts the requests observed: what was looked up before one of them is out of date. */
  #version = 0;
  #view: View | undefined;

  /**
   * Cheap, because it is asked for every candidate that may answer, of which hardly any was ever used. Tokens are this candidate's: o200k estimates
   * x `tokenizerRatio`.
   */
  expect(candidate: Candidate, request: CacheRequest, tokenizerRatio: number): CacheExpectation {
    const view = this.#viewOf(request);
    const served = this.#served.of(candidate);
    if (served.use.isUsed || served.rules?.type === 'slot') return this.#expected(candidate, view, served, tokenizerRatio);
    const unused = served.unused ?? served.unusedAt(pricesAt(candidate, view, tokenizerRatio));
    if (unused.view !== view) unused.expectations.clear();
    unused.view = view;
    const before = unused.expectations.get(tokenizerRatio);
    if (before) return before;
    const expectation = this.#expected(candidate, view, served, tokenizerRatio);
    unused.expectations.set(tokenizerRatio, expectation);
    return expectation;
  }

  /** What to ask of the chosen candidate's cache. */
  plan(candidate: Candidate, request: CacheRequest, tokenizerRatio: number): CachePlan {
    const view = this.#viewOf(request);
    return planFor(this.#situation(candidate, view, this.#served.of(candidate), tokenizerRatio), {
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
    const { rules, name, use } = this.#served.of(candidate);
    if (!rules || rules.type === 'slot' || rules.type === 'none') return undefined;

    use.isUsed = true;
    const cache = cacheNameOf(candidate, name, key);
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
    if (rules.type === 'automatic' && isReported) this.#trust.learn(name, expectedTokens, readTokens);

    const written = writtenBy({ path, rules, plan, usage, warm, tokensPerEstimate });
    if (warm && written.readEnd < warm.end) this.#warm.forget(cache, path, written.readEnd);
    this.#warm.renew(cache, path, written.readEnd, atMs);
    this.#warm.write(cache, path, written.entries, atMs);
    if (sessionId !== undefined) {
      const kept = { candidate, cache, tokensPerEstimate, ...keptOf(path, written, warm, atMs) };
      this.#sessions.observe(sessionId, kept, miss !== undefined && readTokens === 0);
    }
    return miss;
  }

  /** All candidates of a request are asked about one after the other: what they have in common is looked up once. */
  #viewOf(request: CacheRequest): View {
    const before = this.#view;
    if (before && before.version === this.#version && isSame(before.request, request)) return before;
    const { segments, tools, sessionId } = request;
    const path = promptPath(segments, tools);
    const last = sessionId === undefined ? undefined : this.#sessions.last(sessionId);
    this.#view = {
      request,
      version: this.#version,
      path,
      key: requestKey(sessionId, path),
      unusedChances: this.#reuse.chancesOfUnused(request),
      last,
      regretNanoUsd: undefined,
    };
    return this.#view;
  }

  #expected(candidate: Candidate, view: View, served: ServedCache, ratio: number): CacheExpectation {
    const situation = this.#situation(candidate, view, served, ratio);
    const { stretches, writes } = intentOf(situation);
    let written = 0;
    for (const { tokens } of stretches) written += tokens;
    const ttl = mainTtl(stretches);
    const isRead = writes !== 'none' && situation.warm !== undefined;
    const readTokens = isRead ? Math.floor(warmTokens(situation) * ratio * this.#trust.in(served.name)) : 0;
    const writeTokens = Math.floor(written * ratio);
    const regretNanoUsd = view.last && view.last.cache !== situation.cache ? this.#regretOf(view, view.last) : 0;
    return ttl ? { readTokens, writeTokens, writeBucket: writeBucketOf(ttl), regretNanoUsd } : { readTokens, writeTokens, regretNanoUsd };
  }

  #regretOf(view: View, last: Kept): NanoUsd {
    if (view.regretNanoUsd !== undefined) return view.regretNanoUsd;
    const { path, request } = view;
    const { atMs } = request;
    const warm = this.#warm.find(last.cache, path, atMs);
    view.regretNanoUsd = regretOfLeaving({ last, warm, path, refillShare: this.#sessions.refillShare(), atMs });
    return view.regretNanoUsd;
  }

  #situation(candidate: Candidate, view: View, { name, rules, use }: ServedCache, ratio: number): Situation {
    const { request, path, key, unusedChances } = view;
    const about = { candidate, rules, path, prices: pricesAt(candidate, view, ratio), ratio };
    if (rules?.type === 'slot')
      return { ...about, cache: name, warm: this.#slots.heldBy(candidate.endpoint, request, path), chances: unusedChances };
    if (!use.isUsed) return { ...about, cache: name, warm: undefined, chances: unusedChances };
    const cache = cacheNameOf(candidate, name, key);
    return { ...about, cache, warm: this.#warm.find(cache, path, request.atMs), chances: this.#reuse.chances(request, cache, path) };
  }
}

function pricesAt(candidate: Candidate, { path, request }: View, ratio: number): InputPrices | undefined {
  return inputPricesOf(candidate, path.tokens * ratio, request.atMs);
}

function isSame(a: CacheRequest, b: CacheRequest): boolean {
  return (
    a === b || (a.segments === b.segments && a.tools === b.tools && a.sessionId === b.sessionId && a.kind === b.kind && a.atMs === b.atMs)
  );
}
