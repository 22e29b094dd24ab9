import { type Tier, tiers } from '../catalogue/index.ts';
import { effectOf } from './effect.ts';
import { oncePer } from './oncePer.ts';
import type { Exclusion, ExclusionLists, RuleMatch, RuleUse } from './rule.ts';

/** What the rules that took a request come to. */
export interface Effect {
  readonly use: RuleUse;
  /** The rules that did something, the user's first. */
  readonly names: readonly string[];
  /** A sentence for each thing that a rule asked for and may not have. */
  readonly notes: readonly string[];
}

/**
 * The user's rule first and the workspace's on top of it. Restrictions add up; what the user's rule chose or restricted is not lifted by the
 * workspace's, approved or not. `ladderTiers`: the tiers that would be asked without any rule, the usual one first; none where a single model
 * is pinned.
 */
export function combine(matches: readonly RuleMatch[], ladderTiers: readonly Tier[]): Effect {
  const users = matches.filter(({ source }) => source === 'user');
  const workspaces = matches.filter(({ source }) => source !== 'user');
  let effect: Effect = { use: {}, names: [], notes: [] };
  for (const match of [...users, ...workspaces]) effect = withMatch(effect, match, tiersUnder(effect.use, ladderTiers));
  return effect;
}

function withMatch({ use, names, notes }: Effect, match: RuleMatch, ladderTiers: readonly Tier[]): Effect {
  const own = effectOf(match, ladderTiers);
  const { exclude, localOnly, maxTier, ...choices } = own.use;
  const lowestMax = lowerOf(use.maxTier, maxTier);
  const restricted: RuleUse = {
    ...use,
    ...(localOnly && { localOnly }),
    ...(lowestMax && { maxTier: lowestMax }),
    ...(exclude && { exclude: use.exclude ? unionOf(use.exclude)(exclude) : exclude }),
  };
  const chosen = match.source === 'user' ? { use: choices, notes: [] } : leftToChoose(use, choices, match.name);
  const combined = { ...restricted, ...chosen.use };
  const isOfAccount = exclude !== undefined || localOnly || maxTier !== undefined || Object.keys(chosen.use).length > 0;
  return { use: combined, names: isOfAccount ? [...names, match.name] : names, notes: [...notes, ...own.notes, ...chosen.notes] };
}

type Choices = Omit<RuleUse, 'exclude' | 'localOnly' | 'maxTier'>;

/** What a workspace's rule may still choose where the user's rule has spoken. */
function leftToChoose(
  users: RuleUse,
  { tier, model, ...terms }: Choices,
  name: string,
): { readonly use: Choices; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const isTaken = (what: string): false => {
    notes.push(`rule ${name} of this workspace does not change the ${what} that your own rule chose`);
    return false;
  };
  const hasWho = users.tier !== undefined || users.model !== undefined;
  const isAbove = (wanted: Tier): boolean => {
    const most = users.localOnly ? 'local' : users.maxTier;
    if (most === undefined || tiers.indexOf(wanted) <= tiers.indexOf(most)) return false;
    notes.push(`rule ${name} of this workspace asks for a tier above the one that your own rule allows`);
    return true;
  };
  const use: Choices = {
    ...(tier !== undefined && (hasWho ? isTaken('model or tier') : !isAbove(tier)) && { tier }),
    ...(model !== undefined && (!hasWho || isTaken('model or tier')) && { model }),
    ...(terms.effort !== undefined && (users.effort === undefined || isTaken('effort')) && { effort: terms.effort }),
    ...(terms.serviceTier !== undefined &&
      (users.serviceTier === undefined || isTaken('service tier')) && { serviceTier: terms.serviceTier }),
    ...(terms.sort !== undefined && (users.sort === undefined || isTaken('order')) && { sort: terms.sort }),
  };
  return { use, notes };
}

/** The ladder as the rules before left it. */
function tiersUnder({ tier, model, maxTier, localOnly }: RuleUse, ladderTiers: readonly Tier[]): readonly Tier[] {
  if (localOnly) return ['local'];
  if (model !== undefined) return [];
  const ladder = tier ? [tier] : ladderTiers;
  if (!maxTier) return ladder;
  const left = ladder.filter((each) => tiers.indexOf(each) <= tiers.indexOf(maxTier));
  // Local models are the last resort of every ladder.
  return left.length > 0 ? left : ['local'];
}

function lowerOf(one: Tier | undefined, other: Tier | undefined): Tier | undefined {
  if (!one || !other) return one ?? other;
  return tiers.indexOf(one) < tiers.indexOf(other) ? one : other;
}

/** The same one for the same two, so that what is known of candidates stays known. */
const unionOf = oncePer((one: Exclusion) =>
  oncePer((other: Exclusion): Exclusion => {
    const butLocal = one.butLocal && other.butLocal ? unionOfLists(one.butLocal, other.butLocal) : (one.butLocal ?? other.butLocal);
    return { ...unionOfLists(one, other), ...(butLocal && { butLocal }) };
  }),
);

function unionOfLists(one: ExclusionLists, other: ExclusionLists): ExclusionLists {
  const union = <Item>(a: readonly Item[] = [], b: readonly Item[] = []): readonly Item[] => [...new Set([...a, ...b])];
  return {
    providers: union(one.providers, other.providers),
    models: union(one.models, other.models),
    tiers: union(one.tiers, other.tiers),
  };
}
