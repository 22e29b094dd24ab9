import { describe, expect, it } from 'vitest';
import { localDay } from '../../src/core/ledger/index.ts';

describe('The local day', () => {
  it.each([
    ['2026-01-01T00:30:00Z', 'UTC', '2026-01-01'],
    ['2026-01-01T00:30:00Z', 'America/New_York', '2025-12-31'],
    ['2025-12-31T10:30:00Z', 'Pacific/Kiritimati', '2026-01-01'],
    ['2026-01-01T11:59:59Z', 'Pacific/Niue', '2026-01-01'],
    ['2026-01-01T10:59:59Z', 'Pacific/Niue', '2025-12-31'],
    ['2026-06-01T18:29:59Z', 'Asia/Kolkata', '2026-06-01'],
    ['2026-06-01T18:30:00Z', 'Asia/Kolkata', '2026-06-02'],
    ['2024-02-29T23:30:00Z', 'Europe/London', '2024-02-29'],
  ])('of %s in %s is %s', (instant, timeZone, day) => {
    expect(localDay(Date.parse(instant), timeZone)).toBe(day);
  });

  it('has 23 hours where the clocks go forward and 25 where they go back', () => {
    const hours = (from: string, day: string): number => {
      const start = Date.parse(from);
      return Array.from({ length: 72 }, (_, hour) => localDay(start + hour * 3_600_000, 'Europe/Berlin')).filter((found) => found === day)
        .length;
    };
    expect({
      forward: hours('2026-03-28T00:00:00Z', '2026-03-29'),
      back: hours('2026-10-24T00:00:00Z', '2026-10-25'),
      usual: hours('2026-05-01T00:00:00Z', '2026-05-02'),
    }).toEqual({ forward: 23, back: 25, usual: 24 });
  });
});
