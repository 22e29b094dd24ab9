import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDay } from '../../../src/core/ledger/index.ts';
import { firstDayOf, periodsOn } from '../../../src/features/spend/periods.ts';

const firstDays = (today: string): readonly string[] => periodsOn(today).map(({ fromDay }) => fromDay);

describe('The periods of the Spend page', () => {
  it.each([
    ['a Thursday', '2026-11-05', ['2026-11-05', '2026-11-02', '2026-11-01']],
    ['a Monday, with which its week begins', '2026-11-02', ['2026-11-02', '2026-11-02', '2026-11-01']],
    ['a Sunday, with which its week ends', '2026-11-08', ['2026-11-08', '2026-11-02', '2026-11-01']],
    ['a first of the month, whose week began in the month before', '2026-11-01', ['2026-11-01', '2026-10-26', '2026-11-01']],
    ['New Year, whose week began in the year before', '2027-01-01', ['2027-01-01', '2026-12-28', '2027-01-01']],
    ['a leap day', '2028-02-29', ['2028-02-29', '2028-02-28', '2028-02-01']],
    ['the Sunday on which summer time ends', '2026-10-25', ['2026-10-25', '2026-10-19', '2026-10-01']],
    ['the Monday after summer time began', '2026-03-30', ['2026-03-30', '2026-03-30', '2026-03-01']],
  ])('on %s', (_, today, expected) => {
    expect(firstDays(today)).toEqual(expected);
    expect(periodsOn(today).map(({ toDay }) => toDay)).toEqual([today, today, today]);
  });

  it('need the ledger from the first of their days on', () => {
    const firstOf = (today: string): string => firstDayOf(periodsOn(today), today);
    expect([firstOf('2026-11-01'), firstOf('2026-11-05')]).toEqual(['2026-10-26', '2026-11-01']);
  });

  it('begin on the day that the user has, not on that of Greenwich', () => {
    // 23:30 on Sunday in New York, Monday in London.
    const atMs = Date.UTC(2026, 10, 2, 4, 30);
    expect([firstDays(localDay(atMs, 'America/New_York')), firstDays(localDay(atMs, 'Europe/London'))]).toEqual([
      ['2026-11-01', '2026-10-26', '2026-11-01'],
      ['2026-11-02', '2026-11-02', '2026-11-01'],
    ]);
  });

  it('have a week of at most seven days that begins on a Monday, whatever the day', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), (date) => {
        const today = date.toISOString().slice(0, 10);
        const [, monday = ''] = firstDays(today);
        const days = (Date.parse(today) - Date.parse(monday)) / 86_400_000;
        expect([new Date(monday).getUTCDay(), days >= 0 && days < 7]).toEqual([1, true]);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
