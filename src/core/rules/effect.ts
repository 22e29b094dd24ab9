import { type Tier, tiers } from '../catalogue/index.ts';
import type { Exclusion, ExclusionLists, RuleMatch, RuleUse } from './rule.ts';

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
  const excluded = exclude && withoutLocal(exclude);
  const use: RuleUse = {
    ...(tier !== undefined && lowers && { tier }),
    ...(maxTier !== undefined && { maxTier }),
    ...(localOnly && { localOnly }),
    ...(excluded && { exclude: { butLocal: excluded } }),
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

/** Undefined: nothing else is excluded. */
function withoutLocal({ providers = [], models = [], tiers: excludedTiers = [] }: Exclusion): ExclusionLists | undefined {
  const others = excludedTiers.filter((tier) => tier !== 'local');
  if (providers.length + models.length + others.length === 0) return undefined;
  return { providers, models, tiers: others };
}

function rankOf(tier: Tier): number {
  return tiers.indexOf(tier);
}
