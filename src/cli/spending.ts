import { type Tier, tiers } from '../core/catalogue/index.ts';
import type { RollUp } from '../core/ledger/index.ts';
import { type Period, type Periods, periodNames } from './periods.ts';

const totalNames = [
  'costNanoUsd',
  'countedNanoUsd',
  'listPriceNanoUsd',
  'attempts',
  'unpricedAttempts',
  'estimatedAttempts',
  'inputTokens',
  'outputTokens',
] as const satisfies readonly (keyof RollUp)[];

export type Totals = Readonly<Record<(typeof totalNames)[number], number>>;

/** The totals of each period. */
export type Spending = Readonly<Record<keyof Periods, Totals>>;

export interface NamedSpending extends Spending {
  readonly name: string;
}

export interface SpendingReport extends Spending {
  /** From nearest to dearest. */
  readonly byTier: readonly NamedSpending[];
  /** `model (endpoint)`, what cost most this month first. */
  readonly byModel: readonly NamedSpending[];
}

/** The first day that any of the periods has. */
export function firstDayOf(periods: Periods): string {
  return periods.week.fromDay < periods.month.fromDay ? periods.week.fromDay : periods.month.fromDay;
}

export function reportSpending(rollUps: readonly RollUp[], periods: Periods): SpendingReport {
  const order = (tier: string): number => tiers.indexOf(tier as Tier);
  const byModel = groups(rollUps, ({ model, endpoint }) => `${model} (${endpoint})`, periods);
  return {
    ...spendingOf(rollUps, periods),
    byTier: groups(rollUps, ({ tier }) => tier, periods).toSorted((a, b) => order(a.name) - order(b.name)),
    byModel: byModel.toSorted(
      (a, b) => b.month.costNanoUsd - a.month.costNanoUsd || b.month.attempts - a.month.attempts || (a.name < b.name ? -1 : 1),
    ),
  };
}

function groups(rollUps: readonly RollUp[], nameOf: (rollUp: RollUp) => string, periods: Periods): readonly NamedSpending[] {
  return [...Map.groupBy(rollUps, nameOf)].map(([name, group]) => ({ name, ...spendingOf(group, periods) }));
}

function spendingOf(rollUps: readonly RollUp[], periods: Periods): Spending {
  return Object.fromEntries(periodNames.map((name) => [name, totalsOf(rollUps, periods[name])])) as Spending;
}

function totalsOf(rollUps: readonly RollUp[], { fromDay, toDay }: Period): Totals {
  const within = rollUps.filter(({ localDay }) => localDay >= fromDay && localDay <= toDay);
  return Object.fromEntries(totalNames.map((name) => [name, within.reduce((sum, rollUp) => sum + rollUp[name], 0)])) as Totals;
}
