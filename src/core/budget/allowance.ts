import type { LimitState } from '../ledger/index.ts';
import { type NanoUsd, nanoUsdPerUsd } from '../money/index.ts';

/** What "Allow more" offers: 10 and 50 cents, 1 and 5 dollars. */
export const allowanceSteps: readonly NanoUsd[] = [0.1, 0.5, 1, 5].map((usd) => usd * nanoUsdPerUsd);

/** What is left of a limit; below zero where more was spent than it held. */
export function leftOf({ limitNanoUsd, spentNanoUsd, reservedNanoUsd }: LimitState): NanoUsd {
  return limitNanoUsd - spentNanoUsd - reservedNanoUsd;
}

/** How much more must be allowed at the least, so that every one of these budgets holds an amount; 0: they do. */
export function missingFor(neededNanoUsd: NanoUsd, states: readonly LimitState[]): NanoUsd {
  return Math.max(0, ...states.map((state) => neededNanoUsd - leftOf(state)));
}

/** The smallest step that makes up for what is missing; where none does, the whole dollars that do. */
export function suggestedAllowance(missingNanoUsd: NanoUsd): NanoUsd {
  return allowanceSteps.find((step) => step >= missingNanoUsd) ?? Math.ceil(missingNanoUsd / nanoUsdPerUsd) * nanoUsdPerUsd;
}
