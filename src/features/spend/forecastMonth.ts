import { type Forecast, forecastPeriod } from '../../core/forecast/index.ts';
import type { HourTotal, RollUp } from '../../core/ledger/index.ts';
import type { NanoUsd } from '../../core/money/index.ts';
import { timeOfDay } from '../../platform/timeOfDay.ts';
import { firstOfMonth, lastOfMonth } from './calendar.ts';

export interface MonthQuestion {
  /** Of a year, today included. */
  readonly hours: readonly HourTotal[];
  /** Of this month at the least. */
  readonly rollUps: readonly RollUp[];
  readonly nowMs: number;
  readonly timeZone: string;
  readonly today: string;
  readonly limitNanoUsd?: NanoUsd | undefined;
}

/**
 * What counts against budgets by the end of this month. Days are summed from their hours; where they are known by roll-ups too those count,
 * because days of older schemas have no hours.
 */
export function forecastMonth({ hours, rollUps, nowMs, timeZone, today, limitNanoUsd }: MonthQuestion): Forecast {
  const days = new Map<string, NanoUsd>();
  const add = (totals: Map<string, NanoUsd>, day: string, amount: NanoUsd): unknown => totals.set(day, (totals.get(day) ?? 0) + amount);
  for (const { localDay, countedNanoUsd } of hours) add(days, localDay, countedNanoUsd);
  const known = new Map<string, NanoUsd>();
  for (const { localDay, countedNanoUsd } of rollUps) add(known, localDay, countedNanoUsd);
  for (const [day, amount] of known) days.set(day, amount);
  return forecastPeriod({
    days: [...days].map(([localDay, amount]) => ({ localDay, amount })),
    hours: hours.map(({ localDay, hour, countedNanoUsd }) => ({ localDay, hour, amount: countedNanoUsd })),
    now: { localDay: today, ...timeOfDay(nowMs, timeZone) },
    period: { fromDay: firstOfMonth(today), toDay: lastOfMonth(today) },
    ...(limitNanoUsd !== undefined && { limit: limitNanoUsd }),
  });
}
