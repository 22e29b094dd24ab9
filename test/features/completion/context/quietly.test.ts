import { describe, expect, it } from 'vitest';
import { takeQuietly } from '../../../../src/features/completion/context/quietly.ts';

/** Each value takes so long to make. */
function useWork(msEach: number, values: number) {
  let nowMs = 0;
  const rests: number[] = [];
  function* work(): Generator<number> {
    for (let value = 0; value < values; value += 1) {
      nowMs += msEach;
      yield value;
    }
  }
  const timers = {
    after: (_ms: number, callback: () => void) => {
      rests.push(nowMs);
      queueMicrotask(callback);
      return () => undefined;
    },
  };
  return { take: (signal: AbortSignal) => takeQuietly(work(), { timers, now: () => nowMs, signal }), rests };
}

describe('Work in slices', () => {
  it('rests after every 4 ms', async () => {
    const { take, rests } = useWork(1, 10);
    expect([await take(new AbortController().signal), rests]).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      [4, 8],
    ]);
  });

  it('ends at the next rest when nobody wants it any more', async () => {
    const { take, rests } = useWork(4, 10);
    expect([await take(AbortSignal.abort()), rests]).toEqual([undefined, [4]]);
  });
});
