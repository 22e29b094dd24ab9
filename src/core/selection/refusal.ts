import type { Pressure } from '../budget/index.ts';
import { type Candidate, tiers } from '../catalogue/index.ts';
import { chatHoleTokens, isChatHole } from '../hole/index.ts';
import { allowEach, type PolicyVerdict } from '../policy/index.ts';
import { areExcluded, type RuleUse } from '../rules/index.ts';
import { isFillInTheMiddle } from '../task/index.ts';
import type { SelectionConditions } from './conditions.ts';
import type { Rejection } from './decision.ts';
import type { Profile } from './profile.ts';
import { isBelow, type Rungs } from './rungs.ts';
import { outputLimit } from './worstCase.ts';

type Refusal = Omit<Rejection, 'candidate'>;

/** What one request rules out, whoever is asked. */
export interface Sieve {
  readonly profile: Profile;
  readonly conditions: SelectionConditions;
  readonly use: RuleUse;
  /** The names of the rules that took the request. */
  readonly ruleNames: readonly string[];
  readonly rungs: Rungs;
  /** The user chose by a rule or by hand who answers, and means it, whatever that costs within the budgets. */
  readonly isAskedFor: boolean;
}

/** Why each of the candidates may not or cannot answer; what it costs and how good it is does not matter yet. */
export function refusalsBy(candidates: readonly Candidate[], sieve: Sieve): (index: number) => Rejection | undefined {
  const { profile, conditions, isAskedFor } = sieve;
  const { byRule, byTier } = standingRejections(candidates, sieve);
  const byHealth = ailmentsBy(conditions);
  return (index) => {
    if (byRule[index]) return byRule[index];
    const candidate = candidates[index] as Candidate;
    const byBudget = refusalByBudget(candidate, conditions.pressure, isAskedFor);
    if (byBudget) return rejectionOf(candidate, byBudget);
    if (byTier[index]) return byTier[index];
    const refusal = incapacityOf(candidate, profile, conditions) ?? byHealth(candidate);
    return refusal && rejectionOf(candidate, refusal);
  };
}

function rejectionOf(candidate: Candidate, { rule, reason }: Refusal): Rejection {
  return { candidate, rule, reason };
}

/** In the order of the candidates. */
interface Standing {
  readonly excluded: readonly boolean[] | undefined;
  /** By the policy, or by the rules that took the request. */
  readonly byRule: readonly (Rejection | undefined)[];
  readonly byTier: readonly (Rejection | undefined)[];
}

/** By what the policy says of each of a list of candidates, then by what else of a request counts here. */
const known = new WeakMap<readonly PolicyVerdict[], Map<string, Standing>>();

/** Kinds, rules and the states of agents' tasks make a few. */
const mostKnown = 32;

/** What does not depend on the prompt: most of a catalogue is ruled out by it, and mostly just as it was for the request before. */
function standingRejections(candidates: readonly Candidate[], sieve: Sieve): Standing {
  const { profile, conditions, use, rungs, ruleNames } = sieve;
  const verdicts = allowEach(candidates, conditions.policy, profile);
  const excluded = use.exclude && areExcluded(candidates, use.exclude);
  const { leastTier, mostTier, isFreeOnly } = profile;
  const asked = JSON.stringify([use.localOnly, use.maxTier, leastTier, mostTier, isFreeOnly, rungs.names, ruleNames]);
  const ofVerdicts = known.get(verdicts) ?? new Map<string, Standing>();
  const before = ofVerdicts.get(asked);
  if (before && before.excluded === excluded) return before;
  const rejectionsBy = (refusalOf: (candidate: Candidate, index: number) => Refusal | undefined) =>
    candidates.map((candidate, index) => {
      const refusal = refusalOf(candidate, index);
      return refusal && rejectionOf(candidate, refusal);
    });
  const standing: Standing = {
    excluded,
    byRule: rejectionsBy((candidate, index) => {
      const verdict = verdicts[index];
      return verdict && !verdict.allowed ? verdict : refusalByRule(candidate, sieve, excluded?.[index] ?? false);
    }),
    byTier: rejectionsBy((candidate) => refusalByTier(candidate, sieve)),
  };
  if (ofVerdicts.size >= mostKnown) ofVerdicts.clear();
  known.set(verdicts, ofVerdicts.set(asked, standing));
  return standing;
}

function refusalByTier(candidate: Candidate, { profile, rungs }: Sieve): Refusal | undefined {
  const { model, endpoint } = candidate;
  const { leastTier, mostTier } = profile;
  if (leastTier && isBelow(model.tier, leastTier)) {
    return { rule: 'below-least-tier', reason: `the answers of tiers below ${leastTier} were of no use here` };
  }
  if (mostTier && tiers.indexOf(model.tier) > tiers.indexOf(mostTier)) {
    return { rule: 'above-most-tier', reason: `no tier above ${mostTier} is to be asked for it` };
  }
  if (profile.isFreeOnly && endpoint.billing === 'metered') {
    return { rule: 'not-worth', reason: 'a paid answer is not worth its price here' };
  }
  return rungs.rankOf(candidate) < 0 ? { rule: 'not-on-ladder', reason: rungs.refusal } : undefined;
}

function refusalByRule(candidate: Candidate, { use, ruleNames }: Sieve, isExcluded: boolean): Refusal | undefined {
  const { model, endpoint } = candidate;
  if (use.localOnly && endpoint.billing !== 'local')
    return { rule: 'rule-local-only', reason: `rule ${ruleNames.join(', ')}: local models only` };
  if (use.maxTier && tiers.indexOf(model.tier) > tiers.indexOf(use.maxTier)) {
    return { rule: 'rule-max-tier', reason: `rule ${ruleNames.join(', ')}: no tier above ${use.maxTier}` };
  }
  if (isExcluded) return { rule: 'rule-exclude', reason: `rule ${ruleNames.join(', ')} excludes it` };
  return undefined;
}

/** Economy leaves alone what was asked for. */
function refusalByBudget(candidate: Candidate, pressure: Pressure, isAskedFor: boolean): Refusal | undefined {
  const verdict = pressure.of(candidate);
  const { model, endpoint } = candidate;
  switch (verdict.pressure) {
    case 'normal':
      return undefined;
    case 'stop':
      return { rule: 'budget-stop', reason: `${verdict.reason}, so nothing is asked` };
    case 'local-only':
      return endpoint.billing === 'local'
        ? undefined
        : { rule: 'budget-local-only', reason: `${verdict.reason}, so only local models are asked` };
    case 'economy':
      return model.tier !== 'frontier' || isAskedFor
        ? undefined
        : { rule: 'budget-economy', reason: `${verdict.reason}, so no frontier model is asked unless you say so` };
  }
}

/** Estimates are wrong by a third at the most, and the answer is not all of its limit. */
const nearlyFull = 0.5;

function incapacityOf({ model }: Candidate, profile: Profile, { contextAboveTokens = 0 }: SelectionConditions): Refusal | undefined {
  const isHole = isFillInTheMiddle(profile.kind);
  if (isHole && !model.fillInTheMiddle) return { rule: 'no-fill-in-the-middle', reason: 'the model cannot fill in the middle' };
  if (!isHole && !model.canChat) return { rule: 'no-chat', reason: 'the model cannot chat' };
  // Local servers do not tell what they can: they are tried.
  if (profile.tools.length > 0 && model.canUseTools === false) return { rule: 'no-tools', reason: 'the model cannot use tools' };
  if (profile.images > 0 && model.canSeeImages === false) return { rule: 'no-images', reason: 'the model cannot see images' };
  if (model.contextTokens === undefined) return undefined;
  // A hole's surroundings are cut to fit before sending, though not what asks for it; a conversation must fit whole.
  const holeTokens = isChatHole({ kind: profile.kind, candidate: { model } }) ? chatHoleTokens : 0;
  const leastInput = isHole ? holeTokens : profile.inputTokens;
  const output = outputLimit(profile.maxOutputTokens, model);
  if (leastInput + output > model.contextTokens) {
    return { rule: 'context-too-small', reason: `about ${leastInput} + ${output} tokens do not fit into ${model.contextTokens}` };
  }
  // Rows may claim more than a server gives: what is far from filling a context is tried there all the same.
  if (model.contextTokens <= contextAboveTokens && leastInput + output > model.contextTokens * nearlyFull) {
    return { rule: 'context-too-small', reason: `the prompt did not fit into ${contextAboveTokens} tokens` };
  }
  return undefined;
}

/** An endpoint is asked about once, however many models it has. */
function ailmentsBy({ health }: SelectionConditions): (candidate: Candidate) => Refusal | undefined {
  const known = new Map<string, Refusal | undefined>();
  return ({ endpoint: { id } }) => {
    if (!health || known.has(id)) return known.get(id);
    const verdict = health(id);
    const refusal = verdict.isAvailable ? undefined : { rule: verdict.rule, reason: verdict.reason };
    known.set(id, refusal);
    return refusal;
  };
}
