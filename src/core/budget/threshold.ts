import type { LimitState } from '../ledger/index.ts';
import { usualTerms } from './budget.ts';

/** What is spent of a limit. */
export type Spent = Pick<LimitState, 'limit' | 'spent'>;

/** The highest of these thresholds, in per cent, that what was spent has reached; undefined below the first. */
export function thresholdOf(state: Spent, warnAt: readonly number[] = usualTerms.warnAt): number | undefined {
  return warnAt.findLast((percent) => hasReached(state, percent));
}

/** Whether so many per cent of a limit are spent. A limit of nothing is reached from the start. */
export function hasReached({ limit, spent }: Spent, percent: number): boolean {
  return spent * 100 >= limit * percent;
}
