import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, type Tier, tiers } from '../../../src/core/catalogue/index.ts';
import { combine, type Effect, isExcluded, type RuleMatch, type RuleSource, type RuleUse, sorts } from '../../../src/core/rules/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const match = (source: RuleSource, use: RuleUse): RuleMatch => ({ source, name: source === 'user' ? 'mine' : 'theirs', use });
const chat: readonly Tier[] = ['medium'];
const completion: readonly Tier[] = ['local', 'small'];

const waits = (what: string): string => `rule theirs of this workspace would ${what}: it waits for your approval`;
const kept = (what: string): string => `rule theirs of this workspace does not change the ${what} that your own rule chose`;
const above = 'rule theirs of this workspace asks for a tier above the one that your own rule allows';

describe('A rule of a workspace that the user did not approve', () => {
  it.each<[string, RuleUse, readonly Tier[], Partial<Effect>]>([
    ['lowers a tier', { tier: 'small' }, chat, { use: { tier: 'small' }, names: ['theirs'], notes: [] }],
    ['keeps the usual tier', { tier: 'medium' }, chat, { use: { tier: 'medium' }, names: ['theirs'], notes: [] }],
    ['raises no tier', { tier: 'frontier' }, chat, { use: {}, names: [], notes: [waits('raise the tier')] }],
    ['raises no tier above a local one', { tier: 'small' }, completion, { use: {}, names: [], notes: [waits('raise the tier')] }],
    ['does not take the place of a pinned model', { tier: 'small' }, [], { use: {}, names: [], notes: [waits('raise the tier')] }],
    ['caps the tier', { maxTier: 'small' }, chat, { use: { maxTier: 'small' }, names: ['theirs'], notes: [] }],
    ['forces local models', { localOnly: true }, chat, { use: { localOnly: true }, names: ['theirs'], notes: [] }],
    [
      'excludes, but nothing local',
      { exclude: { providers: ['deepseek'], models: ['*'], tiers: ['local', 'frontier'] } },
      chat,
      {
        use: { exclude: { butLocal: { providers: ['deepseek'], models: ['*'], tiers: ['frontier'] } } },
        names: ['theirs'],
        notes: [waits('exclude local models')],
      },
    ],
    [
      'excludes nothing where it names only local models',
      { exclude: { tiers: ['local'] } },
      chat,
      { use: {}, names: [], notes: [waits('exclude local models')] },
    ],
    [
      'chooses neither model nor terms',
      { model: 'gpt@openai', effort: 'high', serviceTier: 'priority', sort: 'latency', maxTier: 'medium' },
      chat,
      {
        use: { maxTier: 'medium' },
        names: ['theirs'],
        notes: [
          'choose a model and its provider',
          'choose a reasoning effort',
          'choose a service tier',
          'change what models are sorted by',
        ].map(waits),
      },
    ],
  ])('%s', (_what, use, ladder, effect) => {
    expect(combine([match('workspace', use)], ladder)).toEqual(effect);
  });
});

describe('Rules of the user and of a workspace', () => {
  it.each<[string, RuleUse, RuleMatch, Effect]>([
    [
      'restrict together',
      { maxTier: 'medium', exclude: { providers: ['xai'], tiers: ['local'] } },
      match('workspace-approved', { maxTier: 'small', localOnly: true, exclude: { providers: ['xai', 'groq'], models: ['*-mini'] } }),
      {
        use: { maxTier: 'small', localOnly: true, exclude: { providers: ['xai', 'groq'], models: ['*-mini'], tiers: ['local'] } },
        names: ['mine', 'theirs'],
        notes: [],
      },
    ],
    [
      'keep what the user excluded, local models too, beside what an unapproved workspace may exclude',
      { exclude: { tiers: ['local'] } },
      match('workspace', { exclude: { models: ['*-mini'] } }),
      {
        use: { exclude: { tiers: ['local'], butLocal: { providers: [], models: ['*-mini'], tiers: [] }, providers: [], models: [] } },
        names: ['mine', 'theirs'],
        notes: [],
      },
    ],
    [
      'leave the user’s choice as it is',
      { tier: 'small', effort: 'low', serviceTier: 'flex', sort: 'price' },
      match('workspace-approved', { tier: 'frontier', effort: 'high', serviceTier: 'priority', sort: 'latency' }),
      {
        use: { tier: 'small', effort: 'low', serviceTier: 'flex', sort: 'price' },
        names: ['mine'],
        notes: ['model or tier', 'effort', 'service tier', 'order'].map(kept),
      },
    ],
    [
      'do not mix one’s tier with the other’s model',
      { tier: 'small' },
      match('workspace-approved', { model: 'gpt@openai' }),
      { use: { tier: 'small' }, names: ['mine'], notes: [kept('model or tier')] },
    ],
    [
      'add what an approved workspace chooses where the user says nothing',
      { effort: 'low' },
      match('workspace-approved', { model: 'gpt@openai', effort: 'high', sort: 'latency' }),
      { use: { effort: 'low', model: 'gpt@openai', sort: 'latency' }, names: ['mine', 'theirs'], notes: [kept('effort')] },
    ],
    [
      'raise no tier above what the user allows',
      { maxTier: 'small' },
      match('workspace-approved', { tier: 'frontier' }),
      { use: { maxTier: 'small' }, names: ['mine'], notes: [above] },
    ],
    [
      'stay local where the user wants it so',
      { localOnly: true },
      match('workspace', { tier: 'small' }),
      { use: { localOnly: true }, names: ['mine'], notes: [waits('raise the tier')] },
    ],
    [
      'do not lower a tier that the user chose',
      { tier: 'medium' },
      match('workspace', { tier: 'small' }),
      { use: { tier: 'medium' }, names: ['mine'], notes: [kept('model or tier')] },
    ],
  ])('%s', (_what, users, other, effect) => {
    // Whichever comes first.
    expect([combine([match('user', users), other], chat), combine([other, match('user', users)], chat)]).toEqual([effect, effect]);
  });

  it('come to nothing where none matched', () => {
    expect(combine([], chat)).toEqual({ use: {}, names: [], notes: [] });
  });
});

const aTier = fc.constantFrom(...tiers);
const names = fc.array(fc.constantFrom('*', 'a*', 'b', '?', 'cloud', 'local-*'), { maxLength: 2 });
const aUse: fc.Arbitrary<RuleUse> = fc.record(
  {
    tier: aTier,
    maxTier: aTier,
    model: fc.constantFrom('a@cloud', 'b@local-server'),
    effort: fc.constantFrom('low', 'high'),
    serviceTier: fc.constantFrom('flex', 'priority'),
    sort: fc.constantFrom(...sorts),
    localOnly: fc.constant(true as const),
    exclude: fc.record({ providers: names, models: names, tiers: fc.array(aTier, { maxLength: 2 }) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const aLadder = fc.constantFrom<readonly Tier[]>(['medium'], ['local', 'small'], ['frontier'], ['small'], []);

const candidates: readonly Candidate[] = tiers.flatMap((tier) =>
  ['a', 'b', 'abc'].map((id) => ({
    model: { id, tier, canChat: true },
    endpoint: {
      id: tier === 'local' ? 'local-server' : 'cloud',
      provider: tier === 'local' ? 'local-server' : 'cloud',
      adapter: 'openai-compatible',
      baseUrl: 'http://127.0.0.1:1',
      billing: tier === 'local' ? 'local' : 'metered',
    },
  })),
);

/**
 * Who may answer: written down once more, apart from selection. A lower tier than the usual one counts as allowed, for a workspace may lower
 * tiers; a model that was chosen is allowed alone.
 */
function allowed({ use }: Effect, ladder: readonly Tier[]): readonly Candidate[] {
  const rank = (tier: Tier): number => tiers.indexOf(tier);
  const highest = Math.max(...ladder.map(rank), 0);
  return candidates.filter(({ model, endpoint }) => {
    if (use.localOnly && model.tier !== 'local') return false;
    if (use.maxTier && rank(model.tier) > rank(use.maxTier)) return false;
    if (use.exclude && isExcluded({ model, endpoint }, use.exclude)) return false;
    if (model.tier === 'local') return true;
    if (use.model) return `${model.id}@${endpoint.id}` === use.model;
    return use.tier ? rank(model.tier) <= rank(use.tier) : rank(model.tier) <= highest;
  });
}

describe('Whatever an unapproved workspace says', () => {
  const withAndWithout = fc.tuple(fc.option(aUse, { nil: undefined }), aUse, aLadder).map(([users, theirs, ladder]) => {
    const mine = users ? [match('user', users)] : [];
    return { ladder, before: combine(mine, ladder), after: combine([...mine, match('workspace', theirs)], ladder) };
  });

  it('nobody may answer who could not before', () => {
    fc.assert(
      fc.property(withAndWithout, ({ ladder, before, after }) => {
        const could = allowed(before, ladder);
        const strangers = allowed(after, ladder).filter((candidate) => !could.includes(candidate));
        if (strangers.length > 0) throw new Error(JSON.stringify({ before, after, strangers }));
      }),
      runs,
    );
  });

  it('local models answer who could before, and the terms stay as they were', () => {
    fc.assert(
      fc.property(withAndWithout, ({ ladder, before, after }) => {
        const locals = (effect: Effect): number => allowed(effect, ladder).filter(({ model }) => model.tier === 'local').length;
        const terms = ({ use: { model, effort, serviceTier, sort } }: Effect): string => JSON.stringify([model, effort, serviceTier, sort]);
        if (locals(after) !== locals(before) || terms(after) !== terms(before)) throw new Error(JSON.stringify({ before, after }));
      }),
      runs,
    );
  });
});

describe('Whatever an approved workspace says', () => {
  it('what the user’s rule restricts and chooses holds', () => {
    fc.assert(
      fc.property(aUse, aUse, aLadder, (users, theirs, ladder) => {
        const { use } = combine([match('user', users), match('workspace-approved', theirs)], ladder);
        const { exclude, maxTier, localOnly, ...choices } = users;
        const isKept = Object.entries(choices).every(([field, value]) => use[field as keyof RuleUse] === value);
        const isRestricted =
          (!localOnly || use.localOnly === true) &&
          (!maxTier || (use.maxTier !== undefined && tiers.indexOf(use.maxTier) <= tiers.indexOf(maxTier))) &&
          candidates.every(
            (candidate) => !exclude || !isExcluded(candidate, exclude) || (use.exclude && isExcluded(candidate, use.exclude)),
          );
        if (!isKept || !isRestricted) throw new Error(JSON.stringify({ users, theirs, use }));
      }),
      runs,
    );
  });
});
