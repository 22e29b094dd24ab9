import { describe, expect, it } from 'vitest';
import { ProviderError, type ProviderErrorReason } from '../../src/core/task/index.ts';
import { EndpointTroubles } from '../../src/platform/endpointTroubles.ts';
import { Keys } from '../../src/platform/keys.ts';
import { FakeSecrets } from '../support/fakeSecrets.ts';
import { FakeTime } from '../support/fakeTime.ts';

const minuteMs = 60_000;
const anthropic = { id: 'anthropic', provider: 'anthropic', baseUrl: 'https://api.anthropic.com' };
const mistral = { id: 'mistral', provider: 'mistral_ai', baseUrl: 'https://api.mistral.ai/v1' };

function fixture() {
  const secrets = new FakeSecrets();
  const keys = new Keys(secrets);
  const time = new FakeTime();
  const troubles = new EndpointTroubles({ keys, timers: time });
  return {
    secrets,
    keys,
    time,
    troubles,
    report: (endpoint: typeof anthropic, reason: ProviderErrorReason) =>
      troubles.report(endpoint, new ProviderError(reason, 'the provider’s own words')),
    all: () => troubles.all.value.map(({ endpoint, reason }) => `${endpoint}: ${reason}`),
  };
}

describe('The troubles of endpoints', () => {
  it('tell the newest, with the provider and its words', () => {
    const { report, troubles, all } = fixture();
    report(anthropic, 'unauthorized');
    report(mistral, 'payment-required');
    expect({ newest: troubles.newest.value, all: all() }).toEqual({
      newest: { endpoint: 'mistral', provider: 'mistral_ai', reason: 'payment-required', message: 'the provider’s own words' },
      all: ['anthropic: unauthorized', 'mistral: payment-required'],
    });
  });

  it('of one endpoint outlast those of another', () => {
    const { report, troubles, all } = fixture();
    report(anthropic, 'unauthorized');
    report(mistral, 'payment-required');
    troubles.clear('mistral');
    expect({ newest: troubles.newest.value?.endpoint, all: all() }).toEqual({ newest: 'anthropic', all: ['anthropic: unauthorized'] });
  });

  it('end when the key changes, in whichever window', async () => {
    const { secrets, report, keys, all } = fixture();
    await keys.set(anthropic, 'sk-1');
    report(anthropic, 'unauthorized');
    report(mistral, 'unauthorized');
    await new Keys(secrets).set(anthropic, 'sk-2');
    await keys.load([]);
    const replacedElsewhere = all();
    await keys.set(mistral, 'sk-3');
    expect([replacedElsewhere, all()]).toEqual([['mistral: unauthorized'], []]);
  });

  it.each(['payment-required', 'forbidden'] as const)('that are %s end after five minutes, though nobody asks', async (reason) => {
    const { time, report, all } = fixture();
    report(anthropic, reason);
    await time.advance(5 * minuteMs - 1);
    const before = all();
    await time.advance(1);
    expect([before, all()]).toEqual([[`anthropic: ${reason}`], []]);
  });

  it('last five minutes from the newest report on', async () => {
    const { time, report, all } = fixture();
    report(anthropic, 'forbidden');
    await time.advance(4 * minuteMs);
    report(anthropic, 'payment-required');
    await time.advance(4 * minuteMs);
    expect(all()).toEqual(['anthropic: payment-required']);
  });

  it('with a refused key last until it changes', async () => {
    const { time, report, all } = fixture();
    report(anthropic, 'forbidden');
    report(anthropic, 'unauthorized');
    await time.advance(365 * 24 * 60 * minuteMs);
    expect(all()).toEqual(['anthropic: unauthorized']);
  });

  it.each(['rate-limited', 'overloaded', 'unreachable', 'timeout', 'server-error'] as const)('are none where it was %s', (reason) => {
    const { report, all } = fixture();
    report(anthropic, reason);
    expect(all()).toEqual([]);
  });

  it('leave nothing behind', async () => {
    const { keys, time, report, troubles, all } = fixture();
    report(anthropic, 'forbidden');
    troubles.dispose();
    await keys.set(anthropic, 'sk-1');
    expect({ all: all(), timers: time.pendingTimers }).toEqual({ all: ['anthropic: forbidden'], timers: 0 });
  });
});
