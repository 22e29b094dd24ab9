import { type Forecast, type ForecastQuestion, forecastPeriod } from '../../src/core/forecast/index.ts';
import type { DatedLedger, Spend } from './ledgers.ts';

/** What was said at one moment of a month, and what came. */
export interface BackTest {
  readonly kind: string;
  /** Of the month's minutes, how many were over. */
  readonly elapsedShare: number;
  /** Of what came. */
  readonly errorShare: number;
  readonly naiveErrorShare: number;
  readonly isWithinInterval: boolean;
  /** The width of the interval, of what came. */
  readonly intervalShare: number;
}

const minutesPerDay = 1440;

/** At that minute since 1970; undefined where nothing was spent in the month until then, of which the naive could say nothing. */
export function backTest(ledger: DatedLedger, minute: number): BackTest | undefined {
  const { kind, spends, fromDay, toDay } = ledger;
  const before = spends.filter((spend) => spend.day * minutesPerDay + spend.minute < minute);
  const inMonth = (all: readonly Spend[]): number => all.reduce((sum, { day, nanoUsd }) => (day >= fromDay ? sum + nanoUsd : sum), 0);
  const [spent, real] = [inMonth(before), inMonth(spends)];
  if (spent === 0) return undefined;
  const forecast = forecastPeriod(questionAt(before, minute, ledger));
  const elapsedShare = (minute / minutesPerDay - fromDay) / (toDay - fromDay + 1);
  return {
    kind,
    elapsedShare,
    errorShare: Math.abs(forecast.median - real) / real,
    naiveErrorShare: Math.abs(spent / elapsedShare - real) / real,
    isWithinInterval: isWithin(forecast, real),
    intervalShare: (forecast.high - forecast.low) / real,
  };
}

const isWithin = ({ low, high }: Forecast, real: number): boolean => low <= real && real <= high;

/** What the ledger's roll-ups would say, and nothing that came later. */
export function questionAt(
  before: readonly Spend[],
  minute: number,
  { fromDay, toDay }: Pick<DatedLedger, 'fromDay' | 'toDay'>,
): ForecastQuestion {
  const days = Map.groupBy(before, ({ day }) => day);
  const hours = Map.groupBy(before, (spend) => 24 * spend.day + Math.floor(spend.minute / 60));
  return {
    days: [...days].map(([day, spends]) => ({ localDay: dayText(day), amount: sumOf(spends) })),
    hours: [...hours].map(([hour, spends]) => ({ localDay: dayText(Math.floor(hour / 24)), hour: hour % 24, amount: sumOf(spends) })),
    now: {
      localDay: dayText(Math.floor(minute / minutesPerDay)),
      hour: Math.floor((minute % minutesPerDay) / 60),
      minute: minute % 60,
    },
    period: { fromDay: dayText(fromDay), toDay: dayText(toDay) },
  };
}

const sumOf = (spends: readonly Spend[]): number => spends.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
const dayText = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
