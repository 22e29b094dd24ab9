import type { NanoUsd, TokenPrices } from '../../money/index.ts';
import { scaledDecimal } from '../decimal.ts';

/** Dollars per million tokens as lists print them, in nano-dollars. */
export function usd(amount: string): NanoUsd {
  const nano = scaledDecimal(amount, 9);
  if (nano === undefined) throw new Error(`${amount} is no price`);
  return Number(nano);
}

/** OpenAI above 272k prompt tokens since GPT-5.4: twice the price of input and cache, 1.5 times that of output, for the whole request. */
export function openAiLongContext(prices: TokenPrices) {
  const { output, ...input } = prices;
  const doubled = Object.fromEntries(Object.entries(input).map(([bucket, price]) => [bucket, price * 2])) as Omit<TokenPrices, 'output'>;
  return [{ abovePromptTokens: 272_000, prices: { ...doubled, output: output * 1.5 } }];
}
