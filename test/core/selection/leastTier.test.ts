import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/core/catalogue/index.ts';
import type { RuleUse } from '../../../src/core/rules/index.ts';
import { profileOf, type SelectionConditions, select } from '../../../src/core/selection/index.ts';
import type { Task } from '../../../src/core/task/index.ts';
import { pressing } from '../../support/pressing.ts';
import { nothingSeen } from '../../support/routing.ts';
import { holeTask, localCandidate, paidCandidate } from '../../support/tasks.ts';

const everyTier: readonly Candidate[] = [
  localCandidate('local'),
  ...(['small', 'medium', 'frontier'] as const).map((tier) => paidCandidate(tier, { tier })),
];

/** Who is asked, in their order, and why each of the others is not. */
function asked(leastTier: Task['leastTier'], conditions: Partial<SelectionConditions> = {}, changes: Partial<Task> = {}) {
  const task = holeTask('a', 'b', leastTier ? { leastTier } : changes);
  const everything: SelectionConditions = { policy: { metered: 'allowed' }, pressure: pressing('normal'), pins: {} };
  const decision = select(profileOf(task, nothingSeen), everyTier, { ...everything, ...conditions });
  const tried = decision.outcome === 'chosen' ? [decision.chosen, ...decision.fallbacks] : [];
  return {
    tried: tried.map(({ candidate }) => candidate.model.id),
    rejected: Object.fromEntries(decision.rejected.map(({ candidate, rule }) => [candidate.model.id, rule])),
  };
}

const byUser = (use: RuleUse): Partial<SelectionConditions> => ({
  rules: [{ source: 'user', name: 'mine', use }],
});

describe('A task whose answers by lower tiers were of no use', () => {
  it('is asked of its least tier, though the ladder of its kind has not got that, and of nobody below', () => {
    expect([asked(undefined), asked('small'), asked('medium')]).toEqual([
      { tried: ['local', 'small'], rejected: { medium: 'not-on-ladder', frontier: 'not-on-ladder' } },
      { tried: ['small'], rejected: { local: 'below-least-tier', medium: 'not-on-ladder', frontier: 'not-on-ladder' } },
      { tried: ['medium'], rejected: { local: 'below-least-tier', small: 'below-least-tier', frontier: 'not-on-ladder' } },
    ]);
  });

  it.each<[string, Partial<SelectionConditions>]>([
    ['a pinned tier', { pins: { 'completion.line': { tier: 'local' } } }],
    ['a pinned model', { pins: { 'completion.line': { model: 'local', endpoint: everyTier[0]?.endpoint.id ?? '' } } }],
    ['a rule’s tier', byUser({ tier: 'local' })],
    ['a rule’s highest tier', byUser({ maxTier: 'local' })],
    ['a rule for local models only', byUser({ localOnly: true })],
    ['a data policy without paid models', { policy: { metered: 'paused' } }],
    ['a budget that leaves only local models', { pressure: pressing('local-only') }],
  ])('is asked of nobody where %s keeps it there', (_what, conditions) => {
    expect(asked('small', conditions).tried).toEqual([]);
  });

  it('is asked of a higher tier that the user pinned', () => {
    expect(asked('small', { pins: { 'completion.line': { tier: 'frontier' } } }).tried).toEqual(['frontier']);
  });

  it('is asked of no frontier model while the budget is to last', () => {
    expect(asked('frontier', { pressure: pressing('economy') }).tried).toEqual([]);
  });
});

describe('A task that is to be asked of no higher tier', () => {
  it('is not, not even where a model of one is pinned', () => {
    const pinned: Partial<SelectionConditions> = { pins: { 'completion.line': { tier: 'frontier' } } };
    const most = { mostTier: 'small' } as const;
    expect([asked(undefined, {}, most).rejected, asked(undefined, pinned, most)]).toMatchObject([
      { medium: 'above-most-tier', frontier: 'above-most-tier' },
      { tried: ['local'], rejected: { medium: 'above-most-tier', frontier: 'above-most-tier' } },
    ]);
  });
});

describe('A task for which a paid answer is not worth its price', () => {
  it('is asked of nobody who charges for it, not even where that one is pinned', () => {
    const pinned: Partial<SelectionConditions> = { pins: { 'completion.line': { tier: 'small' } } };
    expect([asked(undefined, {}, { isFreeOnly: true }), asked(undefined, pinned, { isFreeOnly: true })]).toEqual([
      { tried: ['local'], rejected: { small: 'not-worth', medium: 'not-worth', frontier: 'not-worth' } },
      { tried: ['local'], rejected: { small: 'not-worth', medium: 'not-worth', frontier: 'not-worth' } },
    ]);
  });
});
