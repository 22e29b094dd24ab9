import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { QuietMoment } from '../../src/storage/quietMoment.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A moment of quiet after 100 ms, and when its work was done. */
function started() {
  const done: number[] = [];
  const beganMs = performance.now();
  const quiet = new QuietMoment({ afterMs: 100, work: () => done.push(performance.now() - beganMs) });
  return { quiet, done };
}

describe('Work for a quiet moment', () => {
  it('is done once after the last call, and again after the next ones', () => {
    const { quiet, done } = started();
    for (let call = 0; call < 4; call += 1) {
      quiet.called();
      vi.advanceTimersByTime(60);
    }
    vi.advanceTimersByTime(1000);
    const afterFirst = [...done];
    quiet.called();
    vi.advanceTimersByTime(1000);
    expect([afterFirst, done]).toEqual([[280], [280, 1340]]);
  });

  it('is not done where nobody called, or after the end', () => {
    const { quiet, done } = started();
    vi.advanceTimersByTime(1000);
    quiet.called();
    quiet.dispose();
    vi.advanceTimersByTime(1000);
    expect(done).toEqual([]);
  });
});
