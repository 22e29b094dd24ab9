import { expect, it } from 'vitest';
import { profileOf, select } from '../../../src/core/selection/index.ts';
import { pressing } from '../../support/pressing.ts';
import { nothingSeen } from '../../support/routing.ts';
import { chatTask, localCandidate, paidCandidate } from '../../support/tasks.ts';

const all = [
  localCandidate('local'),
  paidCandidate('small', { tier: 'small' }),
  paidCandidate('medium'),
  paidCandidate('frontier', { tier: 'frontier' }),
];

it.each([
  ['local', ['local']],
  ['small', ['small', 'local']],
  ['medium', ['medium', 'local']],
  ['frontier', ['frontier', 'local']],
] as const)('asks just the tier %s that was asked for, whatever is pinned for its kind, and local models after it', (tier, tried) => {
  const decision = select(profileOf(chatTask({ tier }), nothingSeen), all, {
    policy: { metered: 'allowed' },
    pressure: pressing('economy'),
    pins: { chat: { tier: 'medium' } },
  });
  const asked = decision.outcome === 'chosen' ? [decision.chosen, ...decision.fallbacks].map(({ candidate }) => candidate.model.id) : [];
  expect({ asked, rule: decision.outcome === 'chosen' && decision.rule }).toEqual({ asked: tried, rule: 'pin' });
});
