import { describe, expect, it, vi } from 'vitest';
import { systemClock, systemTimers } from '../../src/platform/clock.ts';

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

describe('The machine’s clock', () => {
  it('tells the user’s time zone, and asks for it once a minute at the most', () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 23) });
    const asked = vi.spyOn(Intl, 'DateTimeFormat');
    const told = [systemClock.timeZone(), systemClock.timeZone()];
    const before = asked.mock.calls.length;
    vi.setSystemTime(Date.UTC(2026, 10, 23, 0, 1, 1));
    told.push(systemClock.timeZone());
    // Somebody sets the clock back.
    vi.setSystemTime(Date.UTC(2026, 10, 22));
    told.push(systemClock.timeZone());
    const times = { before, after: asked.mock.calls.length };
    vi.restoreAllMocks();
    vi.useRealTimers();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect({ told, times }).toEqual({ told: [zone, zone, zone, zone], times: { before: 1, after: 3 } });
  });
});
