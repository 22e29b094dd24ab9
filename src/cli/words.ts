import { type NanoUsd, nanoUsdPerUsd } from '../core/money/index.ts';
import type { Usage } from '../core/task/index.ts';

const numbers = new Intl.NumberFormat('en-US');

/** `1,234` */
export const count = (value: number): string => numbers.format(value);

/** `2026-11-05 13:04:05` in that zone: Swedish writes it so. */
export function dateAndTime(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(atMs);
}

/** To the last nano-dollar, and at least to the cent: `$0.012`, `$1.20`. */
export function exactUsd(amount: NanoUsd): string {
  const dollars = Math.trunc(amount / nanoUsdPerUsd);
  const decimals = String(Math.abs(amount % nanoUsdPerUsd)).padStart(9, '0');
  return `${amount < 0 ? '-' : ''}$${Math.abs(dollars)}.${decimals.slice(0, 2)}${decimals.slice(2).replace(/0+$/, '')}`;
}

export const bucketNames: Readonly<Record<keyof Usage, string>> = {
  uncachedInput: 'input',
  cacheRead: 'read from cache',
  cacheWrite5m: 'written to cache for 5 minutes',
  cacheWrite30m: 'written to cache for 30 minutes',
  cacheWrite1h: 'written to cache for an hour',
  cacheWrite12h: 'written to cache for 12 hours',
  output: 'output',
};
