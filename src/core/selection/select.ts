import type { BudgetPressure } from '../budget/index.ts';
import type { Candidate, Tier } from '../catalogue/index.ts';
import { costOf } from '../money/index.ts';
import { allow, type Policy } from '../policy/index.ts';
import { isFillInTheMiddle, noUsage } from '../task/index.ts';
import type { Decision, PricedCandidate, Rejection } from './decision.ts';
import { defaultLadders } from './ladders.ts';
import type { Profile } from './profile.ts';

/** What selection may know besides the task: all of it is passed in, so that equal input gives an equal decision. */
export interface SelectionConditions {
  readonly policy: Policy;
  readonly pressure: BudgetPressure;
}

/**
 * Chooses among what is available: the kind's ladder of tiers first, then the cheaper, then the one named first. What stays out is named with its rule.
 */
export function select(profile: Profile, candidates: readonly Candidate[], conditions: SelectionConditions): Decision {
  const rejected: Rejection[] = [];
  const suitable: PricedCandidate[] = [];
  const ladder = defaultLadders[profile.kind];
  for (const candidate of candidates) {
    const refusal = refusalOf(candidate, profile, ladder, conditions);
    if (refusal) rejected.push({ candidate, ...refusal });
    else suitable.push({ candidate, expectedCostNanoUsd: expectedCostOf(candidate, profile) });
  }
  const [chosen, ...fallbacks] = suitable.toSorted((a, b) => rankOf(a, ladder) - rankOf(b, ladder) || costRank(a) - costRank(b));
  if (!chosen) {
    return candidates.length === 0
      ? { outcome: 'refused', rejected, rule: 'no-candidate', reason: 'no model is available' }
      : { outcome: 'refused', rejected, rule: 'none-suitable', reason: 'no available model can do this task' };
  }
  const rung = ladder.indexOf(chosen.candidate.model.tier) + 1;
  return {
    outcome: 'chosen',
    chosen,
    fallbacks,
    rejected,
    rule: 'ladder',
    reason: `${chosen.candidate.model.tier} is rung ${rung} of ${ladder.length} for ${profile.kind} (${ladder.join(', ')}), cheapest of those available`,
  };
}

function refusalOf(
  candidate: Candidate,
  profile: Profile,
  ladder: readonly Tier[],
  conditions: SelectionConditions,
): Omit<Rejection, 'candidate'> | undefined {
  const verdict = allow(candidate, conditions.policy);
  if (!verdict.allowed) return verdict;
  const { model } = candidate;
  if (conditions.pressure === 'local-only' && candidate.endpoint.billing !== 'local') {
    return { rule: 'budget-local-only', reason: 'the budget is spent: local models only' };
  }
  if (conditions.pressure === 'economy' && model.tier === 'frontier') {
    return { rule: 'budget-economy', reason: 'the budget is nearly spent: no frontier models' };
  }
  if (!ladder.includes(model.tier)) return { rule: 'not-on-ladder', reason: `${model.tier} is not on the ladder ${ladder.join(', ')}` };
  if (isFillInTheMiddle(profile.kind) && !model.fillInTheMiddle) {
    return { rule: 'no-fill-in-the-middle', reason: 'the model cannot fill in the middle' };
  }
  if (!isFillInTheMiddle(profile.kind) && !model.canChat) return { rule: 'no-chat', reason: 'the model cannot chat' };
  // A hole's surroundings are cut to fit before sending; a conversation must fit whole.
  const leastInput = isFillInTheMiddle(profile.kind) ? 0 : profile.inputTokens;
  if (model.contextTokens !== undefined && leastInput + profile.maxOutputTokens > model.contextTokens) {
    return {
      rule: 'context-too-small',
      reason: `about ${leastInput} + ${profile.maxOutputTokens} tokens do not fit into ${model.contextTokens}`,
    };
  }
  return undefined;
}

function expectedCostOf({ model }: Candidate, profile: Profile): number | undefined {
  return model.price && costOf({ ...noUsage, uncachedInput: profile.inputTokens, output: profile.maxOutputTokens }, model.price);
}

function rankOf({ candidate }: PricedCandidate, ladder: readonly Tier[]): number {
  return ladder.indexOf(candidate.model.tier);
}

function costRank({ expectedCostNanoUsd }: PricedCandidate): number {
  // An unpriced model comes after every priced one of its tier.
  return expectedCostNanoUsd ?? Number.MAX_SAFE_INTEGER;
}
