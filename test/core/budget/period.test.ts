import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BudgetCalendar, type BudgetPeriod, budgetPeriods, periodOf, usualCalendar } from '../../../src/core/budget/index.ts';
import { localDay } from '../../../src/core/ledger/index.ts';

const calendar = (changes: Partial<BudgetCalendar> = {}): BudgetCalendar => ({ ...usualCalendar, ...changes });
const of = (period: BudgetPeriod, today: string, changes: Partial<BudgetCalendar> = {}) => {
  const { fromDay, toDay, nextFromDay } = periodOf({ period }, today, calendar(changes));
  return [fromDay, toDay, nextFromDay];
};

describe('The period of a budget', () => {
  it.each<[BudgetPeriod, string, Partial<BudgetCalendar>, readonly (string | undefined)[]]>([
    ['day', '2026-12-31', {}, ['2026-12-31', '2026-12-31', '2027-01-01']],
    ['week', '2026-11-05', {}, ['2026-11-02', '2026-11-08', '2026-11-09']],
    ['week', '2026-11-02', {}, ['2026-11-02', '2026-11-08', '2026-11-09']],
    ['week', '2026-11-08', {}, ['2026-11-02', '2026-11-08', '2026-11-09']],
    ['week', '2027-01-01', {}, ['2026-12-28', '2027-01-03', '2027-01-04']],
    ['week', '2026-11-08', { weekStartsOn: 'sunday' }, ['2026-11-08', '2026-11-14', '2026-11-15']],
    ['week', '2026-11-07', { weekStartsOn: 'sunday' }, ['2026-11-01', '2026-11-07', '2026-11-08']],
    ['month', '2028-02-29', {}, ['2028-02-01', '2028-02-29', '2028-03-01']],
    ['month', '2026-12-31', {}, ['2026-12-01', '2026-12-31', '2027-01-01']],
    ['quarter', '2026-11-05', {}, ['2026-10-01', '2026-12-31', '2027-01-01']],
    ['quarter', '2026-01-31', { yearStartsIn: 2 }, ['2025-11-01', '2026-01-31', '2026-02-01']],
    ['quarter', '2026-05-01', { yearStartsIn: 12 }, ['2026-03-01', '2026-05-31', '2026-06-01']],
    ['year', '2026-11-05', {}, ['2026-01-01', '2026-12-31', '2027-01-01']],
    ['year', '2026-03-31', { yearStartsIn: 4 }, ['2025-04-01', '2026-03-31', '2026-04-01']],
    ['year', '2026-04-01', { yearStartsIn: 4 }, ['2026-04-01', '2027-03-31', '2027-04-01']],
    ['rolling-30-days', '2026-03-01', {}, ['2026-01-31', '2026-03-01', '2026-02-01']],
    ['task', '2026-11-05', {}, ['0001-01-01', '9999-12-31', undefined]],
  ])('a %s on %s with %o is %j', (period, today, changes, expected) => {
    expect(of(period, today, changes)).toEqual(expected);
  });

  it.each([
    // Berlin's clocks go on at 02:00 on 29 March, and back at 03:00 on 25 October.
    ['Europe/Berlin', '2026-03-28T22:59:59Z', '2026-03-28', '2026-03-23'],
    ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29', '2026-03-23'],
    ['Europe/Berlin', '2026-03-29T21:59:59Z', '2026-03-29', '2026-03-23'],
    ['Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-30', '2026-03-30'],
    ['Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25', '2026-10-19'],
    ['Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-25', '2026-10-19'],
    ['Europe/Berlin', '2026-10-25T23:00:00Z', '2026-10-26', '2026-10-26'],
    // Havana's go on at midnight itself: that day begins at one o'clock.
    ['America/Havana', '2026-03-08T04:59:59Z', '2026-03-07', '2026-03-02'],
    ['America/Havana', '2026-03-08T05:00:00Z', '2026-03-08', '2026-03-02'],
    // Lord Howe's by half an hour.
    ['Australia/Lord_Howe', '2026-10-04T12:59:59Z', '2026-10-04', '2026-09-28'],
    ['Australia/Lord_Howe', '2026-10-04T13:00:00Z', '2026-10-05', '2026-10-05'],
  ])('follows the clock on the wall in %s through daylight saving: at %s', (zone, at, day, monday) => {
    const today = localDay(Date.parse(at), zone);
    expect([of('day', today)[0], of('week', today)[0]]).toEqual([day, monday]);
  });

  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Niue', 'Australia/Lord_Howe', 'UTC'];
  const today = fc
    .tuple(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2090, 0) }), fc.constantFrom(...zones))
    .map(([atMs, zone]) => localDay(atMs, zone));
  const anyCalendar = fc.record({
    weekStartsOn: fc.constantFrom('monday' as const, 'sunday' as const),
    yearStartsIn: fc.integer({ min: 1, max: 12 }),
  });

  it('holds the day it is asked for, in any zone and year', () => {
    fc.assert(
      fc.property(fc.constantFrom(...budgetPeriods), today, anyCalendar, (period, day, settings) => {
        const { fromDay, toDay } = periodOf({ period }, day, settings);
        expect([fromDay <= day, day <= toDay]).toEqual([true, true]);
      }),
      { numRuns: 1000 },
    );
  });

  it('and the next one cover every day exactly once, whichever of its days is asked for', () => {
    const ending = budgetPeriods.filter((period) => period !== 'rolling-30-days' && period !== 'task');
    fc.assert(
      fc.property(fc.constantFrom(...ending), today, anyCalendar, fc.nat(400), (period, day, settings, offset) => {
        const one = periodOf({ period }, day, settings);
        const next = periodOf({ period }, one.nextFromDay ?? '', settings);
        const days = (Date.parse(one.toDay) - Date.parse(one.fromDay)) / 86_400_000 + 1;
        const inside = new Date(Date.parse(one.fromDay) + (offset % days) * 86_400_000).toISOString().slice(0, 10);
        expect([periodOf({ period }, inside, settings), Date.parse(next.fromDay) - Date.parse(one.toDay), next.fromDay]).toEqual([
          one,
          86_400_000,
          one.nextFromDay,
        ]);
      }),
      { numRuns: 1000 },
    );
  });
});
