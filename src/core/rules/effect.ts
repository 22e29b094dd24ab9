import { type Tier, tiers } from '../catalogue/index.ts';
import { oncePer } from './oncePer.ts';
import type { Exclusion, RuleMatch, RuleUse } from './rule.ts';

/** What a matched rule may do here. */
export interface RuleEffect {
  readonly use: RuleUse;
  /** A sentence for each thing that it may not do. */
  readonly notes: readonly string[];
}

/**
 * Reduces what a workspace's rule asks to what it may do before the user approved it: whatever restricts. What could raise the tier or the
 * price, or bring in a provider, is inert. It may exclude, but no local model: that costs nothing and sends nothing, so that leaving it out
 * could only make a request dearer. `ladderTiers`: the tiers that would be asked without this rule, the usual one first.
 */
export function effectOf(match: RuleMatch, ladderTiers: readonly Tier[]): RuleEffect {
  if (match.source !== 'workspace') return { use: match.use, notes: [] };
  const { tier, maxTier, localOnly, exclude } = match.use;
  const [usual] = ladderTiers;
  const lowers = tier !== undefined && usual !== undefined && rankOf(tier) <= rankOf(usual);
  const spared = exclude && sparingLocal(exclude);
  const use: RuleUse = {
    ...(tier !== undefined && lowers && { tier }),
    ...(maxTier !== undefined && { maxTier }),
    ...(localOnly && { localOnly }),
    ...(spared?.butLocal && { exclude: spared }),
  };
  const inert = approvalNeeds(match.use).filter((need) => need !== 'tier' || !lowers);
  return { use, notes: inert.map((need) => `rule ${match.name} of this workspace ${inertReasons[need]}: it waits for your approval`) };
}

/** What of a rule may need the user's approval, where it is a workspace's. */
export type ApprovalNeed = 'tier' | 'model' | 'effort' | 'serviceTier' | 'sort' | 'exclude-local';

const inertReasons: Readonly<Record<ApprovalNeed, string>> = {
  tier: 'would raise the tier',
  model: 'would choose a model and its provider',
  effort: 'would choose a reasoning effort',
  serviceTier: 'would choose a service tier',
  sort: 'would change what models are sorted by',
  'exclude-local': 'would exclude local models',
};

/** All that could be inert: a tier is so only where it raises the ladder's. */
export function approvalNeeds({ tier, model, effort, serviceTier, sort, exclude }: RuleUse): readonly ApprovalNeed[] {
  const needs: readonly (readonly [ApprovalNeed, boolean])[] = [
    ['tier', tier !== undefined && tier !== 'local'],
    ['model', model !== undefined],
    ['effort', effort !== undefined],
    ['serviceTier', serviceTier !== undefined],
    ['sort', sort !== undefined],
    ['exclude-local', exclude?.tiers?.includes('local') ?? false],
  ];
  return needs.filter(([, isNeeded]) => isNeeded).map(([need]) => need);
}

/** The same one for the same exclusion, so that what is known of candidates stays known. Empty where nothing but local models is excluded. */
const sparingLocal = oncePer(({ providers = [], models = [], tiers: excludedTiers = [] }: Exclusion): Exclusion => {
  const others = excludedTiers.filter((tier) => tier !== 'local');
  return providers.length + models.length + others.length === 0 ? {} : { butLocal: { providers, models, tiers: others } };
});

function rankOf(tier: Tier): number {
  return tiers.indexOf(tier);
}
