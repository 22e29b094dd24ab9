import type { Factors, PriceHours, TokenPrices } from '../../money/index.ts';
import { type Usage, usageBuckets } from '../../task/index.ts';
import type { ListedPrices } from './sourceRow.ts';

/** What differs in windows of hours alone is the same: a source may know less of weekends and holidays than a provider's own page. */
export type Compare = 'exactly' | 'but for when the hours are';

/**
 * The dearer of two price lists, part by part: no request costs less by it than by either. Hours that differ in their windows are left out,
 * so that the dearest hour's prices hold all day.
 */
export function dearer(a: ListedPrices, b: ListedPrices): ListedPrices {
  const [base, ...cliffs] = thresholdsOf(a, b).map((above) => ({
    above,
    prices: dearerTokens(dearestAbove(a, above), dearestAbove(b, above)),
  }));
  const hours = dearerHours(a, b);
  const whenHoursGo = hours ? [] : [...(a.hours ?? []), ...(b.hours ?? [])].map(({ prices }) => prices);
  const perRequest = Math.max(a.perRequest ?? 0, b.perRequest ?? 0);
  const terms = {
    serviceTiers: dearerFactors(a.serviceTiers, b.serviceTiers),
    inferenceGeo: dearerFactors(a.inferenceGeo, b.inferenceGeo),
    speeds: dearerFactors(a.speeds, b.speeds),
  };
  return {
    ...whenHoursGo.reduce(dearerTokens, base?.prices ?? tokensOf(a)),
    ...(perRequest > 0 && { perRequest }),
    ...(cliffs.length > 0 && { longContext: cliffs.map(({ above, prices }) => ({ abovePromptTokens: above, prices })) }),
    ...(hours && hours.length > 0 && { hours }),
    ...withoutMissing(terms),
  };
}

/** Would every request cost the same by both? */
export function areSame(a: ListedPrices, b: ListedPrices, compare: Compare = 'exactly'): boolean {
  return JSON.stringify(canonical(a, compare)) === JSON.stringify(canonical(b, compare));
}

/**
 * What a source lists, with what it leaves open taken from the list in force: buckets without a price of their own, a fee for each request,
 * and the factors of service tiers, places and speeds, of which no source knows all.
 */
export function completed(listed: ListedPrices, inForce: ListedPrices): ListedPrices {
  const { longContext, hours, perRequest = inForce.perRequest, serviceTiers, inferenceGeo, speeds, ...prices } = listed;
  const cliffs = longContext?.map(({ abovePromptTokens, prices: above }) => {
    const known = inForce.longContext?.find((cliff) => cliff.abovePromptTokens === abovePromptTokens);
    return { abovePromptTokens, prices: { ...(known && tokensOf(known.prices)), ...above } };
  });
  return {
    ...tokensOf(inForce),
    ...prices,
    ...(perRequest !== undefined && { perRequest }),
    ...(cliffs && { longContext: cliffs }),
    ...(hours && { hours }),
    ...withoutMissing({
      serviceTiers: either(inForce.serviceTiers, serviceTiers),
      inferenceGeo: either(inForce.inferenceGeo, inferenceGeo),
      speeds: either(inForce.speeds, speeds),
    }),
  };
}

/** A price list's parts that count, without its days. */
export function listedOf<Row extends ListedPrices>(row: Row): ListedPrices {
  const { perRequest, longContext, hours, serviceTiers, inferenceGeo, speeds } = row;
  return { ...tokensOf(row), ...withoutMissing({ perRequest, longContext, hours, serviceTiers, inferenceGeo, speeds }) };
}

/** Every bucket's price, spelled out. */
export function bucketPrices(prices: TokenPrices): Readonly<Record<keyof Usage, number>> {
  const { uncachedInput, output, cacheRead = uncachedInput, cacheWrite5m = uncachedInput, cacheWrite30m = uncachedInput } = prices;
  const { cacheWrite1h = uncachedInput, cacheWrite12h = uncachedInput } = prices;
  return { uncachedInput, cacheRead, cacheWrite5m, cacheWrite30m, cacheWrite1h, cacheWrite12h, output };
}

function tokensOf(prices: TokenPrices): TokenPrices {
  const stated = usageBuckets.flatMap((bucket) => (prices[bucket] === undefined ? [] : [[bucket, prices[bucket]] as const]));
  return Object.fromEntries(stated) as unknown as TokenPrices;
}

/** Bucket by bucket the dearer of two, where at least one has a price of its own for it. */
export function dearerTokens(a: TokenPrices, b: TokenPrices): TokenPrices {
  const stated = usageBuckets.filter((bucket) => a[bucket] !== undefined || b[bucket] !== undefined);
  const [left, right] = [bucketPrices(a), bucketPrices(b)];
  return Object.fromEntries(stated.map((bucket) => [bucket, Math.max(left[bucket], right[bucket])])) as unknown as TokenPrices;
}

/** From the first token on, and above each cliff of either. */
function thresholdsOf(...lists: readonly ListedPrices[]): readonly number[] {
  const cliffs = lists.flatMap(({ longContext = [] }) => longContext.map(({ abovePromptTokens }) => abovePromptTokens));
  return [...new Set([-1, ...cliffs])].toSorted((a, b) => a - b);
}

const pricesAbove = (list: ListedPrices, threshold: number): TokenPrices =>
  list.longContext?.findLast(({ abovePromptTokens }) => abovePromptTokens <= threshold)?.prices ?? list;

/** As `pricesAbove`, at the dearest hour: above a cliff that only the other list has, no hours hold any more. */
function dearestAbove(list: ListedPrices, threshold: number): TokenPrices {
  const prices = pricesAbove(list, threshold);
  const hours = threshold >= 0 && prices === list ? (list.hours ?? []) : [];
  return hours.reduce((dearest, hour) => dearerTokens(dearest, hour.prices), prices);
}

/** Undefined where the two have no hours in common, but one of them has some. */
function dearerHours(a: ListedPrices, b: ListedPrices): readonly PriceHours[] | undefined {
  const windowsOf = ({ hours = [] }: ListedPrices): string => JSON.stringify(hours.map(({ prices: _prices, ...span }) => span));
  if (windowsOf(a) !== windowsOf(b)) return undefined;
  return (a.hours ?? []).map((hour, index) => {
    const other = b.hours?.[index];
    return other ? { ...hour, prices: dearerTokens(hour.prices, other.prices) } : hour;
  });
}

function dearerFactors(a: Factors | undefined, b: Factors | undefined): Factors | undefined {
  if (!a && !b) return undefined;
  const names = Object.keys({ ...a, ...b });
  return Object.fromEntries(names.map((name) => [name, Math.max(factorIn(a, name), factorIn(b, name))]));
}

/** As `costOf` reads it: a term that a list does not name counts as the dearest that it names, and without a list there is no factor. */
function factorIn(factors: Factors | undefined, name: string): number {
  if (!factors) return 1000;
  return (Object.hasOwn(factors, name) ? factors[name] : undefined) ?? Math.max(1000, ...Object.values(factors));
}

const either = (known: Factors | undefined, stated: Factors | undefined): Factors | undefined =>
  known || stated ? { ...known, ...stated } : undefined;

/** The same value for lists by which everything costs the same. */
function canonical(list: ListedPrices, compare: Compare): unknown {
  const levels = thresholdsOf(list).map((above) => ({ above, prices: bucketPrices(pricesAbove(list, above)) }));
  const hours = (list.hours ?? []).map(({ prices, ...span }) => ({ span, prices: JSON.stringify(bucketPrices(prices)) }));
  return {
    levels: levels.filter(({ prices }, index) => JSON.stringify(prices) !== JSON.stringify(levels[index - 1]?.prices)),
    hours: compare === 'exactly' ? hours : [...new Set(hours.map(({ prices }) => prices))].toSorted(),
    perRequest: list.perRequest ?? 0,
    factors: [list.serviceTiers, list.inferenceGeo, list.speeds].map(canonicalFactors),
  };
}

function canonicalFactors(factors: Factors = {}): unknown {
  const entries = Object.entries(factors).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.every(([, factor]) => factor === 1000) ? [] : entries;
}

type Stated<Row> = { [Key in keyof Row]?: Exclude<Row[Key], undefined> };

function withoutMissing<Row extends object>(row: Row): Stated<Row> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Stated<Row>;
}
