import type { LimitState, LimitUnit } from '../ledger/index.ts';
import { nanoUsdPerUsd } from '../money/index.ts';

/** What "Allow more" offers: 10 and 50 cents, 1 and 5 dollars, or what many get for as much. */
export const allowanceSteps: Readonly<Record<LimitUnit, readonly number[]>> = {
  'nano-usd': [0.1, 0.5, 1, 5].map((usd) => usd * nanoUsdPerUsd),
  tokens: [100_000, 500_000, 1_000_000, 5_000_000],
};

/** What more than the largest step is rounded up to. */
const wholes: Readonly<Record<LimitUnit, number>> = { 'nano-usd': nanoUsdPerUsd, tokens: 1_000_000 };

/** What is left of a limit, in its unit; below zero where more was spent than it held. */
export function leftOf({ limit, spent, reserved }: Pick<LimitState, 'limit' | 'spent' | 'reserved'>): number {
  return limit - spent - reserved;
}

/** How much more must be allowed at the least, so that every one of these budgets of one unit holds an amount; 0: they do. */
export function missingFor(needed: number, states: readonly LimitState[]): number {
  return Math.max(0, ...states.filter(({ isSoft }) => !isSoft).map((state) => needed - leftOf(state)));
}

/** The smallest step that makes up for what is missing; where none does, the whole dollars, or millions of tokens, that do. */
export function suggestedAllowance(missing: number, unit: LimitUnit): number {
  return allowanceSteps[unit].find((step) => step >= missing) ?? Math.ceil(missing / wholes[unit]) * wholes[unit];
}

/** What is left of a budget and too little for any request: in its unit; 0 where somebody can still be asked. */
export function unreachable(state: LimitState, smallestWorstCase: number): number {
  const left = Math.max(0, leftOf(state));
  return !state.isSoft && left < smallestWorstCase ? left : 0;
}
