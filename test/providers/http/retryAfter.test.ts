import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../src/providers/http/retryAfter.ts';

const wait = (headers: Readonly<Record<string, string>>): number | undefined => retryAfterMs(new Headers(headers));

describe('How long to wait', () => {
  it.each([
    ['milliseconds', { 'retry-after-ms': '1500', 'retry-after': '3' }, 1500],
    ['seconds', { 'retry-after': '3' }, 3000],
    ['parts of them, rounded up', { 'retry-after': '0.0015' }, 2],
    ['no time at all', { 'retry-after': '0' }, 0],
    ['a minute', { 'retry-after': '60' }, 60_000],
    ['seconds where the milliseconds are not believed', { 'retry-after-ms': '900000', 'retry-after': '30' }, 30_000],
    [
      'a date, by the clock of who says it',
      { date: 'Sun, 22 Nov 2026 08:00:00 GMT', 'retry-after': 'Sun, 22 Nov 2026 08:00:20 GMT' },
      20_000,
    ],
  ])('is read from %s', (_what, headers, expected) => {
    expect(wait(headers)).toBe(expected);
  });

  it.each([
    ['nothing', {}],
    ['an empty word', { 'retry-after': '' }],
    ['more than a minute', { 'retry-after': '61' }],
    ['the past', { 'retry-after': '-1' }],
    ['no number', { 'retry-after': 'soon' }],
    ['a date without a clock', { 'retry-after': 'Sun, 22 Nov 2026 08:00:20 GMT' }],
  ])('is unknown where there is %s', (_what, headers) => {
    expect([wait(headers), retryAfterMs(undefined)]).toEqual([undefined, undefined]);
  });
});
