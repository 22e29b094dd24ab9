import { requestedTerms } from '../budget/index.ts';
import type { CacheExpectation } from '../caching/index.ts';
import type { Candidate } from '../catalogue/index.ts';
import { chatHoleTokens, isChatHole } from '../hole/index.ts';
import { type BillingTerms, costOf, type NanoUsd } from '../money/index.ts';
import type { QualityEstimate } from '../outcome/index.ts';
import type { SpeedEstimate } from '../statistics/index.ts';
import { isFillInTheMiddle, type Usage } from '../task/index.ts';
import type { SelectionConditions } from './conditions.ts';
import type { Profile } from './profile.ts';
import { outputLimit } from './worstCase.ts';

/** What is expected of a candidate that may answer. */
export interface Expectation {
  readonly usage: Usage;
  /** With the fee on top of the bill, because that is how candidates compare. Undefined for an unpriced model. */
  readonly costNanoUsd: NanoUsd | undefined;
  /** What the choice costs later: the cache of the session's last model would have to be filled again. */
  readonly regretNanoUsd: NanoUsd;
  readonly quality: QualityEstimate;
  /** (cost + regret) / the share of useful answers. */
  readonly costPerUsefulNanoUsd: NanoUsd | undefined;
  /** Undefined where nothing was seen lately. */
  readonly speed: SpeedEstimate | undefined;
}

/** Where nobody is known to be better than another: cost alone decides. */
const alike: QualityEstimate = { mean: 1, weight: 0, source: 'nothing is known of its quality' };
const cold: CacheExpectation = { readTokens: 0, writeTokens: 0, regretNanoUsd: 0 };

/**
 * Prices candidates for one request: tokens x their tokenizer's ratio, what their caches hold, fees, and how long answers of this kind were.
 * `needsSpeed`: how fast they were lately matters.
 */
export function expectationsFor(
  profile: Profile,
  conditions: SelectionConditions,
  needsSpeed: boolean,
): (candidate: Candidate) => Expectation {
  const { kind, language } = profile;
  const { quality: book, statistics, tokenRatio, atMs } = conditions;
  const cacheMemory = isFillInTheMiddle(kind) ? undefined : conditions.cacheMemory;
  // One for all: what is known of it is found by it.
  const cacheRequest = { ...profile, atMs: atMs ?? 0 };
  const usualTerms: BillingTerms = atMs === undefined ? {} : { atMs };
  return (candidate) => {
    const { model, endpoint } = candidate;
    const ratio = tokenRatio ? tokenRatio(candidate).ratio : (model.tokenizerRatio ?? 1);
    const cache = cacheMemory?.expect(candidate, cacheRequest, ratio) ?? cold;
    const usage = usageOf(candidate, profile, ratio, cache);
    const quality = book?.estimate(kind, candidate, language) ?? alike;
    const costNanoUsd = costWithFees(candidate, usage, usualTerms);
    return {
      usage,
      costNanoUsd,
      regretNanoUsd: cache.regretNanoUsd,
      quality,
      costPerUsefulNanoUsd: costNanoUsd === undefined ? undefined : Math.round((costNanoUsd + cache.regretNanoUsd) / quality.mean),
      speed: needsSpeed ? statistics?.speedOf(endpoint.id, model.id, kind) : undefined,
    };
  };
}

function costWithFees(candidate: Candidate, usage: Usage, usualTerms: BillingTerms): NanoUsd | undefined {
  const { billing, feeThousandths = 0 } = candidate.endpoint;
  const { price } = candidate.model;
  if (billing !== 'metered') return 0;
  if (!price) return undefined;
  const { serviceTier, speed } = requestedTerms(candidate);
  const isUsual = serviceTier === undefined && speed === undefined;
  const bill = costOf(usage, price, isUsual ? usualTerms : { ...usualTerms, ...requestedTerms(candidate) });
  return feeThousandths === 0 ? bill : Math.round((bill * (1000 + feeThousandths)) / 1000);
}

function usageOf(
  candidate: Candidate,
  { kind, inputTokens, predicted, maxOutputTokens }: Profile,
  ratio: number,
  cache: CacheExpectation,
): Usage {
  const { writeBucket } = cache;
  const input = Math.ceil((inputTokens + (isChatHole({ kind, candidate }) ? chatHoleTokens : 0)) * ratio);
  const cacheRead = Math.min(input, cache.readTokens);
  const written = writeBucket ? Math.min(input - cacheRead, cache.writeTokens) : 0;
  const output = Math.min(Math.ceil(predicted.outputTokens.median * ratio), outputLimit(maxOutputTokens, candidate.model));
  const usage = {
    uncachedInput: input - cacheRead - written,
    cacheRead,
    cacheWrite5m: 0,
    cacheWrite30m: 0,
    cacheWrite1h: 0,
    cacheWrite12h: 0,
    output,
  };
  if (writeBucket) usage[writeBucket] = written;
  return usage;
}
