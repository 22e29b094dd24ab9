import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttle } from '../../src/platform/throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Throttled work', () => {
  it('is done at once, then once at the end of each interval in which it was asked for', async () => {
    const startedMs = performance.now();
    const doneAfterMs: number[] = [];
    const { run } = throttle(1000, () => void doneAfterMs.push(performance.now() - startedMs));
    for (let ms = 0; ms < 2500; ms += 100) {
      run();
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(10_000);
    expect(doneAfterMs).toEqual([0, 1000, 2000, 3000]);
  });

  it('never overlaps itself: what is asked for meanwhile comes after', async () => {
    const working = { now: 0, most: 0, done: 0 };
    const { run } = throttle(10, async () => {
      working.now += 1;
      working.most = Math.max(working.most, working.now);
      await new Promise((resolve) => setTimeout(resolve, 500));
      working.now -= 1;
      working.done += 1;
    });
    run();
    await vi.advanceTimersByTimeAsync(100);
    run();
    run();
    await vi.advanceTimersByTimeAsync(2000);
    expect(working).toEqual({ now: 0, most: 1, done: 2 });
  });

  it('is not done any more once it is disposed', async () => {
    const work = vi.fn();
    const throttled = throttle(10, work);
    throttled.run();
    throttled.dispose();
    throttled.run();
    await vi.advanceTimersByTimeAsync(100);
    expect(work).not.toHaveBeenCalled();
  });
});
