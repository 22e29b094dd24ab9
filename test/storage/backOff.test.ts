import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackOff } from '../../src/storage/backOff.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** One that fails again, so many times, and notes when it was tried. */
function backOffThatFails(times: number): { readonly backOff: BackOff; readonly triedAtMs: number[] } {
  const triedAtMs: number[] = [];
  const startedMs = Date.now();
  const backOff = new BackOff({ firstMs: 5000, lastMs: 60_000 }, () => {
    triedAtMs.push(Date.now() - startedMs);
    if (triedAtMs.length < times) backOff.failed();
  });
  return { backOff, triedAtMs };
}

describe('Trying again', () => {
  it('happens after rests that double up to the longest', () => {
    const { backOff, triedAtMs } = backOffThatFails(6);
    backOff.failed();
    vi.advanceTimersByTime(3_600_000);
    expect(triedAtMs).toEqual([5000, 15_000, 35_000, 75_000, 135_000, 195_000]);
  });

  it('is allowed once in each rest, and a failure in a rest does not lengthen it', () => {
    const { backOff, triedAtMs } = backOffThatFails(2);
    backOff.failed();
    const first = [backOff.takeTry(), backOff.takeTry()];
    backOff.failed();
    first.push(backOff.takeTry());
    vi.advanceTimersByTime(5000);
    const second = [backOff.takeTry(), backOff.takeTry()];
    vi.advanceTimersByTime(10_000);
    expect({ first, second, triedAtMs }).toEqual({ first: [true, false, false], second: [true, false], triedAtMs: [5000, 15_000] });
  });

  it('begins with the first rest again after a success', () => {
    const { backOff, triedAtMs } = backOffThatFails(2);
    backOff.failed();
    vi.advanceTimersByTime(6000);
    backOff.succeeded();
    vi.advanceTimersByTime(60_000);
    backOff.failed();
    vi.advanceTimersByTime(5000);
    expect(triedAtMs).toEqual([5000, 71_000]);
  });
});
