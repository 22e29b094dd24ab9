import {
  type Budget,
  type BudgetForecast,
  type BudgetScope,
  budgetId,
  dayAfter,
  kindsOf,
  limitsOn,
  periodOf,
} from '../core/budget/index.ts';
import { forecastPeriod, type LocalMoment } from '../core/forecast/index.ts';
import { type HourTotal, type Ledger, type LedgerReports, type LimitUnit, localDay, type RollUp } from '../core/ledger/index.ts';
import type { Clock } from '../core/router.ts';
import { onDidChangeBudgets } from './budgets.ts';
import type { CurrentSettings } from './currentSettings.ts';
import { everyMidnight } from './everyMidnight.ts';
import type { Log } from './log.ts';
import type { Observed } from './observed.ts';
import { type Throttled, throttle } from './throttle.ts';
import { timeOfDay } from './timeOfDay.ts';

/** By budget id. Budgets of which too little is known are missing. */
export type Forecasts = ReadonlyMap<string, BudgetForecast>;

export interface BudgetForecastsPorts {
  readonly ledger: Pick<Ledger & LedgerReports, 'hourTotals' | 'limitStates' | 'rollUps'> & {
    onDidChange(listener: () => void): { dispose(): void };
  };
  readonly settings: Pick<CurrentSettings, 'budgets' | 'budgetCalendar'>;
  /** Told what is foreseen. */
  readonly forecasts: Observed<Forecasts>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'debug'>;
}

/** What a period comes to changes slowly, and asking for it reads half a year. */
const leastReadingMs = 60_000;
/** Habits of half a year ago say nothing any more. */
const rememberedDays = 182;

/** Foresees, now and then, what the periods of all budgets will come to. */
export class BudgetForecasts {
  readonly #ports: BudgetForecastsPorts;
  readonly #reading: Throttled;
  readonly #subscriptions: readonly { dispose(): void }[];

  constructor(ports: BudgetForecastsPorts) {
    this.#ports = ports;
    this.#reading = throttle(leastReadingMs, () => this.#read().catch((error: unknown) => ports.log.debug(`forecasts: ${error}`)));
    this.#subscriptions = [
      this.#reading,
      ports.ledger.onDidChange(this.#reading.run),
      onDidChangeBudgets(this.#reading.run),
      everyMidnight(this.#reading.run),
    ];
    this.#reading.run();
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  async #read(): Promise<void> {
    const { ledger, settings, clock, forecasts } = this.#ports;
    const budgets = settings.budgets().filter(({ period }) => period !== 'task');
    if (budgets.length === 0) return forecasts.set(new Map());
    const nowMs = clock.now();
    const timeZone = clock.timeZone();
    const today = localDay(nowMs, timeZone);
    const calendar = settings.budgetCalendar();
    const periods = budgets.map((budget) => periodOf(budget, today, calendar));
    // Days after today count too: clocks are set back.
    const [from, to] = [[dayAfter(today, -rememberedDays), ...periods.map(({ fromDay }) => fromDay)].toSorted()[0] ?? today, '9999-12-31'];
    const [rollUps, hours, states] = await Promise.all([
      ledger.rollUps(from, to),
      ledger.hourTotals(from, to),
      ledger.limitStates(limitsOn(budgets, today, calendar)),
    ]);
    const limits = new Map(states.map((state) => [state.budgetId, state.limit]));
    const now = { localDay: today, ...timeOfDay(nowMs, timeZone) };
    const foreseen = new Map<string, BudgetForecast>();
    for (const budget of budgets) {
      const id = budgetId(budget);
      const limit = limits.get(id);
      // Who sets a budget of nothing knows how it ends.
      if (limit === 0) continue;
      // A year's takes tens of milliseconds: whoever else uses the host gets a turn before each of them.
      await aTurn();
      const forecast = forecastOf(budget, { rollUps, hours, now, period: periodOf(budget, today, calendar), limit });
      if (forecast) foreseen.set(id, forecast);
    }
    forecasts.set(foreseen);
  }
}

function aTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

interface Known {
  readonly rollUps: readonly RollUp[];
  readonly hours: readonly HourTotal[];
  readonly now: LocalMoment;
  readonly period: { readonly fromDay: string; readonly toDay: string };
  readonly limit: number | undefined;
}

/** Undefined where it would be a guess: nobody is pressed by one. */
function forecastOf(budget: Budget, { rollUps, hours, now, period, limit }: Known): BudgetForecast | undefined {
  const { scope, unit } = budget;
  const days = new Map<string, number>();
  for (const row of rollUps) {
    if (scope && !isIn(scope, row)) continue;
    days.set(row.localDay, (days.get(row.localDay) ?? 0) + amountOf(row, unit));
  }
  const { median, low, high, endsOn, isGuess } = forecastPeriod({
    days: [...days].map(([day, amount]) => ({ localDay: day, amount })),
    // The hours of all requests stand for those of a part of them.
    hours: hours.map((each) => ({
      localDay: each.localDay,
      hour: each.hour,
      amount: unit === 'tokens' ? each.tokens : each.countedNanoUsd,
    })),
    now,
    period,
    ...(limit !== undefined && { limit }),
  });
  return isGuess ? undefined : { median, low, high, ...(endsOn !== undefined && { endsOn }) };
}

function isIn({ by, name }: BudgetScope, row: RollUp): boolean {
  return by === 'kind' ? kindsOf(name).includes(row.kind) : row[by] === name;
}

/** As limits count: tokens where somebody else's machine computed. */
function amountOf({ billing, inputTokens, outputTokens, countedNanoUsd }: RollUp, unit: LimitUnit): number {
  if (unit === 'nano-usd') return countedNanoUsd;
  return billing === 'local' ? 0 : inputTokens + outputTokens;
}
