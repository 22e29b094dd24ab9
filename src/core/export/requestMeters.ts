import type { LedgerEntry } from '../ledger/index.ts';
import { type BillingTerms, costOf, type NanoUsd, type PriceRow, pricesFor } from '../money/index.ts';
import { noUsage, type Usage, usageBuckets } from '../task/index.ts';
import { apportion } from './apportion.ts';

/** What of a request is counted: a bucket of tokens, the fee of each request, or the request as a whole where nothing finer is known. */
export type MeterName = keyof Usage | 'requestFee' | 'request';

/** One meter of one request, as it is priced and billed. */
export interface RequestMeter {
  readonly name: MeterName;
  /** Tokens; requests for `requestFee` and `request`. */
  readonly quantity: number;
  /** For a MILLION tokens, or for a request: the list price with the factors of the terms that were billed, to a nano-dollar. Zero where it is not known. */
  readonly unitPriceNanoUsd: NanoUsd;
  /** The part of the request's cost that falls on this meter; those of a request sum to its cost. */
  readonly billedNanoUsd: NanoUsd;
  /** What besides the model and the meter decides about the price, e.g. `flex`: words, never amounts. */
  readonly terms: Readonly<Record<string, string>>;
}

/**
 * Takes a request apart into its meters, which sum to its cost to the nano-dollar. The request is rounded once, so what its meters lose by
 * rounding is shared out by largest remainder. A figure of the provider's own that is not the list's is shared out in proportion to the list
 * prices, the fee included. Where the list does not give what was booked (no price is known, it is another one by now, or nothing was billed),
 * there is one meter: the request.
 */
export function requestMeters(entry: LedgerEntry, price: PriceRow | undefined): readonly RequestMeter[] {
  const { usage, billing, costNanoUsd, listPriceNanoUsd } = entry;
  const list = listPriceNanoUsd ?? (billing === 'subscription' ? undefined : costNanoUsd);
  if (billing === 'local' || list === undefined) return tokensAtNoPrice(usage);
  const terms: BillingTerms = { ...(entry.serviceTier !== undefined && { serviceTier: entry.serviceTier }), ...entry.billingReport };
  const meters = price && listMeters(usage, price, { ...terms, atMs: entry.startedAtMs });
  if (!meters || meters.list !== list || meters.each.length === 0) return [wholeRequest(list, costNanoUsd ?? 0)];
  return billed(meters, costNanoUsd ?? 0);
}

type UnbilledMeter = Omit<RequestMeter, 'billedNanoUsd'>;

/** At list prices. */
interface ListMeters {
  readonly each: readonly UnbilledMeter[];
  readonly list: NanoUsd;
  readonly fee: NanoUsd;
}

function listMeters(usage: Usage, price: PriceRow, terms: BillingTerms): ListMeters {
  const { validFrom, source, serviceTiers, inferenceGeo, speeds, perRequest: fee = 0 } = price;
  const prices = pricesFor(usage, price, terms);
  const names = termNames(price, prices, terms);
  const factors = { ...(serviceTiers && { serviceTiers }), ...(inferenceGeo && { inferenceGeo }), ...(speeds && { speeds }) };
  const costOfAMillion = (input: NanoUsd): NanoUsd =>
    costOf({ ...noUsage, uncachedInput: 1_000_000 }, { validFrom, source, uncachedInput: input, output: input, ...factors }, terms);
  const each: UnbilledMeter[] = usageBuckets
    .filter((bucket) => usage[bucket] > 0)
    .map((bucket) => ({
      name: bucket,
      quantity: usage[bucket],
      unitPriceNanoUsd: costOfAMillion(prices[bucket] ?? prices.uncachedInput),
      terms: names,
    }));
  if (fee > 0) each.push({ name: 'requestFee', quantity: 1, unitPriceNanoUsd: fee, terms: {} });
  return { each, list: costOf(usage, price, terms), fee };
}

/** Terms that the price list names: others change nothing. */
function termNames(price: PriceRow, prices: unknown, { serviceTier, inferenceGeo, speed }: BillingTerms): Readonly<Record<string, string>> {
  const named = (factors: object | undefined, term: string | undefined): term is string =>
    factors !== undefined && term !== undefined && Object.hasOwn(factors, term);
  const cliff = price.longContext?.find((each) => each.prices === prices);
  const hours = price.hours?.find((each) => each.prices === prices);
  return {
    ...(named(price.serviceTiers, serviceTier) && { ServiceTier: serviceTier }),
    ...(named(price.inferenceGeo, inferenceGeo) && { InferenceGeo: inferenceGeo }),
    ...(named(price.speeds, speed) && { Speed: speed }),
    ...(cliff && { PromptTokensAbove: String(cliff.abovePromptTokens) }),
    ...(hours && { UtcMinutes: `${hours.utcFromMinute}-${hours.utcToMinute}` }),
  };
}

/** Shares are of nano-dollars, weights the exact list costs: tokens x price for a million of them, the fee on the same scale. */
function billed({ each, list, fee }: ListMeters, cost: NanoUsd): readonly RequestMeter[] {
  // A fee that the bill has in it is a whole number and loses nothing by rounding.
  const isFeeApart = cost === list && fee > 0;
  const shared = isFeeApart ? each.slice(0, -1) : each;
  const weights = shared.map(({ name, quantity, unitPriceNanoUsd }) =>
    name === 'requestFee' ? BigInt(unitPriceNanoUsd) * 1_000_000n : BigInt(quantity) * BigInt(unitPriceNanoUsd),
  );
  const shares = apportion(BigInt(isFeeApart ? cost - fee : cost), weights);
  return each.map((meter, index) => ({ ...meter, billedNanoUsd: index < shares.length ? Number(shares[index]) : fee }));
}

/** Nobody is billed, or nobody knows at what. */
function tokensAtNoPrice(usage: Usage): readonly RequestMeter[] {
  const meters = usageBuckets.filter((bucket) => usage[bucket] > 0);
  if (meters.length === 0) return [wholeRequest(0, 0)];
  return meters.map((name) => ({ name, quantity: usage[name], unitPriceNanoUsd: 0, billedNanoUsd: 0, terms: {} }));
}

function wholeRequest(list: NanoUsd, cost: NanoUsd): RequestMeter {
  return { name: 'request', quantity: 1, unitPriceNanoUsd: list, billedNanoUsd: cost, terms: {} };
}
