import { describe, expect, it } from 'vitest';
import type { Candidate, Model } from '../../../src/core/catalogue/index.ts';
import { chatHoleTokens } from '../../../src/core/hole/index.ts';
import { createQualityBook } from '../../../src/core/outcome/index.ts';
import { profileOf, select } from '../../../src/core/selection/index.ts';
import { pressing } from '../../support/pressing.ts';
import { nothingSeen } from '../../support/routing.ts';
import { holeTask, localCandidate, paidCandidate } from '../../support/tasks.ts';

const talks: Partial<Model> = { fillInTheMiddle: { type: 'chat' } };
const quality = createQualityBook([], { today: '2026-11-22' });
const task = holeTask('const total = ', ';\n');

/** Who is asked, in their order, and what is expected of them. */
function asked(...candidates: readonly Candidate[]) {
  const conditions = { policy: { metered: 'allowed' }, pressure: pressing('normal'), pins: {}, quality } as const;
  const decision = select(profileOf(task, nothingSeen), candidates, conditions);
  return decision.outcome === 'chosen' ? [decision.chosen, ...decision.fallbacks] : [];
}
const names = (...candidates: readonly Candidate[]): readonly string[] => asked(...candidates).map(({ candidate }) => candidate.model.id);

describe('A model that fills holes in conversations', () => {
  it('comes after one that was trained to fill them, at the same price', () => {
    expect([
      names(paidCandidate('talker', { tier: 'small', ...talks }), paidCandidate('trained', { tier: 'small' })),
      names(localCandidate('talker', talks), localCandidate('trained')),
    ]).toEqual([
      ['trained', 'talker'],
      ['trained', 'talker'],
    ]);
  });

  it('comes before everybody who is paid, where it costs nothing', () => {
    expect(names(paidCandidate('trained', { tier: 'small' }), localCandidate('talker', talks))).toEqual(['talker', 'trained']);
  });

  it('is expected to read the instructions as well', () => {
    const costs = asked(paidCandidate('talker', { tier: 'small', ...talks }), paidCandidate('trained', { tier: 'small' })).map(
      ({ expectedCostNanoUsd = 0 }) => expectedCostNanoUsd,
    );
    // At $3 a million tokens.
    expect((costs[1] ?? 0) - (costs[0] ?? 0)).toBe(chatHoleTokens * 3000);
  });

  it('is not asked where the instructions and the answer do not fit its context', () => {
    const contexts = [chatHoleTokens + task.maxOutputTokens - 1, chatHoleTokens + task.maxOutputTokens];
    expect(contexts.map((contextTokens) => names(localCandidate('talker', { ...talks, contextTokens })))).toEqual([[], ['talker']]);
  });
});
