import type { NanoUsd } from '../core/money/index.ts';

/** Dollars as integer nano-dollars; undefined where they are no amount, or more than is held exactly (nine million dollars). */
export function nanoUsdOf(usd: unknown): NanoUsd | undefined {
  if (typeof usd !== 'number' || !(usd >= 0)) return undefined;
  // By the decimals, because multiplying rounds a second time: $4,498,828.15 would be a nano-dollar too much.
  const nanoUsd = Number(usd.toFixed(9).replace('.', ''));
  return Number.isSafeInteger(nanoUsd) ? nanoUsd : undefined;
}
