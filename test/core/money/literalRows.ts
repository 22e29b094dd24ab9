import type { PriceRow, TokenPrices } from '../../../src/core/money/index.ts';

/** Nano-dollars per million tokens: $3 is 3_000_000_000, and one token of it costs 3,000 nano-dollars. */
const row = (prices: TokenPrices, more: Partial<PriceRow> = {}): PriceRow => ({
  validFrom: '2026-01-01',
  source: { url: 'test/core/money/literalRows.ts', readOn: '2026-11-22' },
  ...prices,
  ...more,
});

const anthropicTerms = { serviceTiers: { batch: 500 }, inferenceGeo: { us: 1100 } };

// Real list prices, written out again by hand: a test compares them with the built-in catalogue.
export const haiku45 = row(
  {
    uncachedInput: 1_000_000_000,
    output: 5_000_000_000,
    cacheRead: 100_000_000,
    cacheWrite5m: 1_250_000_000,
    cacheWrite1h: 2_000_000_000,
  },
  anthropicTerms,
);
export const haiku55 = row(
  { uncachedInput: 100_000_000, output: 500_000_000, cacheRead: 10_000_000, cacheWrite5m: 125_000_000, cacheWrite1h: 200_000_000 },
  {
    ...anthropicTerms,
    longContext: [
      {
        abovePromptTokens: 100_000,
        prices: {
          uncachedInput: 500_000_000,
          output: 2_500_000_000,
          cacheRead: 50_000_000,
          cacheWrite5m: 625_000_000,
          cacheWrite1h: 1_000_000_000,
        },
      },
    ],
  },
);
export const sonnet46 = row(
  {
    uncachedInput: 3_000_000_000,
    output: 15_000_000_000,
    cacheRead: 300_000_000,
    cacheWrite5m: 3_750_000_000,
    cacheWrite1h: 6_000_000_000,
  },
  anthropicTerms,
);
const sonnet5Prices = {
  uncachedInput: 2_000_000_000,
  output: 10_000_000_000,
  cacheWrite5m: 2_500_000_000,
  cacheWrite1h: 4_000_000_000,
};
export const sonnet5 = row({ ...sonnet5Prices, cacheRead: 200_000_000 }, anthropicTerms);
export const sonnet55 = row({ ...sonnet5Prices, cacheRead: 100_000_000 }, anthropicTerms);
export const opus47 = row(
  {
    uncachedInput: 5_000_000_000,
    output: 25_000_000_000,
    cacheRead: 500_000_000,
    cacheWrite5m: 6_250_000_000,
    cacheWrite1h: 10_000_000_000,
  },
  { ...anthropicTerms, speeds: { fast: 6000 } },
);
export const opus55 = row(
  {
    uncachedInput: 4_000_000_000,
    output: 20_000_000_000,
    cacheRead: 200_000_000,
    cacheWrite5m: 5_000_000_000,
    cacheWrite1h: 8_000_000_000,
  },
  { ...anthropicTerms, speeds: { fast: 2000 } },
);
export const fable51 = row(
  {
    uncachedInput: 10_000_000_000,
    output: 50_000_000_000,
    cacheRead: 250_000_000,
    cacheWrite5m: 12_500_000_000,
    cacheWrite1h: 20_000_000_000,
  },
  anthropicTerms,
);
export const gpt4oMini = row({ uncachedInput: 150_000_000, output: 600_000_000, cacheRead: 75_000_000 }, { serviceTiers: { batch: 500 } });
export const gpt4o = row(
  { uncachedInput: 2_500_000_000, output: 10_000_000_000, cacheRead: 1_250_000_000 },
  { serviceTiers: { batch: 500 } },
);
export const gpt41 = row(
  { uncachedInput: 2_000_000_000, output: 8_000_000_000, cacheRead: 500_000_000 },
  { serviceTiers: { batch: 500, priority: 1750, fast: 1750 } },
);
export const gpt5Mini = row(
  { uncachedInput: 250_000_000, output: 2_000_000_000, cacheRead: 25_000_000 },
  { serviceTiers: { batch: 500, flex: 500, priority: 1800, fast: 1800 } },
);
export const luna56 = row(
  { uncachedInput: 200_000_000, output: 1_200_000_000, cacheRead: 20_000_000, cacheWrite30m: 250_000_000 },
  {
    serviceTiers: { batch: 500, flex: 500, priority: 2000, fast: 2000 },
    longContext: [
      {
        abovePromptTokens: 272_000,
        prices: { uncachedInput: 400_000_000, output: 1_800_000_000, cacheRead: 40_000_000, cacheWrite30m: 500_000_000 },
      },
    ],
  },
);
export const sol62 = row(
  {
    uncachedInput: 2_000_000_000,
    output: 10_000_000_000,
    cacheRead: 100_000_000,
    cacheWrite30m: 2_500_000_000,
    cacheWrite12h: 5_000_000_000,
  },
  {
    serviceTiers: { batch: 500, flex: 500, priority: 2000, fast: 2000, ultrafast: 3000 },
    longContext: [
      {
        abovePromptTokens: 272_000,
        prices: {
          uncachedInput: 4_000_000_000,
          output: 15_000_000_000,
          cacheRead: 200_000_000,
          cacheWrite30m: 5_000_000_000,
          cacheWrite12h: 10_000_000_000,
        },
      },
    ],
  },
);
export const gemini25Pro = row(
  { uncachedInput: 1_250_000_000, output: 10_000_000_000, cacheRead: 125_000_000 },
  {
    serviceTiers: { batch: 500 },
    longContext: [{ abovePromptTokens: 200_000, prices: { uncachedInput: 2_500_000_000, output: 15_000_000_000, cacheRead: 250_000_000 } }],
  },
);
const flashOffPeak = { uncachedInput: 150_000_000, output: 600_000_000, cacheRead: 3_000_000 };
export const deepseekFlash = row(
  { uncachedInput: 300_000_000, output: 1_200_000_000, cacheRead: 6_000_000 },
  {
    hours: [
      { utcFromMinute: 240, utcToMinute: 360, prices: flashOffPeak },
      { utcFromMinute: 600, utcToMinute: 60, prices: flashOffPeak },
      { utcFromMinute: 0, utcToMinute: 1440, weekdays: [0, 6], prices: flashOffPeak },
    ],
  },
);
export const codestral = row({ uncachedInput: 300_000_000, output: 900_000_000, cacheRead: 30_000_000 }, { serviceTiers: { batch: 500 } });
export const llama3b = row({ uncachedInput: 60_000_000, output: 60_000_000 });

/** The real ones, where the catalogue has them. */
export const listPrices = [
  { row: haiku45, endpoint: 'anthropic', id: 'claude-haiku-4-5' },
  { row: haiku55, endpoint: 'anthropic', id: 'claude-haiku-5-5' },
  { row: sonnet46, endpoint: 'anthropic', id: 'claude-sonnet-4-6' },
  { row: sonnet5, endpoint: 'anthropic', id: 'claude-sonnet-5' },
  { row: sonnet55, endpoint: 'anthropic', id: 'claude-sonnet-5-5' },
  { row: opus47, endpoint: 'anthropic', id: 'claude-opus-4-7' },
  { row: opus55, endpoint: 'anthropic', id: 'claude-opus-5-5' },
  { row: fable51, endpoint: 'anthropic', id: 'claude-fable-5-1' },
  { row: gpt4oMini, endpoint: 'openai', id: 'gpt-4o-mini' },
  { row: gpt4o, endpoint: 'openai', id: 'gpt-4o' },
  { row: gpt41, endpoint: 'openai', id: 'gpt-4.1' },
  { row: gpt5Mini, endpoint: 'openai', id: 'gpt-5-mini' },
  { row: luna56, endpoint: 'openai', id: 'gpt-5.6-luna' },
  { row: sol62, endpoint: 'openai', id: 'gpt-6.2-sol' },
  { row: gemini25Pro, endpoint: 'gemini', id: 'gemini-2.5-pro' },
  { row: deepseekFlash, endpoint: 'deepseek', id: 'deepseek-flash' },
  { row: codestral, endpoint: 'mistral', id: 'codestral-latest' },
  { row: llama3b, endpoint: 'together', id: 'meta-llama/Llama-3.2-3B-Instruct-Turbo' },
] as const;

// Invented ones, each for one rule.
/** $2 and $4; a tenth of it on Friday nights from 22:00 to 02:00, and five times as much above 1,000 prompt tokens. */
export const fridayNights = row(
  { uncachedInput: 2_000_000_000, output: 4_000_000_000 },
  {
    longContext: [{ abovePromptTokens: 1000, prices: { uncachedInput: 10_000_000_000, output: 20_000_000_000 } }],
    hours: [{ utcFromMinute: 1320, utcToMinute: 120, weekdays: [5], prices: { uncachedInput: 200_000_000, output: 400_000_000 } }],
    serviceTiers: { batch: 500 },
    perRequest: 50_000,
  },
);
/** A price for every bucket: $1, $0.10, $1.25, $1.50, $2, $2.50 and $10. */
export const everyBucket = row({
  uncachedInput: 1_000_000_000,
  cacheRead: 100_000_000,
  cacheWrite5m: 1_250_000_000,
  cacheWrite30m: 1_500_000_000,
  cacheWrite1h: 2_000_000_000,
  cacheWrite12h: 2_500_000_000,
  output: 10_000_000_000,
});
/** $1.37 and $5.51, reads $0.274, and $0.00037 for each request. */
export const perRequest = row(
  { uncachedInput: 1_370_000_000, output: 5_510_000_000, cacheRead: 274_000_000 },
  { perRequest: 370_000, serviceTiers: { batch: 500 } },
);
/** $0.67 and $2.71; nothing is said of cached tokens. */
export const noReadPrice = row({ uncachedInput: 670_000_000, output: 2_710_000_000 });
/** Half a nano-dollar for an input token, a hair less for one of output. */
export const halfNano = row({ uncachedInput: 500_000, output: 499_999 });
/** $0.1373, $0.5517 and $0.01373: no token costs whole nano-dollars. */
export const oddPrices = row({ uncachedInput: 137_300_000, output: 551_700_000, cacheRead: 13_730_000 }, { serviceTiers: { batch: 500 } });
/** $75 for output, $1.50 for reads: large amounts pass what a number holds exactly. */
export const dear = row({ uncachedInput: 15_000_000_000, output: 75_000_000_000, cacheRead: 1_500_000_000 });
/** $1; $2 above 1,000 prompt tokens; $4 above 2,000. Output $10 throughout, reads $0.10 at the foot only. */
export const twoCliffs = row(
  { uncachedInput: 1_000_000_000, output: 10_000_000_000, cacheRead: 100_000_000 },
  {
    longContext: [
      { abovePromptTokens: 1000, prices: { uncachedInput: 2_000_000_000, output: 10_000_000_000 } },
      { abovePromptTokens: 2000, prices: { uncachedInput: 4_000_000_000, output: 10_000_000_000 } },
    ],
  },
);
