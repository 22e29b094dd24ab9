import { describe, expect, it } from 'vitest';
import { creditsCheck } from '../../../src/core/failover/index.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { paidCandidate } from '../../support/tasks.ts';

const minuteMs = 60_000;
const { endpoint } = paidCandidate('gateway');
const other = paidCandidate('other').endpoint;

/** A check of what each account says in turn; `silent`: it never answers. */
function fixture(...answers: readonly (boolean | undefined | Error | 'silent')[]) {
  const time = new FakeTime();
  const asked: string[] = [];
  const found: string[] = [];
  const closed: string[] = [];
  const left = [...answers];
  const check = creditsCheck({
    now: time.now,
    after: (ms, callback) => time.after(ms, callback),
    hasCredits: async ({ id }, signal) => {
      asked.push(id);
      const answer = left.shift();
      if (answer instanceof Error) throw answer;
      if (answer !== 'silent') return answer;
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          closed.push(id);
          reject(signal.reason);
        });
      });
    },
    health: { creditsFound: (id) => void found.push(id) },
  });
  return { time, asked, found, closed, check };
}

describe('A look for credits', () => {
  it('lifts the empty account where there are some', async () => {
    const { time, found, check } = fixture(true);
    check(endpoint);
    await time.advance(0);
    expect({ found, timers: time.pendingTimers }).toEqual({ found: ['cloud-of-gateway'], timers: 0 });
  });

  it.each([[false], [undefined], [new Error('not today')]])('that comes to %s changes nothing', async (answer) => {
    const { time, asked, found, check } = fixture(answer);
    check(endpoint);
    await time.advance(0);
    expect({ asked, found, timers: time.pendingTimers }).toEqual({ asked: ['cloud-of-gateway'], found: [], timers: 0 });
  });

  it('is had once a minute for each account, when it is asked for', async () => {
    const { time, asked, check } = fixture(false, false, false);
    check(endpoint);
    check(other);
    await time.advance(minuteMs - 1);
    check(endpoint);
    const withinAMinute = [...asked];
    await time.advance(1);
    check(endpoint);
    await time.advance(60 * minuteMs);
    expect({ withinAMinute, asked }).toEqual({
      withinAMinute: ['cloud-of-gateway', 'cloud-of-other'],
      asked: ['cloud-of-gateway', 'cloud-of-other', 'cloud-of-gateway'],
    });
  });

  it('ends after 20 s without an answer', async () => {
    const { time, closed, check } = fixture('silent');
    check(endpoint);
    await time.advance(19_999);
    const before = [...closed];
    await time.advance(1);
    expect({ before, closed, timers: time.pendingTimers }).toEqual({ before: [], closed: ['cloud-of-gateway'], timers: 0 });
  });
});
