import { isWeekend } from './days.ts';
import { mean } from './mean.ts';

/** Seven days, each day of the week once: a week begins with the weekday after today's, and the latest one ends today. */
export interface PastWeek {
  /** By age, the youngest first. */
  readonly days: readonly number[];
  /** Something was spent within it. */
  readonly isActive: boolean;
}

/** So many times the second largest day is the most that a single day counts: what happened once is no habit. */
const mostOverSecond = 3;
/** Below so many days with an amount nobody can tell a huge day from a first real one. */
const fewestToCap = 5;
/** Of a working day, on a weekend of which nothing is known. An assumption. */
const assumedWeekend = 0.5;

/** Of the days by age, today first: the latest week first. `today` is a day's number. */
export function pastWeeksOf(past: readonly number[], today: number): readonly PastWeek[] {
  const most = mostOf(past);
  return Array.from({ length: Math.ceil(past.length / 7) }, (_, week) => {
    const days = Array.from({ length: 7 }, (_, day) => {
      const age = 7 * week + day;
      // Before the first day nothing is known: as a week later.
      return Math.min(most, past[age] ?? past[age - 7] ?? guessOf(age, past, today));
    });
    return { days, isActive: days.some((amount) => amount > 0) };
  });
}

function mostOf(past: readonly number[]): number {
  const amounts = past.filter((amount) => amount > 0).toSorted((a, b) => b - a);
  return amounts.length < fewestToCap ? Number.POSITIVE_INFINITY : mostOverSecond * (amounts[1] ?? 0);
}

/** In the user's first week, for a day of the week that was not there yet: the mean of those of its kind, working days or weekend. */
function guessOf(age: number, past: readonly number[], today: number): number {
  const weekend = isWeekend(today - age);
  const alike = past.filter((_, each) => isWeekend(today - each) === weekend);
  if (alike.length > 0) return mean(alike);
  return weekend ? assumedWeekend * mean(past) : mean(past);
}
