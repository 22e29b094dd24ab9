/**
 * Money is an integer number of nano-dollars (1e-9 USD), so that a million small entries sum without drift. A JavaScript number holds
 * integers exactly up to 9e15, which is nine million dollars.
 */
export type NanoUsd = number;

export const nanoUsdPerUsd = 1_000_000_000;

/** `$0.00`, `$12.34`; below a cent as many digits as it takes to show two significant ones (`$0.0042`), never a misleading `$0.00`. */
export function formatUsd(amount: NanoUsd): string {
  const sign = amount < 0 ? '-' : '';
  const usd = Math.abs(amount) / nanoUsdPerUsd;
  const decimals = usd === 0 || usd >= 0.01 ? 2 : Math.min(9, 1 - Math.floor(Math.log10(usd)));
  return `${sign}$${usd.toFixed(decimals)}`;
}
