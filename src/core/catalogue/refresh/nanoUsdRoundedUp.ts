import type { NanoUsd } from '../../money/index.ts';
import { scaledDecimal } from '../decimal.ts';

/**
 * A decimal amount times 10^places, exactly where that is a whole number and rounded up where it is not: `places` is 9 for dollars, and 15 for
 * dollars per token, which become nano-dollars per million tokens. Undefined where it is no decimal number at or above zero.
 */
export function nanoUsdRoundedUp(amount: string | number, places: number): NanoUsd | undefined {
  const fine = scaledDecimal(amount, places + finerPlaces);
  return fine === undefined ? undefined : Number((fine + step - 1n) / step);
}

/** A price per token times a million has up to so many decimals more than nano-dollars have. */
const finerPlaces = 21;
const step = 10n ** 21n;
