import type { Candidate } from '../catalogue/index.ts';
import { formatUsd } from '../money/index.ts';
import { priceLimitOf } from '../policy/index.ts';
import { combine, type Sort } from '../rules/index.ts';
import { isFillInTheMiddle } from '../task/index.ts';
import type { SelectionConditions } from './conditions.ts';
import type { Decision, PricedCandidate, Rejection } from './decision.ts';
import { type Expectation, expect } from './expectation.ts';
import { defaultLadders } from './ladders.ts';
import { pinText } from './pin.ts';
import type { Profile } from './profile.ts';
import { refusalOf, type Sieve } from './refusal.ts';
import { anyTier, type Rungs, rungsFor } from './rungs.ts';
import { variantsOf } from './variants.ts';
import { worstCaseFor } from './worstCase.ts';

/**
 * Chooses among what is available: whoever may and can answer, by its expected cost for each useful answer, or as fast as the user wants it.
 * Local models come last where the ladder does not name them. Equal ones keep the catalogue's order. What stays out is named with its rule.
 */
export function select(profile: Profile, candidates: readonly Candidate[], conditions: SelectionConditions): Decision {
  const pin = conditions.pins[profile.kind];
  const effect = combine(conditions.rules ?? [], pin ? ('tier' in pin ? [pin.tier] : []) : defaultLadders[profile.kind].tiers);
  const sieve: Sieve = {
    profile,
    conditions,
    use: effect.use,
    ruleNames: effect.names,
    rungs: rungsFor(profile, pin, effect.use),
  };
  const sorting = effect.use.sort ?? conditions.sort ?? 'price';
  const usual = sift(candidates, sieve, sorting);
  // Where the prompt is too long for everyone on the ladder, another tier answers rather than nobody.
  const isTooLong = usual.suitable.length === 0 && usual.rejected.some(({ rule }) => rule === 'context-too-small');
  const wider = isTooLong ? sift(candidates, { ...sieve, rungs: anyTier(profile) }, sorting) : usual;
  const { suitable, rejected, rungs } = wider.suitable.length > 0 ? wider : usual;
  const considered = {
    rejected,
    rules: [...effect.names, ...effect.notes],
    predicted: { inputTokens: profile.inputTokens, outputTokens: predictedOutput(profile) },
  };
  const [chosen, ...fallbacks] = suitable.map(pricedOf);
  if (!chosen) {
    return candidates.length === 0
      ? { ...considered, outcome: 'refused', rule: 'no-candidate', reason: 'no model is available' }
      : { ...considered, outcome: 'refused', rule: 'none-suitable', reason: 'no available model can do this task' };
  }
  const because = {
    ladder: '',
    pin: pin ? `, as you chose ${pinText(pin)} for it` : '',
    rule: `, by the rule ${effect.names.join(', ')}`,
    state: ', because what was tried does not work',
    'needs-larger-context': ', because the prompt fits into no usual one',
  }[rungs.rule];
  const reason = `${superlatives[sorting]} of ${suitable.length} for ${profile.kind} (${rungs.names.join(', ')})${because}`;
  return { ...considered, outcome: 'chosen', chosen, fallbacks, rule: rungs.rule, reason };
}

function predictedOutput({ predicted, maxOutputTokens }: Profile): number {
  return Math.min(maxOutputTokens, Math.round(predicted.outputTokens.median));
}

const superlatives: Readonly<Record<Sort, string>> = {
  price: 'cheapest for each useful answer',
  latency: 'fastest to its first token',
  throughput: 'most tokens per second',
};

/** Someone who may and can answer, and what is expected of it. */
interface Expected {
  readonly candidate: Candidate;
  readonly expectation: Expectation;
}

interface Sifted {
  readonly suitable: readonly Expected[];
  readonly rejected: readonly Rejection[];
  readonly rungs: Rungs;
}

function sift(candidates: readonly Candidate[], sieve: Sieve, sorting: Sort): Sifted {
  const { profile, conditions, rungs, use } = sieve;
  const rejected: Rejection[] = [];
  const suitable: Expected[] = [];
  const doubtful: (Expected & { readonly rejection: Rejection })[] = [];
  const limit = priceLimitOf(conditions.policy, profile);
  for (const base of candidates) {
    const refusal = refusalOf(base, sieve);
    if (refusal) {
      rejected.push({ candidate: base, ...refusal });
      continue;
    }
    for (const candidate of variantsOf(base, profile, use)) {
      const tooDear = limit === undefined ? undefined : dearnessOf(candidate, sieve, limit);
      if (tooDear) {
        rejected.push({ candidate, ...tooDear });
        continue;
      }
      const expected = { candidate, expectation: expect(candidate, profile, conditions) };
      const doubt = isLastResort(candidate, rungs) ? undefined : doubtOf(expected.expectation, sieve);
      if (doubt) doubtful.push({ ...expected, rejection: { candidate, ...doubt } });
      else suitable.push(expected);
    }
  }
  const rank = rankBy(sorting, rungs);
  if (suitable.length > 0) return { suitable: suitable.toSorted(rank), rejected: [...rejected, ...doubtful.map(({ rejection }) => rejection)], rungs };
  // Better a doubtful answer than none.
  return { suitable: doubtful.toSorted(rank), rejected, rungs };
}

function pricedOf({ candidate, expectation }: Expected): PricedCandidate {
  const { costNanoUsd, costPerUsefulNanoUsd, quality } = expectation;
  const { mean, source } = quality;
  return { candidate, expectedCostNanoUsd: costNanoUsd, costPerUsefulNanoUsd, quality: { mean, source } };
}

/** Local models where the ladder does not name them as its first choice: they answer when nobody else does. */
function isLastResort({ model }: Candidate, { names }: Rungs): boolean {
  return model.tier === 'local' && names[0] !== 'local';
}

function dearnessOf(candidate: Candidate, { profile, conditions }: Sieve, limit: number): Omit<Rejection, 'candidate'> | undefined {
  const { price, tokenizerRatio = 1 } = candidate.model;
  if (candidate.endpoint.billing !== 'metered') return undefined;
  if (!price) return { rule: 'price-limit', reason: `it has no known price, and a request may cost ${formatUsd(limit)} at the most` };
  const tokens = conditions.tokenRatio?.(candidate) ?? { ratio: tokenizerRatio, highestTokensPerByte: 0 };
  const worst = worstCaseFor(profile, candidate, price, tokens, 2);
  if (worst <= limit) return undefined;
  return { rule: 'price-limit', reason: `it could cost ${formatUsd(worst)}, and a request may cost ${formatUsd(limit)} at the most` };
}

/** Nobody waits longer for a suggestion to begin. */
const completionDeadlineMs = 3000;

/** Below so many recent requests, what was seen of a model's speed says little. */
const leastWeight = 2;

/** Why it would rather not be asked: too seldom useful, or too slow lately. */
function doubtOf({ quality, speed }: Expectation, { profile, conditions, rungs }: Sieve): Omit<Rejection, 'candidate'> | undefined {
  const floor = conditions.pressure === 'economy' ? rungs.floor * 0.8 : rungs.floor;
  if (quality.mean < floor) {
    return { rule: 'below-quality-floor', reason: `useful in ${percent(quality.mean)} of answers, below ${percent(floor)}: ${quality.source}` };
  }
  const deadlineMs = profile.deadlineMs ?? (isFillInTheMiddle(profile.kind) ? completionDeadlineMs : Number.POSITIVE_INFINITY);
  if (speed && speed.weight >= leastWeight && speed.firstTokenMs.median > deadlineMs) {
    return { rule: 'too-slow', reason: `lately ${Math.round(speed.firstTokenMs.median)} ms to its first token, and ${deadlineMs} ms are left` };
  }
  return undefined;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Unknown speeds come after those known to be usual, and before those known to be slow. */
const unknownFirstTokenMs = 2000;
const unknownTokensPerSecond = 30;

function rankBy(sorting: Sort, rungs: Rungs): (a: Expected, b: Expected) => number {
  const keyOf = ({ expectation: { costPerUsefulNanoUsd, speed } }: Expected): number => {
    // An unpriced model comes after every priced one.
    const cost = costPerUsefulNanoUsd ?? Number.MAX_SAFE_INTEGER;
    if (sorting === 'latency') return speed?.firstTokenMs.median ?? unknownFirstTokenMs;
    return sorting === 'throughput' ? -(speed?.outputTokensPerSecond ?? unknownTokensPerSecond) : cost;
  };
  const lastResort = ({ candidate }: Expected): number => Number(isLastResort(candidate, rungs));
  const costOf = ({ expectation: { costPerUsefulNanoUsd } }: Expected): number => costPerUsefulNanoUsd ?? Number.MAX_SAFE_INTEGER;
  return (a, b) =>
    lastResort(a) - lastResort(b) ||
    keyOf(a) - keyOf(b) ||
    costOf(a) - costOf(b) ||
    rungs.rankOf(a.candidate) - rungs.rankOf(b.candidate);
}
