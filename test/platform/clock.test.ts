import { describe, expect, it, vi } from 'vitest';
import { systemTimers } from '../../src/platform/clock.ts';

describe('The host’s timers', () => {
  it('ring once, unless they are called off before', () => {
    vi.useFakeTimers();
    const rung: string[] = [];
    systemTimers.after(10, () => rung.push('kept'));
    systemTimers.after(10, () => rung.push('called off'))();
    vi.advanceTimersByTime(100);
    vi.useRealTimers();
    expect(rung).toEqual(['kept']);
  });
});
