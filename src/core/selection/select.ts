import type { BudgetPressure } from '../budget/index.ts';
import { type Candidate, type Tier, tiers } from '../catalogue/index.ts';
import { costOf, type NanoUsd } from '../money/index.ts';
import { allow, type Policy } from '../policy/index.ts';
import { isFillInTheMiddle, noUsage } from '../task/index.ts';
import type { Decision, PricedCandidate, Rejection } from './decision.ts';
import { defaultLadders } from './ladders.ts';
import { type Pin, type Pins, pinText } from './pin.ts';
import type { Profile } from './profile.ts';

/** What selection may know besides the task: all of it is passed in, so that equal input gives an equal decision. */
export interface SelectionConditions {
  readonly policy: Policy;
  readonly pressure: BudgetPressure;
  readonly pins: Pins;
  /** Now, in milliseconds since the epoch, because some prices depend on the hour; missing means the dearest hour. */
  readonly atMs?: number;
}

/**
 * Chooses among what is available: the user's pin or the kind's ladder of tiers first, then the cheaper, then the one named first. What stays
 * out is named with its rule.
 */
export function select(profile: Profile, candidates: readonly Candidate[], conditions: SelectionConditions): Decision {
  const rejected: Rejection[] = [];
  const suitable: PricedCandidate[] = [];
  const pin = conditions.pins[profile.kind];
  const rungs = rungsFor(profile, pin);
  for (const candidate of candidates) {
    const refusal = refusalOf(candidate, profile, rungs, conditions);
    if (refusal) rejected.push({ candidate, ...refusal });
    else suitable.push({ candidate, expectedCostNanoUsd: expectedCostOf(candidate, profile, conditions) });
  }
  const rank = ({ candidate }: PricedCandidate): number => rungs.findIndex((rung) => rung.holds(candidate));
  const [chosen, ...fallbacks] = suitable.toSorted((a, b) => rank(a) - rank(b) || costRank(a) - costRank(b));
  if (!chosen) {
    return candidates.length === 0
      ? { outcome: 'refused', rejected, rule: 'no-candidate', reason: 'no model is available' }
      : { outcome: 'refused', rejected, rule: 'none-suitable', reason: 'no available model can do this task' };
  }
  const words = `${chosen.candidate.model.tier} is rung ${rank(chosen) + 1} of ${rungs.length} for ${profile.kind} (${rungs.map(({ name }) => name).join(', ')})`;
  return {
    outcome: 'chosen',
    chosen,
    fallbacks,
    rejected,
    rule: pin ? 'pin' : 'ladder',
    reason: pin ? `${words}, as you chose ${pinText(pin)} for it` : `${words}, cheapest of those available`,
  };
}

interface Rung {
  readonly name: string;
  holds(candidate: Candidate): boolean;
}

/** Local models stand under every pin, as they stand under every ladder. */
function rungsFor({ kind }: Profile, pin: Pin | undefined): readonly Rung[] {
  if (!pin) return defaultLadders[kind].map(tierRung);
  if ('tier' in pin)
    return tiers
      .filter((tier) => tier === pin.tier || tier === 'local')
      .map(tierRung)
      .toReversed();
  const { model, endpoint } = pin;
  const pinned: Rung = {
    name: pinText(pin),
    holds: (candidate) => candidate.model.id === model && candidate.endpoint.id === endpoint,
  };
  return [pinned, tierRung('local')];
}

function tierRung(tier: Tier): Rung {
  return { name: tier, holds: ({ model }) => model.tier === tier };
}

function refusalOf(
  candidate: Candidate,
  profile: Profile,
  rungs: readonly Rung[],
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
  if (!rungs.some((rung) => rung.holds(candidate))) {
    const names = rungs.map(({ name }) => name).join(', ');
    return { rule: 'not-on-ladder', reason: `${model.tier} is not on the ladder ${names}` };
  }
  return incapacityOf(candidate, profile);
}

function incapacityOf({ model }: Candidate, profile: Profile): Omit<Rejection, 'candidate'> | undefined {
  const isHole = isFillInTheMiddle(profile.kind);
  if (isHole && !model.fillInTheMiddle) return { rule: 'no-fill-in-the-middle', reason: 'the model cannot fill in the middle' };
  if (!isHole && !model.canChat) return { rule: 'no-chat', reason: 'the model cannot chat' };
  // Local servers do not tell what they can: they are tried.
  if (profile.tools.length > 0 && model.canUseTools === false) return { rule: 'no-tools', reason: 'the model cannot use tools' };
  if (profile.images > 0 && model.canSeeImages === false) return { rule: 'no-images', reason: 'the model cannot see images' };
  // A hole's surroundings are cut to fit before sending; a conversation must fit whole.
  const leastInput = isHole ? 0 : profile.inputTokens;
  const output = outputLimit(profile.maxOutputTokens, model);
  if (model.contextTokens !== undefined && leastInput + output > model.contextTokens) {
    return { rule: 'context-too-small', reason: `about ${leastInput} + ${output} tokens do not fit into ${model.contextTokens}` };
  }
  return undefined;
}

/** What the task asks for, as far as the model can give it. */
export function outputLimit(maxOutputTokens: number, { maxOutputTokens: most = Number.POSITIVE_INFINITY }: Candidate['model']): number {
  return Math.min(maxOutputTokens, most);
}

/** With what is paid on top of the bill, because that is how candidates compare. */
function expectedCostOf(
  { model, endpoint }: Candidate,
  profile: Profile,
  { atMs }: Pick<SelectionConditions, 'atMs'>,
): NanoUsd | undefined {
  if (!model.price) return undefined;
  const uncachedInput = Math.ceil(profile.inputTokens * (model.tokenizerRatio ?? 1));
  const usage = { ...noUsage, uncachedInput, output: outputLimit(profile.maxOutputTokens, model) };
  const bill = costOf(usage, model.price, atMs === undefined ? {} : { atMs });
  return Math.round((bill * (1000 + (endpoint.feeThousandths ?? 0))) / 1000);
}

function costRank({ expectedCostNanoUsd }: PricedCandidate): number {
  // An unpriced model comes after every priced one of its tier.
  return expectedCostNanoUsd ?? Number.MAX_SAFE_INTEGER;
}
