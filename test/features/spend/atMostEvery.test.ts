import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { atMostEvery } from '../../../src/features/spend/atMostEvery.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Work at most every second', () => {
  it('begins at once, and is done once more for all that was asked for meanwhile', async () => {
    const doneAt: number[] = [];
    const paced = atMostEvery(1000, async () => void doneAt.push(performance.now()));
    const startMs = performance.now();
    for (let asked = 0; asked < 20; asked += 1) {
      paced.run();
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(doneAt.map((atMs) => Math.round(atMs - startMs))).toEqual([0, 1000]);
  });

  it('is never done twice at the same time', async () => {
    let running = 0;
    let most = 0;
    let done = 0;
    const paced = atMostEvery(1000, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      running -= 1;
      done += 1;
    });
    for (let asked = 0; asked < 3; asked += 1) {
      paced.run();
      await vi.advanceTimersByTimeAsync(1100);
    }
    await vi.advanceTimersByTimeAsync(10_000);
    expect([most, done]).toEqual([1, 3]);
  });

  it('is not done any more once it is disposed of', async () => {
    const work = vi.fn(async () => undefined);
    const paced = atMostEvery(1000, work);
    paced.run();
    paced.dispose();
    await vi.advanceTimersByTimeAsync(5000);
    expect(work).not.toHaveBeenCalled();
  });
});
