import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ForecastQuestion, forecastPeriod } from '../../../src/core/forecast/index.ts';
import { addDays, question, usd } from './questions.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const today = '2026-11-11';
const amount = fc.oneof(fc.constant(0), fc.nat(5 * usd), fc.nat(5000 * usd));
/** Up to ten weeks back, and sometimes a few days after today. */
const days = fc
  .uniqueArray(fc.tuple(fc.integer({ min: -70, max: 3 }), amount), { maxLength: 20, selector: ([day]) => day })
  .map((drawn) => drawn.map(([day, each]) => ({ localDay: addDays(today, day), amount: each })));
const hours = fc.array(
  fc.record({ localDay: fc.integer({ min: -70, max: 0 }).map((day) => addDays(today, day)), hour: fc.nat(23), amount }),
  { maxLength: 20 },
);
const questions: fc.Arbitrary<ForecastQuestion> = fc
  .record({
    days,
    hours,
    now: fc.record({ localDay: fc.constant(today), hour: fc.nat(23), minute: fc.nat(59) }),
    from: fc.integer({ min: -6, max: 5 }),
    length: fc.nat(12),
    limit: fc.nat(300 * usd),
  })
  .map(({ from, length, ...rest }) =>
    question({ ...rest, period: { fromDay: addDays(today, from), toDay: addDays(today, from + length) } }),
  );

const numbersOf = (asked: ForecastQuestion): readonly number[] => {
  const { spent, median, low, high, perDay } = forecastPeriod(asked);
  return [spent, low, median, high, ...perDay.flatMap((day) => [day.low, day.median, day.high])];
};

describe('A forecast', () => {
  it('lies above what was spent, in order, in whole units, and never falls from day to day', () => {
    fc.assert(
      fc.property(questions, (asked) => {
        const { spent, median, low, high, perDay } = forecastPeriod(asked);
        const ends = [...perDay, { median, low, high }];
        const wrong = ends.filter((day, index) => {
          const before = ends[index - 1] ?? { low: spent, median: spent, high: spent };
          const isInOrder = spent <= day.low && day.low <= day.median && day.median <= day.high;
          const grows = day.low >= before.low && day.median >= before.median && day.high >= before.high;
          return !isInOrder || !grows || ![day.low, day.median, day.high].every(Number.isSafeInteger);
        });
        expect({ wrong, last: perDay.at(-1)?.median ?? spent }).toEqual({ wrong: [], last: median });
      }),
      runs,
    );
  });

  it('does not fall where more was spent on a day on which something was', () => {
    fc.assert(
      fc.property(questions, fc.nat(), fc.nat(100 * usd), (asked, which, more) => {
        const spending = asked.days.filter((day) => day.amount > 0);
        fc.pre(spending.length > 0);
        const raised = spending[which % spending.length];
        const after = { ...asked, days: asked.days.map((day) => (day === raised ? { ...day, amount: day.amount + more } : day)) };
        const [less, greater] = [numbersOf(asked), numbersOf(after)];
        expect(greater.filter((number, index) => number < (less[index] ?? Number.NaN))).toEqual([]);
      }),
      runs,
    );
  });

  it('ends a budget on the first day of its band that reaches the limit', () => {
    fc.assert(
      fc.property(questions, (asked) => {
        const { perDay, endsOn, endsOnEarliest, endsOnLatest } = forecastPeriod(asked);
        const limit = asked.limit ?? Number.NaN;
        const before = (end: string | undefined) => perDay.filter(({ localDay }) => end === undefined || localDay < end);
        const on = (end: string | undefined) => perDay.find(({ localDay }) => localDay === end);
        expect([
          before(endsOn).every(({ median }) => median < limit) && (on(endsOn)?.median ?? limit) >= limit,
          before(endsOnEarliest).every(({ high }) => high < limit) && (on(endsOnEarliest)?.high ?? limit) >= limit,
          before(endsOnLatest).every(({ low }) => low < limit) && (on(endsOnLatest)?.low ?? limit) >= limit,
        ]).toEqual([true, true, true]);
      }),
      runs,
    );
  });

  it('is the same however its history is ordered or split, and each time it is asked', () => {
    const shuffled = questions.chain((asked) =>
      fc.record({
        asked: fc.constant(asked),
        days: fc.shuffledSubarray([...asked.days], { minLength: asked.days.length }),
        hours: fc.shuffledSubarray([...asked.hours], { minLength: asked.hours.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ asked, ...other }) => {
        const split = other.days.flatMap(({ localDay, amount }) => [
          { localDay, amount: Math.floor(amount / 3) },
          { localDay, amount: amount - Math.floor(amount / 3) },
        ]);
        expect(forecastPeriod({ ...asked, days: split, hours: other.hours })).toEqual(forecastPeriod(asked));
      }),
      runs,
    );
  });
});
