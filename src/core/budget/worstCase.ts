import { costOf, type NanoUsd, type Price } from '../money/index.ts';
import { noUsage } from '../task/index.ts';

/**
 * What an attempt can cost at the most: every input byte a token in the dearest of the input's buckets, and the whole output limit used.
 * Bytes bound tokens from above in every byte-level vocabulary. Undefined for an unpriced model.
 */
export function worstCaseOf(inputBytes: number, maxOutputTokens: number, price: Price | undefined): NanoUsd | undefined {
  if (!price) return undefined;
  const { output: _output, ...inputPrices } = price;
  const dearestInput = Math.max(...Object.values(inputPrices));
  return costOf({ ...noUsage, uncachedInput: inputBytes, output: maxOutputTokens }, { ...price, uncachedInput: dearestInput });
}
