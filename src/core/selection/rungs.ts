import { type Candidate, type Tier, tiers } from '../catalogue/index.ts';
import type { RuleUse } from '../rules/index.ts';
import { troubleOf } from './effort.ts';
import { defaultLadders } from './ladders.ts';
import { type Pin, pinText } from './pin.ts';
import type { Profile } from './profile.ts';

/** Who may answer, and why just they. */
export interface Rungs {
  /** In words, the usual one first. */
  readonly names: readonly string[];
  /** Why somebody is on none of them. */
  readonly refusal: string;
  readonly rule: 'ladder' | 'pin' | 'rule' | 'state' | 'economy' | 'needs-larger-context';
  /** The share of useful answers below which a candidate is not worth asking. */
  readonly floor: number;
  /** The rung of a candidate, from 0; -1: it is on none. Local models are on the last one. */
  rankOf(candidate: Candidate): number;
}

/**
 * A rule's choice first, then the user's pin, then the kind's ladder, which an agent's task in trouble climbs. Local models stand under all of
 * them as the last resort.
 */
export function rungsFor(profile: Profile, pin: Pin | undefined, use: RuleUse, isEconomy = false): Rungs {
  const ladder = defaultLadders[profile.kind];
  if (use.model !== undefined) return ofModel(use.model, 'rule');
  const capped = (chosen: readonly Tier[]): readonly Tier[] => [...new Set(chosen.map((tier) => lowerOf(tier, use.maxTier)))];
  if (use.tier) return ofTiers(capped([use.tier]), 'rule');
  if (pin) return 'tier' in pin ? ofTiers(capped([pin.tier]), 'pin') : ofModel(pinText(pin), 'pin');
  const climbed = capped(tiersInForce(profile, undefined));
  // A ladder of frontier models alone would leave nobody: one step down is better than no answer.
  if (isEconomy && climbed.includes('frontier'))
    return ofTiers([...new Set(climbed.map((tier) => lowerOf(tier, 'medium')))], 'economy', ladder.floor);
  const isClimbed = climbed.some((tier) => !ladder.tiers.includes(tier));
  return ofTiers(climbed, isClimbed ? 'state' : 'ladder', ladder.floor);
}

function lowerOf(tier: Tier, most: Tier | undefined): Tier {
  return most && tiers.indexOf(most) < tiers.indexOf(tier) ? most : tier;
}

/** The tiers that are asked without any rule, the usual one first; none where a single model is pinned. */
export function tiersInForce({ kind, state, leastTier }: Profile, pin: Pin | undefined): readonly Tier[] {
  if (pin) return 'tier' in pin ? [pin.tier] : [];
  const { tiers: ladder } = defaultLadders[kind];
  const climbed = troubleOf(state) === 3 ? ladder.map(nextTier) : ladder;
  return leastTier ? [...new Set<Tier>([leastTier, ...climbed.filter((tier) => !isBelow(tier, leastTier))])] : climbed;
}

export function isBelow(tier: Tier, other: Tier): boolean {
  return tiers.indexOf(tier) < tiers.indexOf(other);
}

/** Nothing on the ladder holds the prompt: whatever tier does. */
export function anyTier({ kind }: Profile): Rungs {
  const primary = tiers.indexOf(defaultLadders[kind].tiers[0] ?? 'local');
  const others = tiers.filter((tier) => tier !== 'local');
  const above = others.filter((tier) => tiers.indexOf(tier) >= primary);
  return ofTiers([...above, ...others.filter((tier) => !above.includes(tier)).toReversed()], 'needs-larger-context');
}

function nextTier(tier: Tier): Tier {
  return tiers[Math.min(tiers.length - 1, tiers.indexOf(tier) + 1)] ?? tier;
}

/** A choice of the user's own asks for no more quality than it has. */
function ofTiers(chosen: readonly Tier[], rule: Rungs['rule'], floor = 0): Rungs {
  const names = chosen.includes('local') ? chosen : [...chosen, 'local' as const];
  return { names, refusal: refusalBy(names), rule, floor, rankOf: ({ model }) => names.indexOf(model.tier) };
}

const refusalBy = (names: readonly string[]): string => `only these are asked: ${names.join(', ')}`;

function ofModel(name: string, rule: Rungs['rule']): Rungs {
  const names = [name, 'local'];
  return {
    names,
    refusal: refusalBy(names),
    rule,
    floor: 0,
    rankOf: ({ model, endpoint }) => (`${model.id}@${endpoint.id}` === name ? 0 : model.tier === 'local' ? 1 : -1),
  };
}
