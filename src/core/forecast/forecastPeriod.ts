import { dayNumber, dayOf } from './days.ts';
import { type HourAmount, type LocalMoment, sharePassed } from './hourPattern.ts';
import { type Band, simulate } from './simulate.ts';

/** What was counted on one local day, in the budget's unit: nano-dollars or tokens. */
export interface DayTotal {
  /** `YYYY-MM-DD`. */
  readonly localDay: string;
  readonly amount: number;
}

export interface ForecastQuestion {
  /** As long a history as there is, today included, in any order. Days without spend may be missing. */
  readonly days: readonly DayTotal[];
  /** In the same unit; empty where the hours are not known. */
  readonly hours: readonly HourAmount[];
  readonly now: LocalMoment;
  /** Both days included. */
  readonly period: { readonly fromDay: string; readonly toDay: string };
  readonly limit?: number;
}

/** A period's total at the end of a day. */
export interface DayForecast extends Band {
  readonly localDay: string;
}

export interface Forecast extends Band {
  /** Since the period's first day, as limits count it: also what is dated after today, because the clock was set back. */
  readonly spent: number;
  /** The day on which the median reaches the limit (today, where it is reached already); missing where it does not within the period. */
  readonly endsOn?: string;
  /** The same for `high`. */
  readonly endsOnEarliest?: string;
  /** The same for `low`. */
  readonly endsOnLatest?: string;
  /** From today on. */
  readonly perDay: readonly DayForecast[];
  /** It is drawn from so many days: those since the first with an amount, a year's at the most. */
  readonly basis: number;
  /** Too few days are known: most of it is assumed. */
  readonly isGuess: boolean;
}

/** A year of whole weeks. */
const longestBasis = 364;
/** Each day of the week twice. */
const fewestDays = 14;

/**
 * How much a period will hold at its end. The days to come are drawn from the user's own past weeks, a whole week at a time, each day from the
 * same day of the week and the latest weeks most often; the rest of today from the hours at which the user spends. The same question has the
 * same answer.
 */
export function forecastPeriod({ days, hours, now, period, limit }: ForecastQuestion): Forecast {
  const today = dayNumber(now.localDay);
  const from = dayNumber(period.fromDay);
  const byAge = amountsByAge(days, today);
  const amounts = pastAmounts(byAge);
  const dated = new Map([...byAge].flatMap(([age, amount]) => (age < 0 ? [[-age, amount]] : [])));
  const spent = [...byAge].reduce((sum, [age, amount]) => (today - age >= from ? sum + amount : sum), 0);
  const first = Math.max(0, from - today);
  const bands = simulate({ today, amounts, sharePassed: sharePassed(hours, now) }, { first, last: dayNumber(period.toDay) - today, dated });
  const perDay = bands.map(({ median, low, high }, index) => ({
    localDay: dayOf(today + first + index),
    median: spent + Math.round(median),
    low: spent + Math.round(low),
    high: spent + Math.round(high),
  }));
  const { median, low, high } = perDay.at(-1) ?? { median: spent, low: spent, high: spent };
  const ends = limit === undefined ? {} : endsOf(perDay, limit);
  return { spent, median, low, high, ...ends, perDay, basis: amounts.length, isGuess: amounts.length < fewestDays };
}

function amountsByAge(days: readonly DayTotal[], today: number): ReadonlyMap<number, number> {
  const amounts = new Map<number, number>();
  for (const { localDay, amount } of days) {
    const age = today - dayNumber(localDay);
    amounts.set(age, (amounts.get(age) ?? 0) + amount);
  }
  return amounts;
}

/** Today first, and the first day with an amount last. */
function pastAmounts(byAge: ReadonlyMap<number, number>): readonly number[] {
  let first = -1;
  for (const [age, amount] of byAge) if (amount > 0 && age < longestBasis) first = Math.max(first, age);
  return Array.from({ length: first + 1 }, (_, age) => Math.max(0, byAge.get(age) ?? 0));
}

function endsOf(perDay: readonly DayForecast[], limit: number): Pick<Forecast, 'endsOn' | 'endsOnEarliest' | 'endsOnLatest'> {
  const [endsOn, earliest, latest] = (['median', 'high', 'low'] as const).map(
    (which) => perDay.find((day) => day[which] >= limit)?.localDay,
  );
  return {
    ...(endsOn !== undefined && { endsOn }),
    ...(earliest !== undefined && { endsOnEarliest: earliest }),
    ...(latest !== undefined && { endsOnLatest: latest }),
  };
}
