import { requestedTerms } from '../budget/index.ts';
import type { CacheExpectation, CacheRequest } from '../caching/index.ts';
import type { Candidate } from '../catalogue/index.ts';
import { costOf, type NanoUsd } from '../money/index.ts';
import type { QualityEstimate } from '../outcome/index.ts';
import type { SpeedEstimate } from '../statistics/index.ts';
import { isFillInTheMiddle, noUsage, type Usage } from '../task/index.ts';
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

/** Prices a candidate: tokens x its tokenizer's ratio, what its cache holds, fees, and how long answers of this kind were. */
export function expect(candidate: Candidate, profile: Profile, conditions: SelectionConditions, cacheRequest: CacheRequest): Expectation {
  const { model, endpoint } = candidate;
  const { ratio } = conditions.tokenRatio?.(candidate) ?? { ratio: model.tokenizerRatio ?? 1 };
  const cache = isFillInTheMiddle(profile.kind) ? cold : (conditions.cacheMemory?.expect(candidate, cacheRequest, ratio) ?? cold);
  const usage = usageOf(candidate, profile, ratio, cache);
  const quality = conditions.quality?.estimate(profile.kind, candidate, profile.language) ?? alike;
  const terms = { ...requestedTerms(candidate), ...(conditions.atMs !== undefined && { atMs: conditions.atMs }) };
  const bill = endpoint.billing === 'local' || endpoint.billing === 'subscription' ? 0 : model.price && costOf(usage, model.price, terms);
  const costNanoUsd = bill === undefined ? undefined : Math.round((bill * (1000 + (endpoint.feeThousandths ?? 0))) / 1000);
  return {
    usage,
    costNanoUsd,
    regretNanoUsd: cache.regretNanoUsd,
    quality,
    costPerUsefulNanoUsd: costNanoUsd === undefined ? undefined : Math.round((costNanoUsd + cache.regretNanoUsd) / quality.mean),
    speed: conditions.statistics?.speedOf(endpoint.id, model.id),
  };
}

function usageOf({ model }: Candidate, profile: Profile, ratio: number, cache: CacheExpectation): Usage {
  const input = Math.ceil(profile.inputTokens * ratio);
  const read = Math.min(input, cache.readTokens);
  const written = Math.min(input - read, cache.writeBucket ? cache.writeTokens : 0);
  const usual = Math.ceil(profile.predicted.outputTokens.median * ratio);
  return {
    ...noUsage,
    uncachedInput: input - read - written,
    cacheRead: read,
    ...(cache.writeBucket && { [cache.writeBucket]: written }),
    output: Math.min(usual, outputLimit(profile.maxOutputTokens, model)),
  };
}
