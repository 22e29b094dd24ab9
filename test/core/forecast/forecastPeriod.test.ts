import { describe, expect, it } from 'vitest';
import { type Forecast, forecastPeriod } from '../../../src/core/forecast/index.ts';
import { addDays, daysByWeekday, question, usd, workingDays } from './questions.ts';

const history = daysByWeekday('2026-08-03', '2026-11-10', workingDays);
const total = ({ spent, median, low, high }: Forecast) => ({ spent, median, low, high });
const usdOf = (amount: number): number => Math.round(amount / usd);

describe('A forecast', () => {
  it('of somebody who spends nothing is nothing, and a guess', () => {
    const { perDay, ...forecast } = forecastPeriod(question({ limit: usd }));
    expect(forecast).toEqual({ spent: 0, median: 0, low: 0, high: 0, basis: 0, isGuess: true });
    expect(perDay.map(({ localDay }) => localDay)).toEqual(Array.from({ length: 20 }, (_, day) => addDays('2026-11-11', day)));
  });

  it('goes on as the weeks before did: 2 dollars on each working day', () => {
    // 7 of 21 working days are over, and the rest of this Wednesday is before us.
    const { spent, median, low, high, basis, isGuess } = forecastPeriod(question({ days: history }));
    expect({ spent, basis, isGuess }).toEqual({ spent: 14 * usd, basis: 101, isGuess: false });
    expect([usdOf(median) >= 38 && usdOf(median) <= 45, usdOf(low) >= 26, usdOf(high) <= 65]).toEqual([true, true, true]);
  });

  it('adds next to nothing on a weekend of somebody who works in the week', () => {
    const { perDay } = forecastPeriod(question({ days: history }));
    const medianOn = (day: string) => perDay.find(({ localDay }) => localDay === day)?.median;
    expect([medianOn('2026-11-14'), medianOn('2026-11-15')]).toEqual([medianOn('2026-11-13'), medianOn('2026-11-13')]);
    expect(medianOn('2026-11-16')).toBeGreaterThan(medianOn('2026-11-15') ?? Number.NaN);
  });

  it('says on which day a budget ends, and between which days', () => {
    // 14 are spent, about 1.40 of this Wednesday to come, and 2 on each working day: 23.40 on Tuesday.
    const { endsOn, endsOnEarliest = '', endsOnLatest = '' } = forecastPeriod(question({ days: history, limit: 24 * usd }));
    expect([endsOn, endsOnEarliest >= '2026-11-13', endsOnEarliest < '2026-11-18', endsOnLatest > '2026-11-18']).toEqual([
      '2026-11-18',
      true,
      true,
      true,
    ]);
  });

  it.each([
    ['today, where it is reached', 14, { endsOn: '2026-11-11', endsOnEarliest: '2026-11-11', endsOnLatest: '2026-11-11' }],
    ['today, where it is nothing', 0, { endsOn: '2026-11-11', endsOnEarliest: '2026-11-11', endsOnLatest: '2026-11-11' }],
    ['never, where it is out of reach', 1000, {}],
  ])('says that a budget ends %s', (_when, limit, ends) => {
    const {
      spent: _spent,
      median: _median,
      low: _low,
      high: _high,
      perDay: _perDay,
      basis: _basis,
      isGuess: _isGuess,
      ...said
    } = forecastPeriod(question({ days: history, limit: limit * usd }));
    expect(said).toEqual(ends);
  });

  it('expects of the rest of today what the user usually spends at these hours', () => {
    const mornings = history.map(({ localDay, amount }) => ({ localDay, hour: 8, amount }));
    const evenings = history.map(({ localDay, amount }) => ({ localDay, hour: 20, amount }));
    const today = { days: history, period: { fromDay: '2026-11-11', toDay: '2026-11-11' } };
    const [early, late] = [mornings, evenings].map((hours) => forecastPeriod(question({ ...today, hours })).median);
    expect([(early ?? Number.NaN) < 0.2 * usd, (late ?? Number.NaN) > 1.5 * usd]).toEqual([true, true]);
  });

  it('has nothing left of today at its last minute but that minute', () => {
    const hours = history.map(({ localDay, amount }) => ({ localDay, hour: 9, amount }));
    const { median } = forecastPeriod(
      question({
        days: [...history, { localDay: '2026-11-11', amount: 3 * usd }],
        hours,
        now: { localDay: '2026-11-11', hour: 23, minute: 59 },
        period: { fromDay: '2026-11-11', toDay: '2026-11-11' },
      }),
    );
    expect(Math.round(median / 10_000_000)).toBe(300);
  });

  it('on the first day is a guess in a wide interval', () => {
    const { spent, median, low, high, basis, isGuess } = forecastPeriod(question({ days: [{ localDay: '2026-11-11', amount: 2 * usd }] }));
    expect({ spent, basis, isGuess, isWide: low < median / 2 && high > 2 * median }).toEqual({
      spent: 2 * usd,
      basis: 1,
      isGuess: true,
      isWide: true,
    });
  });

  it('does not take a single huge day for a habit', () => {
    const huge = history.map((day) => (day.localDay === '2026-11-05' ? { ...day, amount: 500 * usd } : day));
    const toCome = ({ spent, median }: Forecast): number => median - spent;
    const ratio = toCome(forecastPeriod(question({ days: huge }))) / toCome(forecastPeriod(question({ days: history })));
    expect(ratio).toBeLessThan(1.4);
  });

  it('after a vacation goes on as before it', () => {
    const away = history.filter(({ localDay }) => localDay < '2026-10-19' || localDay > '2026-11-01');
    expect(usdOf(forecastPeriod(question({ days: away })).median)).toBeGreaterThanOrEqual(33);
  });

  it('expects little of somebody who has stayed away for as long as they were there', () => {
    const left = daysByWeekday('2026-05-04', '2026-08-07', workingDays);
    const { median, low } = forecastPeriod(question({ days: left }));
    expect([usdOf(median) < 20, low]).toEqual([true, 0]);
  });

  it('follows a habit that changed: the latest weeks count most', () => {
    const changed = history.map((day) => (day.localDay >= '2026-10-12' ? { ...day, amount: 4 * day.amount } : day));
    const { spent, median } = forecastPeriod(question({ days: changed }));
    // Four times the 28 dollars to come, or at least more than three times.
    expect(usdOf(median - spent)).toBeGreaterThan(80);
  });

  it('of a period that is over is what was spent', () => {
    const october = { fromDay: '2026-10-01', toDay: '2026-10-31' };
    const forecast = forecastPeriod(question({ days: history.filter(({ localDay }) => localDay < '2026-11-01'), period: october }));
    expect({ ...total(forecast), perDay: forecast.perDay }).toEqual({
      ...{ spent: 44 * usd, median: 44 * usd, low: 44 * usd, high: 44 * usd },
      perDay: [],
    });
  });

  it('of a period that has not begun has its days alone', () => {
    const december = { fromDay: '2026-12-01', toDay: '2026-12-31' };
    const { spent, median, perDay } = forecastPeriod(question({ days: history, period: december }));
    expect([spent, perDay[0]?.localDay, perDay.length, usdOf(median) >= 40 && usdOf(median) <= 52]).toEqual([0, '2026-12-01', 31, true]);
  });

  it('counts what is dated after today, because the clock was set back, as spent, and does not expect it again', () => {
    const now = { localDay: '2026-11-02', hour: 0, minute: 0 };
    const { spent, low, median } = forecastPeriod(question({ days: history, now }));
    const without = forecastPeriod(question({ days: history.filter(({ localDay }) => localDay <= '2026-11-02'), now }));
    expect([spent, low >= spent, median < without.median + 6 * usd]).toEqual([14 * usd, true, true]);
  });

  it('of rolling thirty days is about the rest of today', () => {
    const { spent, median, perDay } = forecastPeriod(question({ days: history, period: { fromDay: '2026-10-13', toDay: '2026-11-11' } }));
    expect([spent, median > spent && median < spent + 2 * usd, perDay.length]).toEqual([42 * usd, true, 1]);
  });

  it('of a year has a day for each that is left of it', () => {
    const { perDay, endsOn } = forecastPeriod(
      question({ days: history, period: { fromDay: '2026-11-01', toDay: '2027-10-31' }, limit: 100 * usd }),
    );
    expect([perDay.length, perDay.at(-1)?.localDay, (endsOn ?? '') > '2026-12-15' && (endsOn ?? '') < '2027-02-15']).toEqual([
      355,
      '2027-10-31',
      true,
    ]);
  });

  it.each([
    ['of 23 hours', '2026-03-29'],
    ['of 25 hours', '2026-10-25'],
    ['of 24 hours', '2026-10-18'],
  ])('takes a Sunday %s for any Sunday', (_what, localDay) => {
    const days = daysByWeekday(addDays(localDay, -60), addDays(localDay, 20), [usd, usd, usd, usd, usd, usd, usd]);
    const sunday = (dst: string) =>
      forecastPeriod({
        days: days.filter((day) => day.localDay < dst),
        hours: days.flatMap((day) => Array.from({ length: 24 }, (_, hour) => ({ localDay: day.localDay, hour, amount: usd / 24 }))),
        now: { localDay: dst, hour: 12, minute: 0 },
        period: { fromDay: dst, toDay: addDays(dst, 6) },
      });
    expect(total(sunday(localDay))).toEqual(total(forecastPeriod(plainSunday())));
  });

  it('leaves out what is no day', () => {
    const junk = [
      { localDay: '', amount: usd },
      { localDay: 'yesterday', amount: usd },
    ];
    expect(forecastPeriod(question({ days: [...history, ...junk] }))).toEqual(forecastPeriod(question({ days: history })));
  });
});

/** A Sunday far from any change of clocks, after sixty even days. */
function plainSunday() {
  const localDay = '2026-07-19';
  const days = daysByWeekday(addDays(localDay, -60), addDays(localDay, -1), [usd, usd, usd, usd, usd, usd, usd]);
  return {
    days,
    hours: days.flatMap((day) => Array.from({ length: 24 }, (_, hour) => ({ localDay: day.localDay, hour, amount: usd / 24 }))),
    now: { localDay, hour: 12, minute: 0 },
    period: { fromDay: localDay, toDay: addDays(localDay, 6) },
  };
}
