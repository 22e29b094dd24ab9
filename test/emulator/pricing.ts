import { type Buckets, bucketNames, promptTokens } from './buckets.ts';
import type { Account, Job } from './job.ts';
import { byokFeeFactor, type EmulatedModel, type PriceList, type TokenPrices } from './models.ts';

/** What a request is charged, and by which prices. Amounts in nano-dollars (1e-9 USD), each rounded once, half up. */
export interface Charge {
  /** All that the customer pays, whoever sends the bill. */
  readonly amountNanoUsd: number;
  /** Of it, what the gateway charges; on credits everything, on one's own upstream key the fee alone. */
  readonly gatewayNanoUsd: number;
  readonly upstreamNanoUsd: number;
  /** USD per million tokens before the factors. */
  readonly unitPrices: Readonly<Record<keyof Buckets, string>>;
  readonly factors: Readonly<Record<string, string>>;
  readonly perRequestUsd: string;
  readonly isAboveCliff: boolean;
}

/** Prices a request. Only what decides the price is taken from it. */
export function chargeFor(job: Pick<Job, 'model' | 'account' | 'tier' | 'fast' | 'geo'>, counted: Buckets): Charge {
  const list = job.model.chargedPrices ?? job.model.prices;
  const isAboveCliff = list.cliff !== undefined && promptTokens(counted) > list.cliff.abovePromptTokens;
  const unitPrices = pricePerBucket(isAboveCliff && list.cliff ? list.cliff : list);
  const factors = factorsFor(job, list);
  // A price of $1 per million tokens is 1e9 units of 1e-15 USD per token.
  let units = bucketNames.reduce((sum, name) => sum + BigInt(counted[name]) * decimal(unitPrices[name], 9), 0n);
  let divisor = 1n;
  for (const factor of Object.values(factors)) {
    units *= decimal(factor, 3);
    divisor *= 1000n;
  }
  const perRequestUsd = list.perRequest ?? '0';
  units += decimal(perRequestUsd, 15) * divisor;
  const upstream = roundHalfUp(units, divisor * 1_000_000n);
  const fee = roundHalfUp(units * decimal(byokFeeFactor, 3), divisor * 1_000_000n * 1000n);
  const gateway = job.account.bringsOwnKey ? fee : upstream;
  return {
    amountNanoUsd: Number(job.account.bringsOwnKey ? upstream + fee : upstream),
    gatewayNanoUsd: Number(gateway),
    upstreamNanoUsd: Number(upstream),
    unitPrices,
    factors,
    perRequestUsd,
    isAboveCliff,
  };
}

/** What the same tokens would have cost without the cache's discount and surcharges, minus what they cost: OpenRouter's `cache_discount`. */
export function cacheDiscount(model: EmulatedModel, account: Account, counted: Buckets): number {
  const job = { model, account, tier: 'standard', fast: false, geo: undefined } as const;
  const { output } = counted;
  const plain: Buckets = {
    uncachedInput: promptTokens(counted),
    output,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite30m: 0,
    cacheWrite1h: 0,
    cacheWrite12h: 0,
  };
  return chargeFor(job, plain).upstreamNanoUsd - chargeFor(job, counted).upstreamNanoUsd;
}

/** A bucket without a price of its own costs what any input token costs. */
function pricePerBucket(prices: TokenPrices): Readonly<Record<keyof Buckets, string>> {
  return {
    uncachedInput: prices.input,
    cacheRead: prices.cacheRead ?? prices.input,
    cacheWrite5m: prices.cacheWrite5m ?? prices.input,
    cacheWrite30m: prices.cacheWrite30m ?? prices.input,
    cacheWrite1h: prices.cacheWrite1h ?? prices.input,
    cacheWrite12h: prices.cacheWrite12h ?? prices.input,
    output: prices.output,
  };
}

function factorsFor(job: Pick<Job, 'tier' | 'fast' | 'geo'>, list: PriceList): Readonly<Record<string, string>> {
  const known = list.factors ?? {};
  const tier = job.tier === 'standard' ? undefined : known[job.tier];
  return {
    ...(tier && { [job.tier]: tier }),
    ...(job.fast && known.fast && { fast: known.fast }),
    ...(job.geo === 'us' && known.geoUs && { geoUs: known.geoUs }),
  };
}

/** A decimal string as an integer of 10^-places; more places than that are an error in this folder's price file. */
function decimal(text: string, places: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  if (fraction.length > places) throw new Error(`${text} has more than ${places} decimals`);
  return BigInt(whole + fraction.padEnd(places, '0'));
}

const roundHalfUp = (numerator: bigint, divisor: bigint): bigint => (numerator + divisor / 2n) / divisor;
