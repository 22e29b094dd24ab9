import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EndpointUse, HealthBook } from '../../../src/core/failover/index.ts';
import { ProviderError, type ProviderErrorReason } from '../../../src/core/task/index.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const passing: readonly ProviderErrorReason[] = ['unreachable', 'timeout', 'rate-limited', 'overloaded', 'server-error', 'bad-response'];
const blocking: readonly ProviderErrorReason[] = ['unauthorized', 'payment-required'];
const others: readonly ProviderErrorReason[] = ['forbidden', 'not-found', 'context-overflow', 'invalid-request'];

/** What happens to one endpoint. `which`: one of the uses under way, counted round. */
type Step =
  | { readonly type: 'begin' }
  | { readonly type: 'succeeded' | 'givenUp'; readonly which: number }
  | { readonly type: 'failed'; readonly which: number; readonly reason: ProviderErrorReason; readonly retryAfterMs: number | undefined }
  | { readonly type: 'time'; readonly ms: number }
  | { readonly type: 'keyChanged' | 'creditsFound' | 'retryNow' };

const which = fc.nat(9);
const begin = fc.record({ type: fc.constant('begin' as const) });
const ended = fc.record({ type: fc.constantFrom('succeeded' as const, 'givenUp' as const), which });
const failed = fc.record({
  type: fc.constant('failed' as const),
  which,
  reason: fc.oneof(
    { arbitrary: fc.constantFrom(...passing), weight: 12 },
    { arbitrary: fc.constantFrom(...others), weight: 4 },
    { arbitrary: fc.constantFrom(...blocking), weight: 1 },
  ),
  retryAfterMs: fc.option(fc.nat(70_000), { nil: undefined }),
});
const time = fc.record({ type: fc.constant('time' as const), ms: fc.oneof(fc.nat(2000), fc.nat(400_000)) });
const mended = fc.record({ type: fc.constantFrom('keyChanged' as const, 'creditsFound' as const, 'retryNow' as const) });
/** Most of these sequences reach a probe. */
const steps = fc.array(
  fc.oneof(
    { arbitrary: begin, weight: 8 },
    { arbitrary: failed, weight: 8 },
    { arbitrary: ended, weight: 2 },
    { arbitrary: time, weight: 6 },
    { arbitrary: mended, weight: 1 },
  ),
  { minLength: 10, maxLength: 60, size: 'max' },
);
const seed = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** An endpoint whose callers ask before they send. */
function endpoint(random: number) {
  let nowMs = 1_700_000_000_000;
  const health = new HealthBook(
    { now: () => nowMs, random: () => random, after: () => () => undefined },
    { patience: { failures: 2, refusals: 2 } },
  );
  const underWay: { readonly use: EndpointUse; readonly isProbe: boolean }[] = [];
  const take = (index: number) => underWay.splice(index % Math.max(1, underWay.length), 1)[0];
  const run = (step: Step): void => {
    switch (step.type) {
      case 'begin': {
        const verdict = health.verdictOf('cloud');
        if (verdict.isAvailable) underWay.push({ use: health.begin('cloud'), isProbe: verdict.isProbe });
        return;
      }
      case 'succeeded':
        take(step.which)?.use.succeeded();
        return;
      case 'givenUp':
        take(step.which)?.use.givenUp();
        return;
      case 'failed': {
        const { reason, retryAfterMs } = step;
        take(step.which)?.use.failed(new ProviderError(reason, 'no', { ...(retryAfterMs !== undefined && { retryAfterMs }) }));
        return;
      }
      case 'time':
        nowMs += step.ms;
        return;
      case 'keyChanged':
      case 'creditsFound':
        health[step.type]('cloud');
        return;
      case 'retryNow':
        health.retryNow();
        return;
    }
  };
  return {
    health,
    run,
    probes: () => underWay.filter(({ isProbe }) => isProbe).length,
    goTo: (ms: number) => {
      nowMs = ms;
    },
  };
}

describe('Whatever happens to an endpoint', () => {
  it('one probe at the most is under way, as long as nothing was mended meanwhile', () => {
    fc.assert(
      fc.property(steps, seed, (all, random) => {
        const { run, probes } = endpoint(random);
        for (const step of all) {
          // A mended endpoint may break, and be probed again, while the probe of before is still under way.
          if (step.type === 'retryNow' || step.type === 'keyChanged') continue;
          run(step);
          expect(probes()).toBeLessThanOrEqual(1);
        }
      }),
      runs,
    );
  });

  it('“retry now” makes it available', () => {
    fc.assert(
      fc.property(steps, seed, (all, random) => {
        const { run, health } = endpoint(random);
        for (const step of all) run(step);
        health.retryNow();
        expect(health.verdictOf('cloud')).toEqual({ isAvailable: true, isProbe: false });
        expect(health.states()).toEqual([]);
      }),
      runs,
    );
  });

  it('it becomes available at the time that is told, and not before', () => {
    fc.assert(
      fc.property(steps, seed, (all, random) => {
        const { run, health, goTo } = endpoint(random);
        for (const step of all) run(step);
        const verdict = health.verdictOf('cloud');
        if (verdict.isAvailable || verdict.untilMs === undefined) return;
        goTo(verdict.untilMs - 1);
        expect(health.verdictOf('cloud').isAvailable).toBe(false);
        goTo(verdict.untilMs);
        expect(health.verdictOf('cloud').isAvailable).toBe(true);
      }),
      runs,
    );
  });

  it('it is available, not for a probe, as long as its requests only succeed or are given up', () => {
    fc.assert(
      fc.property(steps, seed, (all, random) => {
        const { run, health } = endpoint(random);
        for (const step of all) {
          if (step.type !== 'failed') run(step);
          expect(health.verdictOf('cloud')).toEqual({ isAvailable: true, isProbe: false });
        }
      }),
      runs,
    );
  });

  it('it is available again after a request that it answered, once the others are over', () => {
    fc.assert(
      fc.property(steps, seed, (all, random) => {
        const { run, health } = endpoint(random);
        for (const step of all) run(step);
        health.keyChanged('cloud');
        for (let count = 0; count < 60; count += 1) run({ type: 'givenUp', which: 0 });
        const verdict = health.verdictOf('cloud');
        if (!verdict.isAvailable && verdict.untilMs !== undefined) run({ type: 'time', ms: 400_000 });
        run({ type: 'begin' });
        run({ type: 'succeeded', which: 0 });
        expect(health.verdictOf('cloud')).toEqual({ isAvailable: true, isProbe: false });
      }),
      runs,
    );
  });
});
