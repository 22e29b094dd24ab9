import { type BillingTerms, costOf, type NanoUsd, type PriceRow, type TokenPrices } from '../money/index.ts';
import { noUsage } from '../task/index.ts';

export interface InputBoundOptions {
  /** Every so many bytes count as a token: 2, and 1 where the budget is nearly used up. */
  readonly bytesPerToken: 1 | 2;
  /** The model's tokens per o200k token of the same text. */
  readonly tokenizerRatio: number;
  /** The most tokens per byte that this model was ever seen to make. */
  readonly highestTokensPerByte: number;
  /** What comes on top of the text, as the provider frames messages and tools. */
  readonly framingTokens: number;
}

/** An upper bound of the input's tokens, from its UTF-8 bytes. */
export function inputBound(
  bytes: number,
  { bytesPerToken, tokenizerRatio, highestTokensPerByte, framingTokens }: InputBoundOptions,
): number {
  const tokensPerByte = Math.max(Math.max(1, tokenizerRatio) / bytesPerToken, highestTokensPerByte);
  return Math.ceil(bytes * tokensPerByte) + framingTokens;
}

/** What the request itself asks for. */
export type RequestedTerms = Pick<BillingTerms, 'serviceTier' | 'speed'>;

/**
 * What an attempt can cost at the most, with so many input tokens or fewer: every input token in the dearest of the input's buckets, the whole
 * output limit used, at the dearest of the price lists within reach (a cliff may be cheaper than what lies before it) and of the hours, which are the
 * row's own prices, and where the provider takes most. The service tier and the speed are named in every request, so they are not the provider's to choose: `requested`.
 */
export function worstCaseOf(inputTokens: number, maxOutputTokens: number, row: PriceRow, requested: RequestedTerms = {}): NanoUsd {
  const usage = { ...noUsage, uncachedInput: inputTokens, output: maxOutputTokens };
  if (!row.longContext && !row.inferenceGeo) return costOf(usage, dearestOf(row), requested);
  const { longContext: cliffs = [], ...base } = row;
  const reached = cliffs.filter(({ abovePromptTokens }) => inputTokens > abovePromptTokens);
  const lists = [row, ...reached.map(({ prices }) => prices)].map((prices): PriceRow => ({ ...base, ...dearest(prices) }));
  return Math.max(...lists.flatMap((list) => geographies(row).map((inferenceGeo) => costOf(usage, list, { ...requested, inferenceGeo }))));
}

const known = new WeakMap<PriceRow, PriceRow>();

/** Of a list that is the same for prompts of every length. */
function dearestOf(row: PriceRow): PriceRow {
  const before = known.get(row);
  if (before) return before;
  const list = { ...row, ...dearest(row) };
  known.set(row, list);
  return list;
}

/** Every input bucket at the price of the dearest: those that are left out are charged as `uncachedInput`. */
function dearest({
  uncachedInput,
  cacheRead = 0,
  cacheWrite5m = 0,
  cacheWrite30m = 0,
  cacheWrite1h = 0,
  ...rest
}: TokenPrices): TokenPrices {
  const { cacheWrite12h = 0, output } = rest;
  const input = Math.max(uncachedInput, cacheRead, cacheWrite5m, cacheWrite30m, cacheWrite1h, cacheWrite12h);
  return { uncachedInput: input, output };
}

/**
 * Where a request may be computed: that can be set in the provider's own console. Nowhere special, each place that the list names, and one that
 * it does not, which counts as the dearest.
 */
function geographies({ inferenceGeo = {} }: PriceRow): readonly string[] {
  const named = Object.keys(inferenceGeo);
  return ['', ...named, `none of ${named.join(', ')}`];
}
