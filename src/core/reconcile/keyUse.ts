import type { LedgerEntry } from '../ledger/index.ts';
import type { NanoUsd } from '../money/index.ts';
import { utcDay } from './dayRow.ts';

/** What a key has used of the day, the week (from Monday) and the month of UTC that is running, by the provider's books. */
export interface KeyUse {
  readonly dayNanoUsd?: NanoUsd;
  readonly weekNanoUsd?: NanoUsd;
  readonly monthNanoUsd?: NanoUsd;
  /** What is left of the limit that the key was given there. */
  readonly limitLeftNanoUsd?: NanoUsd;
}

export interface KeyPeriod {
  readonly period: 'day' | 'week' | 'month';
  /** The first day of UTC that it has. */
  readonly fromDay: string;
  readonly oursNanoUsd: NanoUsd;
  readonly theirsNanoUsd: NanoUsd;
  /** Theirs less ours: above zero something else uses the key, or we know less than the provider does. */
  readonly differenceNanoUsd: NanoUsd;
  readonly attempts: number;
  /** Attempts of which our figure may be wrong: counted by us, broken off, or without a price. */
  readonly uncertain: number;
}

/** Compares what a key has used with what we booked at its endpoint. */
export function compareKeyUse(all: readonly LedgerEntry[], use: KeyUse, endpoint: string, nowMs: number): readonly KeyPeriod[] {
  const today = utcDay(nowMs);
  const daysSinceMonday = (new Date(nowMs).getUTCDay() + 6) % 7;
  const periods = [
    ['day', today, use.dayNanoUsd],
    ['week', utcDay(nowMs - daysSinceMonday * dayMs), use.weekNanoUsd],
    ['month', `${today.slice(0, 8)}01`, use.monthNanoUsd],
  ] as const;
  return periods.flatMap(([period, fromDay, theirsNanoUsd]) => {
    if (theirsNanoUsd === undefined) return [];
    const own = all.filter((entry) => isOf(entry, endpoint, fromDay, nowMs));
    const oursNanoUsd = own.reduce((sum, { costNanoUsd = 0 }) => sum + costNanoUsd, 0);
    const uncertain = own.filter(({ isEstimate, costNanoUsd }) => isEstimate || costNanoUsd === undefined).length;
    return [
      { period, fromDay, oursNanoUsd, theirsNanoUsd, differenceNanoUsd: theirsNanoUsd - oursNanoUsd, attempts: own.length, uncertain },
    ];
  });
}

/** Each amount was rounded once, to the nano-dollar, on either side. */
const agrees = ({ differenceNanoUsd, attempts }: KeyPeriod): boolean => Math.abs(differenceNanoUsd) <= 2 * attempts + 2;

/** The period in which most money is without an explanation; the shorter one where two have as much. Undefined where all agree. */
export function mostDiffering(periods: readonly KeyPeriod[]): KeyPeriod | undefined {
  const extent = ({ differenceNanoUsd }: KeyPeriod): number => Math.abs(differenceNanoUsd);
  return periods.filter((period) => !agrees(period)).toSorted((one, other) => extent(other) - extent(one))[0];
}

/** Our attempts of the period of which the provider can be asked one by one, because it told its id of them; the dearest first. */
export function askableOf(all: readonly LedgerEntry[], { fromDay }: KeyPeriod, endpoint: string, nowMs: number): readonly LedgerEntry[] {
  return all
    .filter((entry) => isOf(entry, endpoint, fromDay, nowMs) && entry.billingReport?.generationId !== undefined)
    .toSorted((one, other) => other.countedNanoUsd - one.countedNanoUsd);
}

function isOf(entry: LedgerEntry, wanted: string, fromDay: string, nowMs: number): boolean {
  const { billing, endpoint, startedAtMs } = entry;
  return billing === 'metered' && endpoint === wanted && utcDay(startedAtMs) >= fromDay && startedAtMs <= nowMs;
}

const dayMs = 86_400_000;
