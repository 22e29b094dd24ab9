import { type Candidate, type Tier, tiers } from '../catalogue/index.ts';
import { formatUsd } from '../money/index.ts';
import { priceLimitOf } from '../policy/index.ts';
import { combine, type Effect, type RuleMatch, type Sort } from '../rules/index.ts';
import type { SelectionConditions } from './conditions.ts';
import type { Decision, PricedCandidate, Rejection } from './decision.ts';
import { deadlineOf, doubtOf, slownessOf } from './doubt.ts';
import { expectationsFor } from './expectation.ts';
import { type Pin, pinText } from './pin.ts';
import type { Profile } from './profile.ts';
import { type Expected, isLastResort, ranked } from './rank.ts';
import { refusalsBy, type Sieve } from './refusal.ts';
import { anyTier, type Rungs, rungsFor, tiersInForce } from './rungs.ts';
import { variantsFor } from './variants.ts';
import { worstCaseFor } from './worstCase.ts';

/**
 * Chooses among what is available: whoever may and can answer, by its expected cost for each useful answer, or as fast as the user wants it.
 * Local models come last where the ladder does not name them. Equal ones keep the catalogue's order. What stays out is named with its rule.
 */
export function select(profile: Profile, candidates: readonly Candidate[], conditions: SelectionConditions): Decision {
  const pin: Pin | undefined = profile.tier ? { tier: profile.tier } : conditions.pins[profile.kind];
  const effect = effectOn(conditions.rules ?? [], profile, pin);
  const sieve: Sieve = {
    profile,
    conditions,
    use: effect.use,
    ruleNames: effect.names,
    isAskedFor: pin !== undefined || isByRule(conditions.rules ?? []),
    rungs: rungsFor(profile, pin, effect.use, conditions.pressure.all.pressure === 'economy'),
  };
  const sorting = effect.use.sort ?? conditions.sort ?? 'price';
  const usual = sift(candidates, sieve, sorting);
  // Where the prompt is too long for everyone on the ladder, another tier answers rather than nobody; what was chosen by hand is not changed.
  const mayClimb = ['ladder', 'state', 'economy'].includes(sieve.rungs.rule);
  const isTooLong = mayClimb && usual.suitable.length === 0 && usual.rejected.some(({ rule }) => rule === 'context-too-small');
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
    economy: ', because the budget is to last',
    'needs-larger-context': ', because the prompt fits into no usual one',
  }[rungs.rule];
  const reason = `${superlatives[sorting]} of ${suitable.length} for ${profile.kind} (${rungs.names.join(', ')})${because}`;
  return { ...considered, outcome: 'chosen', chosen, fallbacks, rule: rungs.rule, reason };
}

/** What the rules come to. A workspace's rule, approved or not, may lower the tier that the user pinned, and changes nothing else of a pin. */
function effectOn(rules: readonly RuleMatch[], profile: Profile, pin: Pin | undefined): Effect {
  const inForce = tiersInForce(profile, pin);
  const effect = combine(rules, inForce);
  const users = rules.find(({ source }) => source === 'user')?.use;
  const approved = rules.find(({ source }) => source === 'workspace-approved');
  const isUsersChoice = users?.tier !== undefined || users?.model !== undefined;
  if (!pin || !approved || isUsersChoice || (approved.use.tier ?? approved.use.model) === undefined) return effect;
  if (approved.use.model === undefined && isLowered(approved.use.tier, inForce)) return effect;
  const { tier: _tier, model: _model, ...use } = effect.use;
  return { ...effect, use, notes: [...effect.notes, `rule ${approved.name} of this workspace does not change what you chose by hand`] };
}

/** What a workspace's rule may do without approval is no choice of the user's. */
function isByRule(rules: readonly RuleMatch[]): boolean {
  return rules.some(({ source, use }) => source !== 'workspace' && (use.tier !== undefined || use.model !== undefined));
}

/** Approving a rule lifts none of its restrictions. */
function isLowered(tier: Tier | undefined, [usual]: readonly Tier[]): boolean {
  return tier !== undefined && usual !== undefined && tiers.indexOf(tier) <= tiers.indexOf(usual);
}

function predictedOutput({ predicted, maxOutputTokens }: Profile): number {
  return Math.min(maxOutputTokens, Math.round(predicted.outputTokens.median));
}

const superlatives: Readonly<Record<Sort, string>> = {
  price: 'cheapest for each useful answer',
  latency: 'fastest to its first token',
  throughput: 'most tokens per second',
};

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
  const variantsOf = variantsFor(profile, use);
  const deadlineMs = deadlineOf(profile);
  const expectationOf = expectationsFor(profile, conditions, sorting !== 'price' || deadlineMs !== Number.POSITIVE_INFINITY);
  const limit = priceLimitOf(conditions.policy, profile);
  const refusalOf = refusalsBy(candidates, sieve);
  for (let index = 0; index < candidates.length; index += 1) {
    const base = candidates[index] as Candidate;
    const refusal = refusalOf(index);
    if (refusal) {
      // That its endpoint rests says nothing new of one that is not asked again anyway.
      if (!conditions.isGivenUp || !variantsOf(base).every(conditions.isGivenUp)) rejected.push(refusal);
      continue;
    }
    for (const candidate of variantsOf(base)) {
      // Told with the course of the task.
      if (conditions.isGivenUp?.(candidate)) continue;
      const tooDear = limit === undefined ? undefined : dearnessOf(candidate, sieve, limit);
      if (tooDear) {
        rejected.push({ candidate, ...tooDear });
        continue;
      }
      const expectation = expectationOf(candidate);
      const slowness = slownessOf(candidate, expectation, sieve);
      if (slowness) {
        rejected.push({ candidate, ...slowness });
        continue;
      }
      const doubt = isLastResort(candidate, rungs) ? undefined : doubtOf(candidate, expectation, sieve, deadlineMs);
      if (doubt) doubtful.push({ candidate, expectation, rejection: { candidate, ...doubt } });
      else suitable.push({ candidate, expectation });
    }
  }
  // Better a doubtful answer than none.
  if (suitable.length === 0) return { suitable: ranked(doubtful, sorting, rungs), rejected, rungs };
  for (const { rejection } of doubtful) rejected.push(rejection);
  return { suitable: ranked(suitable, sorting, rungs), rejected, rungs };
}

function pricedOf({ candidate, expectation }: Expected): PricedCandidate {
  const { costNanoUsd, costPerUsefulNanoUsd, quality } = expectation;
  return { candidate, expectedCostNanoUsd: costNanoUsd, costPerUsefulNanoUsd, quality };
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
