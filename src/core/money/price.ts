import { type Usage, usageBuckets } from '../task/index.ts';
import type { NanoUsd } from './nanoUsd.ts';

/** A price list: nano-dollars per MILLION tokens of each bucket. Providers publish dollars per million, so every published price is an integer. */
export type Price = Readonly<Record<keyof Usage, NanoUsd>>;

/** What a model costs that runs on the user's own machine: nothing is billed. */
export const freeOfCharge: Price = {
  uncachedInput: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite30m: 0,
  cacheWrite1h: 0,
  cacheWrite12h: 0,
  output: 0,
};

/**
 * The cost of one attempt in nano-dollars: the sum over the buckets of tokens x price, rounded once, half up.
 * The products are made in BigInt, because a million tokens at $75 per million pass what a number holds exactly.
 */
export function costOf(usage: Usage, price: Price): NanoUsd {
  const perMillion = usageBuckets.reduce((sum, bucket) => sum + BigInt(usage[bucket]) * BigInt(price[bucket]), 0n);
  return Number((perMillion + 500_000n) / 1_000_000n);
}
