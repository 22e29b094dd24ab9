import { drawing, drawNormal, normalQuantile } from './drawing.ts';
import { weekDrawers } from './drawWeek.ts';
import { pastWeeksOf } from './pastWeeks.ts';
import { restOfToday, todayOf, withWholeToday } from './today.ts';

/** The totals of a period at one moment, an 80 % interval: in nine of ten cases below `high`, in nine of ten above `low`. */
export interface Band {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface Past {
  /** A day's number. */
  readonly today: number;
  /** By age in days, today first, back to the first with an amount; none where there is none. */
  readonly amounts: readonly number[];
  /** Of today, as a rule. */
  readonly sharePassed: number;
}

/** The days to come, in days after today; from 0 on, both included. */
export interface DaysToCome {
  readonly first: number;
  readonly last: number;
  /** What is dated on them already, because the clock was set back, by days after today. */
  readonly dated: ReadonlyMap<number, number>;
}

/** As many as make a median that hardly depends on what was drawn, and take a millisecond for a month. */
const futures = 200;

/*
 * How far a future strays from the weeks it is drawn from, because habits change: standard deviations of the logarithm. Chosen so that the
 * interval holds four of five months in `bench forecast` with seeds 201 and 202; an assumption about people, as that is a simulation.
 */
const levelDeviation = 0.3;
const weekDeviation = 0.4;
/** Where a single day is known; it falls with the root of their number. */
const firstDayDeviation = 1.5;

/** What is added by the end of each day to come. */
export function simulate(past: Past, { first, last, dated }: DaysToCome): readonly Band[] {
  const today = todayOf(past.amounts, past.sharePassed);
  const weeks = pastWeeksOf(withWholeToday(past.amounts, today), past.today);
  const drawers = weekDrawers(weeks);
  const added = Array.from({ length: Math.max(0, last - first + 1) }, () => new Float64Array(futures));
  const activeDays = past.amounts.filter((amount) => amount > 0).length;
  const deviation = Math.hypot(levelDeviation, firstDayDeviation / Math.sqrt(Math.max(1, activeDays)));
  const draw = drawing(1);
  for (let future = 0; future < futures; future += 1) {
    const drawWeek = drawers[future % drawers.length];
    const level = deviation * normalQuantile((future + 0.5) / futures);
    let total = 0;
    for (let week = 0; 7 * week <= last; week += 1) {
      const days = drawWeek?.(draw)?.days;
      const factor = Math.exp(level + weekDeviation * drawNormal(draw));
      for (let day = 7 * week; day < 7 * week + 7 && day <= last; day += 1) {
        // The same day of the week is so many days old within each past week.
        const like = factor * (days?.[(7 - (day % 7)) % 7] ?? 0);
        const amount = day === 0 ? restOfToday(today, like) : Math.max(0, like - (dated.get(day) ?? 0));
        if (day < first) continue;
        total += amount;
        const column = added[day - first];
        if (column) column[future] = total;
      }
    }
  }
  return added.map(bandOf);
}

function bandOf(totals: Float64Array): Band {
  const sorted = totals.sort();
  const at = (share: number): number => sorted[Math.round(share * (futures - 1))] ?? 0;
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}
