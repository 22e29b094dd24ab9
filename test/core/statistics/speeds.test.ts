import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { RecentStatistics, type SpeedEstimate } from '../../../src/core/statistics/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { entryOf, without } from '../../support/entries.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const startMs = 1_794_000_000_000;
const minuteMs = 60_000;

/** An answer of 21 tokens that began after so long and took another 400 ms: 50 tokens per second. */
function answerAfter(firstTokenMs: number, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return entryOf({
    ...{ endpoint: 'cloud', billing: 'metered', model: 'm', startedAtMs: startMs, firstTokenMs, durationMs: firstTokenMs + 400 },
    usage: { ...noUsage, output: 21 },
    ...changes,
  });
}

/** One that never began. */
function silent(durationMs: number, changes: Partial<LedgerEntry>): LedgerEntry {
  return { ...without(answerAfter(0), 'firstTokenMs'), durationMs, usage: noUsage, ...changes };
}

/** What is known some time after the attempts ended. */
function speedAfter(attempts: readonly LedgerEntry[], laterMs = 0): SpeedEstimate | undefined {
  const lastMs = Math.max(startMs, ...attempts.map(({ startedAtMs, durationMs }) => startedAtMs + durationMs));
  const statistics = new RecentStatistics({ now: () => lastMs + laterMs });
  for (const attempt of attempts) statistics.learn(attempt);
  return statistics.speedOf('cloud', 'm');
}

const times = (count: number, firstTokenMs: number): LedgerEntry[] => Array.from({ length: count }, () => answerAfter(firstTokenMs));

/** Each begins when the one before has ended. */
function inTurn(attempts: readonly LedgerEntry[]): LedgerEntry[] {
  let nextMs = startMs;
  return attempts.map((attempt) => {
    const startedAtMs = nextMs;
    nextMs += attempt.durationMs;
    return { ...attempt, startedAtMs };
  });
}

describe('The speed of a model at an endpoint', () => {
  it('is unknown before it was asked, and of other endpoints and models', () => {
    const others = [answerAfter(100, { endpoint: 'other' }), answerAfter(100, { model: 'other' })];
    expect([speedAfter([]), speedAfter(others)]).toEqual([undefined, undefined]);
  });

  it('is that of its last requests', () => {
    expect(speedAfter(times(1, 100))).toEqual({
      firstTokenMs: { median: 100, high: 100 },
      outputTokensPerSecond: 50,
      answerTokens: 21,
      weight: 1,
      latest: { firstTokenMs: 100, outputTokensPerSecond: 50 },
      lastAskedMs: startMs + 500,
    });
  });

  it('follows a slow-down: `high` with the first slow answer, the median within four', () => {
    const slowed = [0, 1, 2, 3, 4, 10].map((slow) => speedAfter(inTurn([...times(30, 100), ...times(slow, 4000)]))?.firstTokenMs);
    expect(slowed).toEqual([
      { median: 100, high: 100 },
      { median: 100, high: 4000 },
      { median: 100, high: 4000 },
      { median: 100, high: 4000 },
      { median: 4000, high: 4000 },
      { median: 4000, high: 4000 },
    ]);
  });

  it('follows a recovery as fast', () => {
    expect([3, 4, 11].map((fast) => speedAfter(inTurn([...times(30, 4000), ...times(fast, 100)]))?.firstTokenMs)).toEqual([
      { median: 4000, high: 4000 },
      { median: 100, high: 4000 },
      { median: 100, high: 100 },
    ]);
  });

  it('fades: what was slow says little after a quarter of an hour, and nothing after an hour', () => {
    const slow = times(30, 4000);
    const weights = [0, 10, 15, 50, 60].map((minutes) => speedAfter(slow, minutes * minuteMs)?.weight.toFixed(2));
    expect(weights).toEqual(['4.99', '2.50', '1.77', '0.16', undefined]);
  });

  it('weighs recent requests more, however many there were an hour ago', () => {
    const hourLater = answerAfter(4000, { startedAtMs: startMs + 60 * minuteMs });
    expect(speedAfter([...times(30, 100), hourLater])?.firstTokenMs).toEqual({ median: 4000, high: 4000 });
  });

  it('is the same in whatever order requests that ran side by side are told', () => {
    const attempts = [100, 200, 300].map((firstTokenMs, index) => answerAfter(firstTokenMs, { startedAtMs: startMs + index * minuteMs }));
    expect(speedAfter(attempts.toReversed())).toEqual(speedAfter(attempts));
  });

  it('does not grow by a clock that was set back', () => {
    expect(speedAfter(times(1, 100), -60 * minuteMs)?.weight).toBe(1);
  });
});

describe('Of an attempt without a first token', () => {
  const usual = times(5, 100);
  const slowest = (attempt: LedgerEntry): number | undefined => speedAfter([...usual, attempt])?.firstTokenMs.high;

  it('a timeout counts as the time it took, also where nothing else is known', () => {
    const timeout = silent(9000, { finish: 'error', errorReason: 'timeout' });
    expect([slowest(timeout), speedAfter([timeout])]).toEqual([
      9000,
      {
        ...{ firstTokenMs: { median: 9000, high: 9000 }, outputTokensPerSecond: 30, weight: 1 },
        ...{ latest: { firstTokenMs: 9000, outputTokensPerSecond: undefined }, lastAskedMs: startMs + 9000 },
      },
    ]);
  });

  it('lost interest counts only where it waited longer than usual', () => {
    const aborted = (durationMs: number) => silent(durationMs, { finish: 'aborted' });
    expect([slowest(aborted(40)), slowest(aborted(700)), speedAfter([...usual, aborted(40)]), speedAfter([aborted(700)])]).toEqual([
      100,
      700,
      speedAfter(usual),
      undefined,
    ]);
  });

  it('in one piece may have been written for as long as usual before the user lost interest', () => {
    const whole = { durationMs: 500, timings: { promptMs: 100, outputMs: 400 } };
    const pieces = Array.from({ length: 5 }, () => answerAfter(500, whole));
    const after = (durationMs: number) => speedAfter([...pieces, silent(durationMs, { finish: 'aborted' })])?.firstTokenMs.high;
    expect([after(450), after(900)]).toEqual([100, 500]);
  });

  it('other failures, and estimates of what nobody knows, say nothing', () => {
    const others = [
      ...(['overloaded', 'unreachable', 'unauthorized', 'bad-response'] as const).map((errorReason) =>
        silent(9000, { finish: 'error', errorReason }),
      ),
      silent(9000, { finish: 'lost' }),
      answerAfter(9000, { finish: 'lost' }),
    ];
    expect(others.map(slowest)).toEqual(others.map(() => 100));
  });

  it('which began and then failed or was broken off, its first token counts', () => {
    const broken = (['error', 'aborted', 'length'] as const).map((finish) => answerAfter(700, { finish }));
    expect(broken.map(slowest)).toEqual([700, 700, 700]);
  });
});

describe('The pace of an answer', () => {
  const paceOf = (changes: Partial<LedgerEntry>, output: number): number | undefined =>
    speedAfter([answerAfter(100, { ...changes, usage: { ...noUsage, output } })])?.outputTokensPerSecond;

  it('is measured from the first token on, without reasoning, which may have come before', () => {
    expect([paceOf({}, 41), paceOf({ reasoningTokens: 20 }, 41)]).toEqual([100, 50]);
  });

  it('is that of the whole time where all of it came at once and its server tells no times', () => {
    expect(speedAfter([without(answerAfter(990, { durationMs: 1000, usage: { ...noUsage, output: 40 } }), 'timings')])).toMatchObject({
      firstTokenMs: { median: 990 },
      outputTokensPerSecond: 40,
    });
  });

  it('in one piece is by the server’s own times, and so is its beginning: as if it had been streamed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 20, max: 3000 }),
        fc.integer({ min: 2, max: 96 }),
        (first, writing, output) => {
          const changes = { usage: { ...noUsage, output }, timings: { promptMs: first, outputMs: writing }, durationMs: first + writing };
          const [streamed, whole] = [first, first + writing].map((firstTokenMs) => speedAfter([answerAfter(firstTokenMs, changes)]));
          expect(whole).toEqual(streamed);
        },
      ),
      runs,
    );
  });

  it('is not found in times that are none', () => {
    const wrong = { durationMs: 100, timings: { promptMs: 0, outputMs: 9000 }, usage: { ...noUsage, output: 10 } };
    expect(speedAfter([answerAfter(100, wrong)])).toMatchObject({ firstTokenMs: { median: 0 }, outputTokensPerSecond: 90 });
  });

  it('is assumed where no answer was long enough', () => {
    expect([paceOf({}, 1), paceOf({ firstTokenMs: 0, durationMs: 0 }, 9)]).toEqual([30, 30]);
  });

  it('is the median of the last ones', () => {
    const attempts = [11, 41, 401].map((output) => answerAfter(100, { usage: { ...noUsage, output } }));
    expect(speedAfter(attempts)?.outputTokensPerSecond).toBe(100);
  });
});

describe('Whatever was seen', () => {
  it('the median is not above the high one, both were seen, and the same comes of the same', () => {
    const firstTokens = fc.array(fc.nat(60_000), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(firstTokens, (all) => {
        const attempts = all.map((firstTokenMs, index) => answerAfter(firstTokenMs, { startedAtMs: startMs + index * minuteMs }));
        const speed = speedAfter(attempts);
        const { median = -1, high = -1 } = speed?.firstTokenMs ?? {};
        expect([median <= high, all.includes(median), all.includes(high), speedAfter(attempts)]).toEqual([true, true, true, speed]);
      }),
      runs,
    );
  });

  it('ten slow answers after any number of fast ones make it slow', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 60 }), (fast) => {
        const attempts = inTurn([...fast.map((firstTokenMs) => answerAfter(firstTokenMs)), ...times(10, 5000)]);
        expect(speedAfter(attempts)?.firstTokenMs).toEqual({ median: 5000, high: 5000 });
      }),
      runs,
    );
  });
});
