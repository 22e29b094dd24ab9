import { inputTokens, type Usage, usageBuckets } from '../task/index.ts';
import type { NanoUsd } from './nanoUsd.ts';
import { hoursAt } from './priceHours.ts';

/**
 * Nano-dollars per MILLION tokens of each bucket. Providers publish dollars per million with fewer than nine decimals, so every published
 * price is an integer. A bucket without a price of its own is charged as `uncachedInput`, never free.
 */
export interface TokenPrices {
  readonly uncachedInput: NanoUsd;
  readonly output: NanoUsd;
  readonly cacheRead?: NanoUsd;
  readonly cacheWrite5m?: NanoUsd;
  readonly cacheWrite30m?: NanoUsd;
  readonly cacheWrite1h?: NanoUsd;
  readonly cacheWrite12h?: NanoUsd;
}

/** Factors in thousandths by the provider's own word for the term: `{ batch: 500, priority: 2000 }`. */
export type Factors = Readonly<Record<string, number>>;

/** The whole price list of one model at one provider, from a day on. */
export interface PriceRow extends TokenPrices {
  /** `YYYY-MM-DD`, the first day on which it holds. */
  readonly validFrom: string;
  /** Where it was read, and when (`YYYY-MM-DD`). */
  readonly source: { readonly url: string; readonly readOn: string };
  /** Nano-dollars for each request, whatever its size. */
  readonly perRequest?: NanoUsd;
  /** Cliffs: more prompt tokens than this, and every token of that request costs these prices. In rising order; the highest passed one counts. */
  readonly longContext?: readonly { readonly abovePromptTokens: number; readonly prices: TokenPrices }[];
  /**
   * Hours of the day at which these prices hold in place of the row's own, not of those above a cliff: no provider has both. The first that
   * fits counts.
   */
  readonly hours?: readonly PriceHours[];
  /** On all token prices, by the service tier that was billed. */
  readonly serviceTiers?: Factors;
  /** On all token prices, by Anthropic's `inference_geo`. */
  readonly inferenceGeo?: Factors;
  /** On all token prices, by Anthropic's `speed`. */
  readonly speeds?: Factors;
}

/** Cheaper hours, in UTC, as the provider publishes them. The row's own prices are those of the dearest hours. */
export interface PriceHours {
  /** Minutes since midnight: from the first, up to and without the second; past midnight where the second is smaller. */
  readonly utcFromMinute: number;
  readonly utcToMinute: number;
  /** 0 is Sunday, by the day on which the hours begin; missing means every day. */
  readonly weekdays?: readonly number[];
  readonly prices: TokenPrices;
}

/** What a model costs that runs on the user's own machine: nothing is billed. */
export const freeOfCharge: PriceRow = {
  validFrom: '1970-01-01',
  source: { url: '', readOn: '1970-01-01' },
  uncachedInput: 0,
  output: 0,
};

/** Under which terms an attempt was, or will be, billed. Missing ones are the standard ones. */
export interface BillingTerms {
  readonly serviceTier?: string;
  readonly inferenceGeo?: string;
  readonly speed?: string;
  /** When it began, in milliseconds since the epoch; missing means the dearest hour. */
  readonly atMs?: number;
}

/**
 * The cost of one attempt in nano-dollars: the sum over the buckets of tokens x price, times the factors of its terms, and what each request
 * costs, rounded once, half up. In BigInt where the sum passes what a number holds exactly, as a million tokens at $75 per million do.
 */
export function costOf(usage: Usage, row: PriceRow, terms: BillingTerms = {}): NanoUsd {
  const prices = pricesFor(usage, row, terms);
  const byTier = thousandths(row.serviceTiers, terms.serviceTier);
  const byPlace = thousandths(row.inferenceGeo, terms.inferenceGeo);
  const bySpeed = thousandths(row.speeds, terms.speed);
  if (byTier === 1000 && byPlace === 1000 && bySpeed === 1000) {
    // Below 2^53 every step is exact, the remainder included, and several times as fast: selection prices whole catalogues.
    const sum = perMillionTokens(usage, prices) + 500_000;
    if (sum <= Number.MAX_SAFE_INTEGER) return wholeMillions(sum) + (row.perRequest ?? 0);
  }
  const factors = [byTier, byPlace, bySpeed];
  const perMillion = usageBuckets.reduce((sum, bucket) => sum + BigInt(usage[bucket]) * BigInt(prices[bucket] ?? prices.uncachedInput), 0n);
  const scaled = factors.reduce((product, factor) => product * BigInt(factor), perMillion);
  const scale = 1_000_000n * 1000n ** BigInt(factors.length);
  return Number((scaled + scale / 2n) / scale) + (row.perRequest ?? 0);
}

/** The same sum as over `usageBuckets`, by their names: looking each up takes longer than the sum. */
function perMillionTokens(usage: Usage, prices: TokenPrices): number {
  const { uncachedInput, output, cacheRead = uncachedInput, cacheWrite5m = uncachedInput, cacheWrite30m = uncachedInput } = prices;
  const { cacheWrite1h = uncachedInput, cacheWrite12h = uncachedInput } = prices;
  return (
    usage.uncachedInput * uncachedInput +
    usage.cacheRead * cacheRead +
    usage.cacheWrite5m * cacheWrite5m +
    usage.cacheWrite30m * cacheWrite30m +
    usage.cacheWrite1h * cacheWrite1h +
    usage.cacheWrite12h * cacheWrite12h +
    usage.output * output
  );
}

/** How often a million goes into a sum of up to 2^53. The quotient may have been rounded up to a whole number; what is left tells. */
function wholeMillions(sum: number): number {
  const quotient = Math.floor(sum / 1_000_000);
  return quotient * 1_000_000 > sum ? quotient - 1 : quotient;
}

/** The prices that all tokens of one attempt are charged at: those above the cliff it passed, else those of its hour, else the row's own. */
export function pricesFor(usage: Usage, row: PriceRow, { atMs }: Pick<BillingTerms, 'atMs'>): TokenPrices {
  const promptTokens = row.longContext ? inputTokens(usage) : 0;
  const cliff = row.longContext?.findLast(({ abovePromptTokens }) => promptTokens > abovePromptTokens);
  const hours = row.hours && atMs !== undefined ? hoursAt(row.hours, atMs) : undefined;
  return cliff?.prices ?? hours?.prices ?? row;
}

/** A term that the list does not name counts as the dearest it names. */
function thousandths(factors: Factors | undefined, term: string | undefined): number {
  if (!factors || term === undefined || standardTerms.has(term)) return 1000;
  return (Object.hasOwn(factors, term) ? factors[term] : undefined) ?? Math.max(1000, ...Object.values(factors));
}

/** The providers' words for "nothing special": OpenAI's `default`, Anthropic's `standard`, `global` and `not_available`. */
const standardTerms: ReadonlySet<string> = new Set(['default', 'standard', 'auto', 'global', 'not_available', '']);
