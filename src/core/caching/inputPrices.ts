import type { CacheTtl, Candidate } from '../catalogue/index.ts';
import { type PriceRow, pricesFor, type TokenPrices } from '../money/index.ts';
import { noUsage, type Usage } from '../task/index.ts';
import { chanceWithin, type ReuseChances } from './reuseCounts.ts';

/**
 * Of input tokens, as multiples of the uncached price, for one request: above a cliff, or at an hour, they differ. Whether writing pays depends on
 * nothing else, and most price lists agree in these: equal ones are one object.
 */
export interface InputPrices {
  readonly uncached: number;
  readonly read: number;
  /** Missing where the price list names prices of writing, but not this one: then it is not offered. */
  readonly write: Readonly<Partial<Record<CacheTtl, number>>>;
}

/** Prices in nano-dollars are rounded; multiples that differ by less are the same. */
const precision = 10_000;
const ofLists = new WeakMap<TokenPrices, InputPrices>();
const alike = new Map<string, InputPrices>();

/** Undefined where the model is unpriced: then nobody knows what pays. */
export function inputPricesOf({ model: { price } }: Candidate, promptTokens: number, atMs: number): InputPrices | undefined {
  if (!price) return undefined;
  const list = isOneList(price) ? price : pricesFor({ ...noUsage, uncachedInput: Math.ceil(promptTokens) }, price, { atMs });
  const before = ofLists.get(list);
  if (before) return before;
  const prices = ofList(list);
  const key = JSON.stringify(prices);
  const one = alike.get(key) ?? prices;
  alike.set(key, one);
  ofLists.set(list, one);
  return one;
}

/** The same for every request, whenever it is made and however long. */
export function isOneList({ longContext, hours }: PriceRow): boolean {
  return !longContext && !hours;
}

const ttls = ['5m', '30m', '1h', '12h'] as const satisfies readonly CacheTtl[];

function ofList(list: TokenPrices): InputPrices {
  const areNamed = ttls.some((ttl) => list[buckets[ttl]] !== undefined);
  const unit = list.uncachedInput || 1;
  const multiple = (price: number): number => Math.round((price / unit) * precision) / precision;
  const offered = ttls.flatMap((ttl): (readonly [CacheTtl, number])[] => {
    const price = list[buckets[ttl]] ?? (areNamed ? undefined : list.uncachedInput);
    return price === undefined ? [] : [[ttl, multiple(price)]];
  });
  return {
    uncached: multiple(list.uncachedInput),
    read: multiple(list.cacheRead ?? list.uncachedInput),
    write: Object.fromEntries(offered),
  };
}

const buckets = {
  '5m': 'cacheWrite5m',
  '30m': 'cacheWrite30m',
  '1h': 'cacheWrite1h',
  '12h': 'cacheWrite12h',
} as const satisfies Record<CacheTtl, keyof Usage>;

export function writeBucketOf(ttl: CacheTtl): (typeof buckets)[CacheTtl] {
  return buckets[ttl];
}

/** Nobody knows what a user does so far ahead: no more uses than these are counted on. */
const mostUses = 40;

/** What a pause has cost is mostly written for longer the next time, which is dearer: assumed. */
const costOfLateness = 1.1;

/**
 * What writing a token of a prompt for so long is expected to save from now on, in prices of an uncached one; negative: to cost. Each request is followed by another
 * one with the same beginning with the same chances. So there are n = 1 / (1 - chance of any) uses, this one included; written ones are read,
 * unless they come after the cache has let go, and then they are written again, at 1.1 times the extra cost:
 *
 *     not written: n x uncached;    written: (write - read) + n (read + chance of coming too late x 1.1 (write - read))
 *
 * For $1 uncached, 0.1 read, 1.25 written for 5 minutes and no late ones, writing pays from n = 1.28 on: a chance of 22 %. For 2 written for an
 * hour, that pays more than five minutes where 0.59 late ones are expected, one after the other.
 */
export function gainOfWriting(ttl: CacheTtl, { uncached, read, write }: InputPrices, chances: ReuseChances): number {
  const extra = (write[ttl] ?? Number.POSITIVE_INFINITY) - read;
  const uses = 1 / Math.max(chances.lost, 1 / mostUses);
  const chanceTooLate = 1 - chances.lost - chanceWithin(chances, ttl);
  return uses * (uncached - read) - extra * (1 + uses * chanceTooLate * costOfLateness);
}
