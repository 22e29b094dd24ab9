import { type BillingTerms, costOf, type NanoUsd, type PriceRow, type TokenPrices } from '../money/index.ts';
import { noUsage } from '../task/index.ts';

export interface InputBoundOptions {
  /** Every so many bytes count as a token: 2, and 1 where the budget is nearly used up. */
  readonly bytesPerToken: 1 | 2;
  /** The model's tokens per o200k token of the same text. */
  readonly tokenizerRatio: number;
  /** The most tokens per byte that this model was ever seen to make. */
  readonly highestTokensPerByte: number;
}

/** Each message and tool is framed by a few tokens of the provider's own. */
const framingTokens = 64;

/** An upper bound of the input's tokens, from its UTF-8 bytes. */
export function inputBound(bytes: number, { bytesPerToken, tokenizerRatio, highestTokensPerByte }: InputBoundOptions): number {
  const tokensPerByte = Math.max(Math.max(1, tokenizerRatio) / bytesPerToken, highestTokensPerByte);
  return Math.ceil(bytes * tokensPerByte) + framingTokens;
}

/**
 * What an attempt can cost at the most: every input token in the dearest of the input's buckets, the whole output limit used, and the dearest
 * of the terms that the provider may choose by itself.
 */
export function worstCaseOf(inputTokens: number, maxOutputTokens: number, row: PriceRow): NanoUsd {
  const worst: PriceRow = {
    ...row,
    ...dearest(row),
    ...(row.longContext && { longContext: row.longContext.map((cliff) => ({ ...cliff, prices: dearest(cliff.prices) })) }),
  };
  return costOf({ ...noUsage, uncachedInput: inputTokens, output: maxOutputTokens }, worst, dearestTerms(row));
}

function dearest(prices: TokenPrices): TokenPrices {
  const { uncachedInput, cacheRead = 0, cacheWrite5m = 0, cacheWrite30m = 0, cacheWrite1h = 0, cacheWrite12h = 0, output } = prices;
  return { uncachedInput: Math.max(uncachedInput, cacheRead, cacheWrite5m, cacheWrite30m, cacheWrite1h, cacheWrite12h), output };
}

/** Where a request is computed may be set in the provider's own console; its tier and speed are named in every request. */
function dearestTerms({ inferenceGeo = {} }: PriceRow): BillingTerms {
  const [geo] = Object.entries(inferenceGeo).toSorted(([, a], [, b]) => b - a);
  return geo && geo[1] > 1000 ? { inferenceGeo: geo[0] } : {};
}
