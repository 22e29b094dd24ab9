import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/core/catalogue/index.ts';
import { CompletionEngine } from '../../../src/core/completion/index.ts';
import { refusalsOf } from '../../../src/core/completion/refusals.ts';
import { HealthBook } from '../../../src/core/failover/index.ts';
import { ProviderError } from '../../../src/core/task/index.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { routerOver } from '../../support/routing.ts';
import { paidCandidate } from '../../support/tasks.ts';

/** A model that completes code, at an endpoint that computes there. */
function inRegion(id: string, value: string, tier: Candidate['model']['tier'] = 'small'): Candidate {
  const { model, endpoint } = paidCandidate(id, { tier });
  return { model, endpoint: { ...endpoint, region: { value, url: 'https://models.example', readOn: '2026-11-22' } } };
}

function withoutHole({ model: { fillInTheMiddle: _hole, ...model }, endpoint }: Candidate): Candidate {
  return { model, endpoint };
}

describe('Why nobody was asked to complete code', () => {
  it('is told by rule, the nearest one first, and not of those that cannot complete code anyway', async () => {
    const time = new FakeTime();
    const resting = inRegion('resting', 'eu');
    const health = new HealthBook({ now: time.now, random: () => 0, after: () => () => undefined });
    health.begin(resting.endpoint.id).failed(new ProviderError('rate-limited', 'no', { retryAfterMs: 20_000 }));
    const candidates = [
      withoutHole(inRegion('chat-only', 'us')),
      ...['large', 'larger'].map((id) => inRegion(id, 'eu', 'frontier')),
      ...['us-1', 'us-2', 'us-3'].map((id) => inRegion(id, 'us')),
      resting,
    ];
    const { router } = routerOver(candidates, {}, { health, policy: () => ({ metered: 'allowed', data: [{ regions: ['eu'] }] }) });
    const engine = new CompletionEngine({ router, timers: time, clock: time, newId: () => 'task-1', record: () => undefined });
    const snapshot = { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', offset: 5, prefix: 'let a', suffix: '' };
    expect(await engine.complete({ snapshot, trigger: 'automatic' }, new AbortController().signal)).toEqual({
      outcome: 'none',
      whyNot: {
        reason: 'no-model',
        detail: 'none-suitable',
        refusals: [
          {
            rule: 'asked-to-wait',
            candidate: 'resting (cloud-of-resting)',
            endpoint: 'cloud-of-resting',
            reason: 'it asked to be left alone for 20 s (rate-limited)',
            candidates: 1,
          },
          {
            rule: 'region-not-allowed',
            candidate: 'us-1 (cloud-of-us-1)',
            endpoint: 'cloud-of-us-1',
            reason: 'policy.regions allows eu: cloud-of-us-1 computes in us',
            candidates: 3,
          },
          {
            rule: 'not-on-ladder',
            candidate: 'large (cloud-of-large)',
            endpoint: 'cloud-of-large',
            reason: expect.stringMatching(/^only these are asked: /),
            candidates: 2,
          },
        ],
      },
    });
  });

  it('counts a budget that stops everything among what is near: the user can allow more', () => {
    const rejected = ['rule-local-only', 'budget-stop', 'region-not-allowed'].map((rule) => ({
      candidate: inRegion(rule, 'eu'),
      rule,
      reason: rule,
    }));
    expect(refusalsOf(rejected).map(({ rule }) => rule)).toEqual(['budget-stop', 'rule-local-only', 'region-not-allowed']);
  });

  it('names a local model that is too slow before all others: it was passed over while nothing was wrong with it', () => {
    const rejections = ['key-refused', 'too-slow'].map((rule) => ({ candidate: paidCandidate(rule), rule, reason: '' }));
    expect(refusalsOf(rejections).map(({ rule }) => rule)).toEqual(['too-slow', 'key-refused']);
  });
});
