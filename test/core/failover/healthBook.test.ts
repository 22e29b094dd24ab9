import { describe, expect, it } from 'vitest';
import { HealthBook, type HealthOptions } from '../../../src/core/failover/index.ts';
import { ProviderError, type ProviderErrorReason } from '../../../src/core/task/index.ts';
import { FakeTime } from '../../support/fakeTime.ts';

const second = 1000;
const minute = 60 * second;
const never = new AbortController().signal;

/** The health of endpoints with chance at its dearest: every back-off takes its whole time. */
function fixture(options: HealthOptions = {}) {
  const time = new FakeTime();
  const health = new HealthBook(
    { now: time.now, random: () => 1, after: (ms, callback) => time.after(ms, callback) },
    { isLocal: (id) => id === 'local', ...options },
  );
  const error = (reason: ProviderErrorReason, retryAfterMs?: number) =>
    new ProviderError(reason, 'the provider’s own words', { ...(retryAfterMs !== undefined && { retryAfterMs }) });
  const is = (endpoint = 'cloud'): string => {
    const verdict = health.verdictOf(endpoint);
    if (verdict.isAvailable) return verdict.isProbe ? 'available for a probe' : 'available';
    return verdict.untilMs === undefined ? verdict.rule : `${verdict.rule} for ${(verdict.untilMs - time.now()) / second} s`;
  };
  const fail = (reason: ProviderErrorReason, { retryAfterMs, endpoint = 'cloud' }: { retryAfterMs?: number; endpoint?: string } = {}) =>
    health.begin(endpoint).failed(error(reason, retryAfterMs));
  /** Fails so often in a row, each time as soon as it may be asked again; then waits until it may be asked. */
  const failInARow = async (
    times: number,
    reason: ProviderErrorReason = 'server-error',
    endpoint = 'cloud',
  ): Promise<readonly string[]> => {
    const verdicts: string[] = [];
    for (let count = 0; count < times; count += 1) {
      const verdict = health.verdictOf(endpoint);
      if (!verdict.isAvailable && verdict.untilMs !== undefined) await time.advance(verdict.untilMs - time.now());
      fail(reason, { endpoint });
      verdicts.push(is(endpoint));
    }
    return verdicts;
  };
  return { time, health, error, is, fail, failInARow, succeed: (endpoint = 'cloud') => health.begin(endpoint).succeeded() };
}

describe('An endpoint that fails', () => {
  it('is left alone for longer each time, and after five failures for half a minute', async () => {
    const { failInARow } = fixture();
    expect(await failInARow(5)).toEqual([
      'asked-to-wait for 0.5 s',
      'asked-to-wait for 1 s',
      'asked-to-wait for 2 s',
      'asked-to-wait for 4 s',
      'breaker-open for 30 s',
    ]);
  });

  it('is left alone for at least half of that, by chance', () => {
    const time = new FakeTime();
    const health = new HealthBook({ now: time.now, random: () => 0, after: () => () => undefined });
    health.begin('cloud').failed(new ProviderError('overloaded', 'busy'));
    const verdict = health.verdictOf('cloud');
    expect(!verdict.isAvailable && verdict.untilMs).toBe(time.now() + 250);
  });

  it('never waits longer than half a minute for the next one, and five minutes for a probe', async () => {
    const { failInARow } = fixture({ patience: { failures: 9 } });
    expect((await failInARow(15)).slice(6)).toEqual([
      'asked-to-wait for 30 s',
      'asked-to-wait for 30 s',
      'breaker-open for 30 s',
      'breaker-open for 60 s',
      'breaker-open for 120 s',
      'breaker-open for 240 s',
      'breaker-open for 300 s',
      'breaker-open for 300 s',
      'breaker-open for 300 s',
    ]);
  });

  it.each(['unreachable', 'timeout', 'rate-limited', 'overloaded', 'server-error', 'bad-response'] as const)('with %s counts', (reason) => {
    const { fail, is } = fixture();
    fail(reason);
    expect(is()).toBe('asked-to-wait for 0.5 s');
  });

  it.each(['not-found', 'context-overflow', 'unsupported', 'invalid-request', 'policy', 'not-reserved'] as const)(
    'with %s says nothing about itself',
    async (reason) => {
      const { failInARow } = fixture();
      expect(await failInARow(6, reason)).toEqual(Array(6).fill('available'));
    },
  );

  it('begins anew after a success', async () => {
    const { failInARow, time, succeed, fail, is } = fixture();
    await failInARow(4);
    await time.advance(4 * second);
    succeed();
    const after = is();
    fail('timeout');
    expect([after, is()]).toEqual(['available', 'asked-to-wait for 0.5 s']);
  });

  it('fails once where it fails many requests at once', () => {
    const { health, error, is } = fixture();
    const uses = Array.from({ length: 6 }, () => health.begin('cloud'));
    for (const use of uses) use.failed(error('unreachable'));
    expect(is()).toBe('asked-to-wait for 0.5 s');
  });

  it('is not well again because of an answer that was on its way before', () => {
    const { health, error, is, fail } = fixture();
    const earlier = health.begin('cloud');
    fail('rate-limited', { retryAfterMs: 20 * second });
    earlier.succeeded();
    const answered = is();
    earlier.failed(error('server-error'));
    expect([answered, is()]).toEqual(['asked-to-wait for 20 s', 'asked-to-wait for 20 s']);
  });

  it('does not hold up another one', () => {
    const { fail, is } = fixture();
    fail('server-error');
    expect([is('cloud'), is('other')]).toEqual(['asked-to-wait for 0.5 s', 'available']);
  });

  it('in the middle of its answers is no better than one that does not begin any', async () => {
    const { time, health, error, is } = fixture();
    const verdicts: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      const use = health.begin('cloud');
      use.succeeded();
      verdicts.push(is());
      use.failed(error('overloaded'));
      verdicts.push(is());
      await time.advance(30 * second);
    }
    expect(verdicts.filter((_, index) => index % 2 === 1)).toEqual([
      'asked-to-wait for 0.5 s',
      'asked-to-wait for 1 s',
      'asked-to-wait for 2 s',
      'asked-to-wait for 4 s',
      'breaker-open for 30 s',
      'breaker-open for 60 s',
    ]);
    expect(new Set(verdicts.filter((_, index) => index % 2 === 0))).toEqual(new Set(['available']));
  });

  it('in the middle of one answer fails once, where another one was sound meanwhile', async () => {
    const { time, failInARow, health, error, succeed, is } = fixture();
    await failInARow(4);
    await time.advance(minute);
    const use = health.begin('cloud');
    use.succeeded();
    succeed();
    use.failed(error('overloaded'));
    expect(is()).toBe('asked-to-wait for 0.5 s');
  });

  it('counts once for each request, whatever is told of it later', () => {
    const { health, error, is } = fixture();
    const use = health.begin('cloud');
    use.failed(error('server-error'));
    use.failed(error('unauthorized'));
    use.succeeded();
    use.givenUp();
    expect(is()).toBe('asked-to-wait for 0.5 s');
  });
});

describe('A server on this machine', () => {
  it.each(['unauthorized', 'payment-required'] as const)(
    'that answers with %s may be asked again: its user will start another one',
    (reason) => {
      const { fail, is } = fixture();
      fail(reason, { endpoint: 'local' });
      expect(is('local')).toBe('available');
    },
  );

  it('that fails is never left alone for long', async () => {
    const { failInARow } = fixture();
    expect((await failInARow(8, 'unreachable', 'local')).slice(2)).toEqual([
      'asked-to-wait for 2 s',
      'asked-to-wait for 2 s',
      ...Array(4).fill('breaker-open for 2 s'),
    ]);
  });
});

describe('A breaker', () => {
  const broken = async () => {
    const all = fixture();
    await all.failInARow(5);
    await all.time.advance(30 * second);
    return all;
  };

  it('lets one request through after its break, and tells the others to wait for it', async () => {
    const { health, is } = await broken();
    const before = is();
    health.begin('cloud');
    expect([before, is(), is()]).toEqual(['available for a probe', 'probing', 'probing']);
  });

  it('closes with the probe’s success', async () => {
    const { health, is } = await broken();
    health.begin('cloud').succeeded();
    expect(is()).toBe('available');
  });

  it('opens for twice as long with its failure', async () => {
    const { fail, is } = await broken();
    fail('timeout');
    expect(is()).toBe('breaker-open for 60 s');
  });

  it('has its place for a probe free at once when the probe is given up', async () => {
    const { health, is } = await broken();
    health.begin('cloud').givenUp();
    expect(is()).toBe('available for a probe');
  });

  it('has it free when the probe’s failure says nothing about the endpoint', async () => {
    const { health, error, is } = await broken();
    health.begin('cloud').failed(error('context-overflow'));
    expect(is()).toBe('available for a probe');
  });

  it('is not opened again by what was sent before it opened', async () => {
    const { time, health, error, failInARow, is } = fixture();
    await failInARow(4);
    await time.advance(4 * second);
    const [first, late] = [health.begin('cloud'), health.begin('cloud')];
    first.failed(error('timeout'));
    await time.advance(10 * second);
    late.failed(error('timeout'));
    expect(is()).toBe('breaker-open for 20 s');
  });

  it('opens again when the probe’s answer breaks off', async () => {
    const { health, error, is } = await broken();
    const probe = health.begin('cloud');
    probe.succeeded();
    probe.failed(error('overloaded'));
    expect(is()).toBe('breaker-open for 60 s');
  });
});

describe('An endpoint that asks to be left alone', () => {
  it('is, for so long', async () => {
    const { time, fail, is } = fixture();
    fail('rate-limited', { retryAfterMs: 20 * second });
    const verdicts = [is()];
    await time.advance(20 * second - 1);
    verdicts.push(is());
    await time.advance(1);
    expect([...verdicts, is()]).toEqual(['asked-to-wait for 20 s', 'asked-to-wait for 0.001 s', 'available']);
  });

  it('is left alone for at least as long as the latest of many answers asks for', () => {
    const { health, error, is } = fixture();
    const uses = [2, 20, 10].map((seconds) => ({ use: health.begin('cloud'), seconds }));
    for (const { use, seconds } of uses) use.failed(error('rate-limited', seconds * second));
    expect(is()).toBe('asked-to-wait for 20 s');
  });

  it.each([-1, 60_001, Number.NaN])('for %d ms is not believed', (retryAfterMs) => {
    const { fail, is } = fixture();
    fail('rate-limited', { retryAfterMs });
    expect(is()).toBe('asked-to-wait for 0.5 s');
  });

  it('for no time is believed once, and then slowly less', () => {
    const { fail, is } = fixture();
    fail('rate-limited', { retryAfterMs: 0 });
    const once = is();
    fail('rate-limited', { retryAfterMs: 0 });
    expect([once, is()]).toEqual(['available', 'asked-to-wait for 1 s']);
  });

  it('once does not come nearer to a break', async () => {
    const { time, fail, failInARow, is } = fixture();
    await failInARow(4);
    await time.advance(minute);
    fail('rate-limited', { retryAfterMs: 2 * second });
    const busy = is();
    await time.advance(minute);
    fail('server-error');
    expect([busy, is()]).toEqual(['asked-to-wait for 8 s', 'breaker-open for 30 s']);
  });

  it('again and again gets a break', async () => {
    const { time, fail, is } = fixture();
    const verdicts: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      fail('rate-limited', { retryAfterMs: 20 * second });
      verdicts.push(is());
      await time.advance(minute);
    }
    expect(verdicts).toEqual([...Array(5).fill('asked-to-wait for 20 s'), 'breaker-open for 30 s']);
  });

  it('instead of answering a probe is probed again then', async () => {
    const { time, failInARow, fail, is } = fixture();
    await failInARow(5);
    await time.advance(30 * second);
    fail('rate-limited', { retryAfterMs: 40 * second });
    const verdicts = [is()];
    await time.advance(40 * second);
    expect([...verdicts, is()]).toEqual(['asked-to-wait for 40 s', 'available for a probe']);
  });
});

describe('An endpoint that refuses', () => {
  it('the key is not asked before it changes', async () => {
    const { time, health, fail, is } = fixture();
    fail('unauthorized');
    await time.advance(365 * 24 * 60 * minute);
    const refused = is();
    health.creditsFound('cloud');
    const withCredits = is();
    health.keyChanged('cloud');
    expect([refused, withCredits, is()]).toEqual(['key-refused', 'key-refused', 'available']);
  });

  it('the old key says nothing of the new one', () => {
    const { health, error, is } = fixture();
    const [first, late] = [health.begin('cloud'), health.begin('cloud')];
    first.failed(error('unauthorized'));
    health.keyChanged('cloud');
    late.failed(error('unauthorized'));
    expect(is()).toBe('available');
  });

  it('to work without money is not asked until there is some', async () => {
    const { time, health, fail, is } = fixture();
    fail('payment-required');
    await time.advance(365 * 24 * 60 * minute);
    const empty = is();
    health.creditsFound('cloud');
    expect([empty, is()]).toEqual(['account-empty', 'available']);
  });

  it('the key and then wants money has a key to mend first', () => {
    const { health, error, is } = fixture();
    const [first, late] = [health.begin('cloud'), health.begin('cloud')];
    first.failed(error('unauthorized'));
    late.failed(error('payment-required'));
    expect(is()).toBe('key-refused');
  });

  it('a request or two is asked again: it may be a matter of what they said', async () => {
    const { failInARow } = fixture();
    expect(await failInARow(2, 'forbidden')).toEqual(['available', 'available']);
  });

  it('three requests in a row is left alone for five minutes, and then probed', async () => {
    const { time, failInARow, fail, is, succeed } = fixture();
    await failInARow(3, 'forbidden');
    const verdicts = [is()];
    await time.advance(5 * minute);
    verdicts.push(is());
    fail('forbidden');
    verdicts.push(is());
    await time.advance(5 * minute);
    succeed();
    expect([...verdicts, is()]).toEqual(['breaker-open for 300 s', 'available for a probe', 'breaker-open for 300 s', 'available']);
  });

  it('a probe works again, as far as that goes', async () => {
    const { time, failInARow, fail, is } = fixture();
    await failInARow(5);
    await time.advance(30 * second);
    fail('forbidden');
    expect(is()).toBe('available');
  });

  it('requests for a right that the key lacks may be asked with another key', async () => {
    const { health, failInARow, is } = fixture();
    await failInARow(3, 'forbidden');
    health.keyChanged('cloud');
    expect(is()).toBe('available');
  });

  it('an outage is not mended by another key', async () => {
    const { health, failInARow, is } = fixture();
    await failInARow(5);
    health.keyChanged('cloud');
    expect(is()).toBe('breaker-open for 30 s');
  });
});

describe('A test of a key', () => {
  it.each([
    ['unauthorized', 'key-refused'],
    ['payment-required', 'account-empty'],
    ['forbidden', 'available'],
    ['unreachable', 'available'],
    ['unsupported', 'available'],
  ] as const)('that fails with %s leaves the endpoint %s', (reason, then) => {
    const { health, error, is } = fixture();
    health.keyTested('cloud', error(reason));
    expect(is()).toBe(then);
  });

  it('that goes well lifts what stands against the key, and no outage', async () => {
    const { health, fail, failInARow, is } = fixture();
    fail('payment-required', { endpoint: 'empty' });
    await failInARow(5);
    health.keyTested('empty', undefined);
    health.keyTested('cloud', undefined);
    expect([is('empty'), is('cloud')]).toEqual(['available', 'breaker-open for 30 s']);
  });
});

describe('“Retry now”', () => {
  it('makes everything available, whatever the requests under way will say', async () => {
    const { health, error, fail, failInARow, is } = fixture();
    const late = health.begin('late');
    fail('unauthorized', { endpoint: 'refused' });
    fail('payment-required', { endpoint: 'empty' });
    fail('rate-limited', { endpoint: 'busy', retryAfterMs: minute });
    await failInARow(5);
    health.retryNow();
    late.failed(error('unauthorized'));
    expect(['refused', 'empty', 'busy', 'cloud', 'late'].map(is)).toEqual(Array(5).fill('available'));
  });

  it('wakes everybody who waits', async () => {
    const { time, health } = fixture();
    const pauses = [health.pause(second, never), health.pause(minute, never)];
    health.retryNow();
    expect({ ends: await Promise.all(pauses), timers: time.pendingTimers }).toEqual({ ends: ['retry-now', 'retry-now'], timers: 0 });
  });
});

describe('A pause', () => {
  it('ends when its time is over', async () => {
    const { time, health } = fixture();
    const pause = health.pause(second, never);
    await time.advance(second);
    expect({ end: await pause, timers: time.pendingTimers }).toEqual({ end: 'over', timers: 0 });
  });

  it('that is over already is none', async () => {
    const { time, health } = fixture();
    const pauses = [health.pause(0, never), health.pause(-1, never)];
    expect({ ends: await Promise.all(pauses), timers: time.pendingTimers }).toEqual({ ends: ['over', 'over'], timers: 0 });
  });

  it('ends when nobody waits any more', async () => {
    const { time, health } = fixture();
    const leaving = new AbortController();
    const pause = health.pause(second, leaving.signal);
    leaving.abort();
    const ends = [await pause, await health.pause(second, leaving.signal)];
    expect({ ends, timers: time.pendingTimers }).toEqual({ ends: ['aborted', 'aborted'], timers: 0 });
  });
});

describe('What is told of endpoints', () => {
  it('is why each one is not asked, until when, and what it said at last', async () => {
    const { time, health, fail, failInARow } = fixture();
    fail('payment-required', { endpoint: 'empty' });
    fail('unauthorized', { endpoint: 'refused' });
    await failInARow(5);
    fail('overloaded', { endpoint: 'busy' });
    fail('rate-limited', { endpoint: 'limited', retryAfterMs: 12_300 });
    const now = time.now();
    expect(
      health.states().map(({ error, untilMs, ...state }) => ({ ...state, error: error.reason, ms: untilMs && untilMs - now })),
    ).toEqual([
      {
        endpoint: 'empty',
        rule: 'account-empty',
        reason: 'its account is empty, until "retry now", another key, or a check of its credits that passes',
        error: 'payment-required',
      },
      {
        endpoint: 'refused',
        rule: 'key-refused',
        reason: 'its key was refused, and is not sent again before it changes',
        error: 'unauthorized',
      },
      {
        endpoint: 'cloud',
        rule: 'breaker-open',
        reason: 'it failed 5 times in a row (server-error at last), and is left alone for 30 s',
        error: 'server-error',
        ms: 30_000,
      },
      {
        endpoint: 'busy',
        rule: 'asked-to-wait',
        reason: 'it failed (overloaded), and is left alone for 0.5 s',
        error: 'overloaded',
        ms: 500,
      },
      {
        endpoint: 'limited',
        rule: 'asked-to-wait',
        reason: 'it asked to be left alone for 12.3 s (rate-limited)',
        error: 'rate-limited',
        ms: 12_300,
      },
    ]);
  });

  it('is told when something happens, and when time alone changes it', async () => {
    const { time, health, fail } = fixture();
    const told: string[] = [];
    const subscription = health.onDidChange(
      () =>
        void told.push(
          health
            .states()
            .map(({ rule }) => rule)
            .join(' '),
        ),
    );
    fail('overloaded');
    await time.advance(500);
    health.begin('cloud').succeeded();
    subscription.dispose();
    fail('overloaded');
    expect({ told, timers: time.pendingTimers }).toEqual({ told: ['asked-to-wait', '', ''], timers: 0 });
  });

  it('is told to nobody after the end', () => {
    const { time, health, fail } = fixture();
    let told = 0;
    health.onDidChange(() => {
      told += 1;
    });
    fail('overloaded');
    health.dispose();
    fail('overloaded');
    expect({ told, timers: time.pendingTimers }).toEqual({ told: 1, timers: 0 });
  });
});

describe('Asking out of turn, where nobody else can answer', () => {
  it('ends a break for one request, a second after the last failure at the earliest; looking whether it may ends nothing', async () => {
    const { time, health, is, failInARow } = fixture();
    await failInARow(5);
    const atOnce = health.probeEarly('cloud', 'suggestion');
    await time.advance(second);
    const mayThen = health.probeFromMs('cloud', 'suggestion') === time.now();
    const before = is();
    const asked = health.probeEarly('cloud', 'suggestion');
    expect({ atOnce, mayThen, before, asked, after: is() }).toEqual({
      atOnce: false,
      mayThen: true,
      before: 'breaker-open for 29 s',
      asked: true,
      after: 'available for a probe',
    });
  });

  it('does not end what the provider asked for, a refused key, refused requests, nor another one’s probe', async () => {
    const { time, health, fail, failInARow } = fixture();
    fail('rate-limited', { endpoint: 'busy', retryAfterMs: 30 * second });
    fail('unauthorized', { endpoint: 'locked' });
    await failInARow(3, 'forbidden', 'refusing');
    await failInARow(5, 'server-error', 'probed');
    await time.advance(10 * second);
    health.probeEarly('probed', 'suggestion');
    health.begin('probed');
    const endpoints = ['busy', 'locked', 'refusing', 'probed'];
    expect(endpoints.map((id) => health.probeEarly(id, 'suggestion'))).toEqual([false, false, false, false]);
    // Somebody who waits may be answered where requests were refused.
    expect(endpoints.map((id) => health.probeEarly(id, 'conversation'))).toEqual([false, false, true, false]);
  });
});
