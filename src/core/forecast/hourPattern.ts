import { dayNumber, dayOf } from './days.ts';

/** What was counted within one hour of a local day, in the budget's unit. */
export interface HourAmount {
  readonly localDay: string;
  /** From 0 to 23, by the clock on the wall. */
  readonly hour: number;
  readonly amount: number;
}

/** A moment by the clock on the wall. */
export interface LocalMoment {
  readonly localDay: string;
  /** From 0 to 23. */
  readonly hour: number;
  /** From 0 to 59. */
  readonly minute: number;
}

/** Twelve weeks; what is older says little of when somebody works now. */
const reachDays = 84;
const halfLifeDays = 28;
/** How much a day counts that was another day of the week. */
const otherWeekday = 0.3;
/** How many days of the user's own the assumption counts like. */
const assumedDays = 2;

/**
 * Which share of a day's amount is usually there by this moment, from 0 to 1: of the days before, each by its own shares of hours, so that a
 * huge day counts like any other and a day of 23 or 25 hours like one of 24. Recent days and those of the same weekday count more.
 */
export function sharePassed(hours: readonly HourAmount[], now: LocalMoment): number {
  const minuteShare = now.minute / 60;
  const passedOf = (hour: number): number => (hour < now.hour ? 1 : hour === now.hour ? minuteShare : 0);
  let weights = assumedDays;
  let passed = assumedDays * assumedSharePassed(passedOf);
  for (const { age, amounts } of recentDays(hours, dayNumber(now.localDay))) {
    const total = amounts.reduce((sum, amount) => sum + amount, 0);
    if (total <= 0) continue;
    const weight = 2 ** (-age / halfLifeDays) * (age % 7 === 0 ? 1 : otherWeekday);
    weights += weight;
    passed += weight * (amounts.reduce((sum, amount, hour) => sum + amount * passedOf(hour), 0) / total);
  }
  return passed / weights;
}

interface DayOfHours {
  /** In days before today. */
  readonly age: number;
  readonly amounts: Float64Array;
}

/** The youngest first. */
function recentDays(hours: readonly HourAmount[], today: number): readonly DayOfHours[] {
  // Days of this form stand in order as texts.
  const [oldest, youngest] = [dayOf(today - reachDays), dayOf(today - 1)];
  const days = new Map<string, DayOfHours>();
  for (const { localDay, hour, amount } of hours) {
    if (localDay < oldest || localDay > youngest) continue;
    const known = days.get(localDay);
    const day = known ?? { age: today - dayNumber(localDay), amounts: new Float64Array(24) };
    if (!known) days.set(localDay, day);
    day.amounts[hour] = (day.amounts[hour] ?? 0) + Math.max(0, amount);
  }
  // In one order, whatever the question's: sums of fractions depend on it.
  return [...days.values()].toSorted((a, b) => a.age - b.age);
}

/** Before the user's own hours are known: most between 8 and 19, half as much in the evening, little at night. An assumption, not a measurement. */
const assumedHours: readonly number[] = Array.from({ length: 24 }, (_, hour) => (hour < 8 ? 0.1 : hour < 19 ? 1 : 0.5));
const assumedTotal = assumedHours.reduce((sum, amount) => sum + amount, 0);

function assumedSharePassed(passedOf: (hour: number) => number): number {
  return assumedHours.reduce((sum, amount, hour) => sum + amount * passedOf(hour), 0) / assumedTotal;
}
