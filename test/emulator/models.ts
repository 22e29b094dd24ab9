/**
 * What the emulated clouds sell. Nothing here exists elsewhere: ids, prices, limits and tokenizer factors are invented, odd on purpose, so
 * that a meter which is right about them has computed it. Prices are decimal strings in USD per million tokens.
 */
export type Provider = 'anthropic' | 'openai' | 'openrouter' | 'deepseek' | 'mistral' | 'compatible' | 'ollama';
export type CacheLifetime = '5m' | '30m' | '1h' | '12h' | '24h';

export interface TokenPrices {
  readonly input: string;
  readonly output: string;
  /** Without it a cached token costs what any other input token costs. */
  readonly cacheRead?: string;
  readonly cacheWrite5m?: string;
  readonly cacheWrite30m?: string;
  readonly cacheWrite1h?: string;
  readonly cacheWrite12h?: string;
}

export interface PriceList extends TokenPrices {
  /** More prompt tokens than this, cached ones included, and every token of the request costs the second list. */
  readonly cliff?: TokenPrices & { readonly abovePromptTokens: number };
  /** USD for each request, whatever its size. */
  readonly perRequest?: string;
  /** Multipliers of every token price. */
  readonly factors?: Readonly<Partial<Record<'batch' | 'flex' | 'priority' | 'fast' | 'geoUs', string>>>;
}

export type CacheRule =
  | { readonly style: 'breakpoints'; readonly minimumTokens: number }
  | {
      readonly style: 'automatic';
      readonly minimumTokens: number;
      /** Hits are rounded down to a multiple of it. */
      readonly granularity: number;
      readonly lifetime: CacheLifetime;
      readonly writesAreBilled: boolean;
    };

export interface EmulatedModel {
  readonly id: string;
  readonly provider: Provider;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly prices: PriceList;
  /** What is charged where it differs from the list: a dearer endpoint behind a gateway. */
  readonly chargedPrices?: PriceList;
  /** False: no public price list knows it; the invoice still charges `prices`. */
  readonly isListed: boolean;
  readonly fillsInTheMiddle: boolean;
  readonly cache?: CacheRule;
  /** Thousandths of an o200k token per token of this model. The emulator's secret: a meter must learn it or believe the usage. */
  readonly tokenFactor: number;
}

const ofAnthropic = { provider: 'anthropic', isListed: true, fillsInTheMiddle: false } as const;
const ofOpenai = { provider: 'openai', isListed: true, fillsInTheMiddle: false } as const;
const ofOpenrouter = { provider: 'openrouter', isListed: true, fillsInTheMiddle: false } as const;
const freeWrites: CacheRule = { style: 'automatic', minimumTokens: 1024, granularity: 128, lifetime: '5m', writesAreBilled: false };
const billedWrites: CacheRule = { style: 'automatic', minimumTokens: 1024, granularity: 1, lifetime: '30m', writesAreBilled: true };
const onDisk: CacheRule = { style: 'automatic', minimumTokens: 64, granularity: 64, lifetime: '1h', writesAreBilled: false };
const limits = (contextTokens: number, maxOutputTokens: number) => ({ contextTokens, maxOutputTokens });
const tiers = { batch: '0.5', flex: '0.5', priority: '1.75' };

// biome-ignore format: one row a model reads as the table it is
export const models: readonly EmulatedModel[] = [
  // Anthropic's way. Frontier: reads at 0.05x. The two maples differ in the read price only, and one id begins with the other.
  { ...ofAnthropic, ...limits(400_000, 64_000), id: 'emu-sequoia-1', tokenFactor: 1313, cache: { style: 'breakpoints', minimumTokens: 512 },
    prices: { input: '7.13', output: '35.71', cacheRead: '0.3565', cacheWrite5m: '8.9125', cacheWrite1h: '14.26', factors: { batch: '0.5', geoUs: '1.1', fast: '6' } } },
  { ...ofAnthropic, ...limits(200_000, 64_000), id: 'emu-maple-1', tokenFactor: 1187, cache: { style: 'breakpoints', minimumTokens: 1024 },
    prices: { input: '3.17', output: '15.83', cacheRead: '0.317', cacheWrite5m: '3.9625', cacheWrite1h: '6.34', factors: { batch: '0.5', geoUs: '1.1' } } },
  { ...ofAnthropic, ...limits(200_000, 64_000), id: 'emu-maple-1-5', tokenFactor: 1187, cache: { style: 'breakpoints', minimumTokens: 1024 },
    prices: { input: '3.17', output: '15.83', cacheRead: '0.1585', cacheWrite5m: '3.9625', cacheWrite1h: '6.34', factors: { batch: '0.5', geoUs: '1.1' } } },
  { ...ofAnthropic, ...limits(100_000, 16_000), id: 'emu-birch-1', tokenFactor: 1071, cache: { style: 'breakpoints', minimumTokens: 4096 },
    prices: { input: '0.83', output: '4.19', cacheRead: '0.083', cacheWrite5m: '1.0375', cacheWrite1h: '1.66', factors: { batch: '0.5' } } },
  // OpenAI's way. Old: writes free. New: writes billed. Cedar: a cliff. Elm: caches, but names no price for reads. Willow: on no list.
  { ...ofOpenai, ...limits(128_000, 16_384), id: 'emu-oak-4', tokenFactor: 1013, cache: freeWrites,
    prices: { input: '2.31', output: '9.43', cacheRead: '0.5775', factors: tiers } },
  { ...ofOpenai, ...limits(400_000, 128_000), id: 'emu-oak-6', tokenFactor: 1029, cache: billedWrites,
    prices: { input: '1.87', output: '14.93', cacheRead: '0.187', cacheWrite30m: '2.3375', cacheWrite12h: '3.74', factors: { ...tiers, priority: '2' } } },
  { ...ofOpenai, ...limits(1_000_000, 128_000), id: 'emu-cedar-6', tokenFactor: 1029, cache: billedWrites,
    prices: { input: '2.53', output: '11.37', cacheRead: '0.253', cacheWrite30m: '3.1625', cacheWrite12h: '5.06', factors: tiers,
      cliff: { abovePromptTokens: 9_000, input: '5.06', output: '17.055', cacheRead: '0.506', cacheWrite30m: '6.325', cacheWrite12h: '10.12' } } },
  { ...ofOpenai, ...limits(64_000, 8_192), id: 'emu-sapling-4', tokenFactor: 1013, cache: freeWrites,
    prices: { input: '0.1373', output: '0.5517', cacheRead: '0.01373', factors: { batch: '0.5' } } },
  { ...ofOpenai, ...limits(64_000, 8_192), id: 'emu-elm-4', tokenFactor: 1013, cache: freeWrites, prices: { input: '0.67', output: '2.71' } },
  { ...ofOpenai, ...limits(64_000, 8_192), id: 'emu-willow-9', tokenFactor: 1111, isListed: false, prices: { input: '1.11', output: '4.47' } },
  // Behind a gateway. Larch is served by a dearer endpoint than listed; fir charges each request too.
  { ...ofOpenrouter, ...limits(131_072, 32_768), id: 'emu/routed-larch', tokenFactor: 1097, cache: freeWrites,
    prices: { input: '0.71', output: '2.87', cacheRead: '0.142' }, chargedPrices: { input: '0.93', output: '3.41', cacheRead: '0.186' } },
  { ...ofOpenrouter, ...limits(131_072, 32_768), id: 'emu/routed-fir', tokenFactor: 1043, cache: { ...freeWrites, lifetime: '1h' },
    prices: { input: '1.37', output: '5.51', cacheRead: '0.274', perRequest: '0.00037' } },
  // Fill in the middle: DeepSeek's way, Mistral's, and /v1/completions with a suffix.
  { provider: 'deepseek', isListed: true, fillsInTheMiddle: true, ...limits(131_072, 8_192), id: 'emu-ginkgo-1', tokenFactor: 1061, cache: onDisk,
    prices: { input: '0.29', output: '1.13', cacheRead: '0.029' } },
  { provider: 'mistral', isListed: true, fillsInTheMiddle: true, ...limits(32_768, 8_192), id: 'emu-mistletoe-fim', tokenFactor: 1151,
    prices: { input: '0.31', output: '0.93' } },
  { provider: 'compatible', isListed: true, fillsInTheMiddle: true, ...limits(32_768, 4_096), id: 'emu-hazel-fim', tokenFactor: 1049,
    prices: { input: '0.2111', output: '0.6337' } },
  // On one's own machine: nothing is charged.
  { provider: 'ollama', isListed: true, fillsInTheMiddle: true, ...limits(8_192, 2_048), id: 'emu-acorn:1b', tokenFactor: 1003, prices: { input: '0', output: '0' } },
  { provider: 'ollama', isListed: true, fillsInTheMiddle: false, ...limits(8_192, 2_048), id: 'emu-chestnut:3b', tokenFactor: 1003, prices: { input: '0', output: '0' } },
];

/** 5 % of what the upstream provider charges, for requests on one's own upstream key. */
export const byokFeeFactor = '0.05';

export const findModel = (id: string): EmulatedModel | undefined => models.find((model) => model.id === id);
