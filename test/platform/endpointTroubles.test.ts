import { describe, expect, it } from 'vitest';
import { HealthBook } from '../../src/core/failover/index.ts';
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
  const health = new HealthBook({ now: time.now, random: () => 1, after: (ms, callback) => time.after(ms, callback) });
  const troubles = new EndpointTroubles({ health, keys, models: { endpoints: () => [anthropic, mistral] } });
  return {
    secrets,
    keys,
    time,
    health,
    troubles,
    fail: (endpoint: string, reason: ProviderErrorReason) =>
      health.begin(endpoint).failed(new ProviderError(reason, 'the provider’s own words')),
    all: () => troubles.all.value.map(({ endpoint, reason }) => `${endpoint}: ${reason}`),
    left: () => health.states().map(({ endpoint, rule }) => `${endpoint}: ${rule}`),
  };
}

describe('The troubles of endpoints', () => {
  it('tell the newest, with the provider and its words', () => {
    const { fail, health, troubles, all } = fixture();
    // Asked first, and in trouble last.
    health.begin('mistral').succeeded();
    fail('anthropic', 'unauthorized');
    fail('mistral', 'payment-required');
    expect({ newest: troubles.newest.value, all: all() }).toEqual({
      newest: { endpoint: 'mistral', provider: 'mistral_ai', reason: 'payment-required', message: 'the provider’s own words' },
      all: ['anthropic: unauthorized', 'mistral: payment-required'],
    });
  });

  it('name an endpoint by its id where its provider is not known', () => {
    const { fail, troubles } = fixture();
    fail('gateway', 'unauthorized');
    expect(troubles.newest.value?.provider).toBe('gateway');
  });

  it('of one endpoint outlast those of another', () => {
    const { fail, health, troubles, all } = fixture();
    fail('anthropic', 'unauthorized');
    fail('mistral', 'payment-required');
    health.creditsFound('mistral');
    expect({ newest: troubles.newest.value?.endpoint, all: all() }).toEqual({ newest: 'anthropic', all: ['anthropic: unauthorized'] });
  });

  it('end when the key changes, in whichever window, and so does the rest', async () => {
    const { secrets, fail, keys, all, left } = fixture();
    await keys.set(anthropic, 'sk-1');
    fail('anthropic', 'unauthorized');
    fail('mistral', 'payment-required');
    await new Keys(secrets).set(anthropic, 'sk-2');
    await keys.load([]);
    const replacedElsewhere = [all(), left()];
    await keys.set(mistral, 'sk-3');
    expect([replacedElsewhere, all(), left()]).toEqual([[['mistral: payment-required'], ['mistral: account-empty']], [], []]);
  });

  it('with requests that are refused again and again end after five minutes, though nobody asks', async () => {
    const { time, fail, all, left } = fixture();
    for (let count = 0; count < 3; count += 1) fail('anthropic', 'forbidden');
    await time.advance(5 * minuteMs - 1);
    const before = [all(), left()];
    await time.advance(1);
    expect([before, all(), left()]).toEqual([[['anthropic: forbidden'], ['anthropic: breaker-open']], [], []]);
  });

  it.each(['unauthorized', 'payment-required'] as const)('that are %s last until they are mended', async (reason) => {
    const { time, fail, health, all } = fixture();
    fail('anthropic', reason);
    await time.advance(365 * 24 * 60 * minuteMs);
    const later = all();
    health.retryNow();
    expect([later, all()]).toEqual([[`anthropic: ${reason}`], []]);
  });

  it.each(['rate-limited', 'overloaded', 'unreachable', 'timeout', 'server-error'] as const)(
    'are none where it was %s, though it is left alone',
    (reason) => {
      const { fail, all, left } = fixture();
      fail('anthropic', reason);
      expect([all(), left()]).toEqual([[], ['anthropic: asked-to-wait']]);
    },
  );

  it('are told when they change, and not when others do', () => {
    const { fail, health, troubles } = fixture();
    const told: (string | undefined)[] = [];
    troubles.all.onDidChange((all) => void told.push(all.map(({ endpoint }) => endpoint).join(' ')));
    fail('anthropic', 'unauthorized');
    fail('mistral', 'overloaded');
    health.retryNow();
    expect(told).toEqual(['anthropic', '']);
  });

  it('leave nothing behind', async () => {
    const { keys, time, fail, troubles, all, left } = fixture();
    fail('anthropic', 'unauthorized');
    troubles.dispose();
    await keys.set(anthropic, 'sk-1');
    expect({ all: all(), left: left(), timers: time.pendingTimers }).toEqual({
      all: ['anthropic: unauthorized'],
      left: ['anthropic: key-refused'],
      timers: 0,
    });
  });
});
