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
  const entries = all.filter((entry) => entry.billing === 'metered' && entry.endpoint === endpoint);
  const today = utcDay(nowMs);
  const daysSinceMonday = (new Date(nowMs).getUTCDay() + 6) % 7;
  const periods = [
    ['day', today, use.dayNanoUsd],
    ['week', utcDay(nowMs - daysSinceMonday * dayMs), use.weekNanoUsd],
    ['month', `${today.slice(0, 8)}01`, use.monthNanoUsd],
  ] as const;
  return periods.flatMap(([period, fromDay, theirsNanoUsd]) => {
    if (theirsNanoUsd === undefined) return [];
    const own = entries.filter(({ startedAtMs }) => utcDay(startedAtMs) >= fromDay && startedAtMs <= nowMs);
    const oursNanoUsd = own.reduce((sum, { costNanoUsd = 0 }) => sum + costNanoUsd, 0);
    const uncertain = own.filter(({ isEstimate, costNanoUsd }) => isEstimate || costNanoUsd === undefined).length;
    return [
      { period, fromDay, oursNanoUsd, theirsNanoUsd, differenceNanoUsd: theirsNanoUsd - oursNanoUsd, attempts: own.length, uncertain },
    ];
  });
}

const dayMs = 86_400_000;
