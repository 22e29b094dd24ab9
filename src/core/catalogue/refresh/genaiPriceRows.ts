import type { PriceRow, TokenPrices } from '../../money/index.ts';
import { sinceEver } from '../priceOn.ts';
import { cheaperHours, minuteOf } from './cheaperHours.ts';
import type { GenaiProvider } from './genaiProviders.ts';
import { nanoUsdRoundedUp } from './nanoUsdRoundedUp.ts';

/** A model of the collection, as far as its prices go: the same in its package and in the JSON that it publishes. */
export interface GenaiModel {
  readonly id: string;
  readonly prices: GenaiPrices | readonly GenaiPriceList[];
}

/** USD per million tokens by the collection's names (`input_mtok` ...), with cliffs where it says so. */
export type GenaiPrices = Readonly<Record<string, number | GenaiTieredPrice | undefined>>;

export interface GenaiTieredPrice {
  readonly base: number;
  readonly tiers: readonly { readonly start: number; readonly price: number }[];
}

/** A price list that holds from a day on, or at some hours of each day; the JSON leaves out the package's `type`. */
export interface GenaiPriceList {
  readonly constraint?: { readonly start_date: string } | { readonly start_time: string; readonly end_time: string };
  readonly prices: GenaiPrices;
}

export interface PriceRowOptions {
  readonly source: PriceRow['source'];
  readonly cacheWrites: GenaiProvider['cacheWrites'];
  /** Above how many prompt tokens the provider says that its cliff begins. */
  readonly longContextAbove?: number | undefined;
  /** The same model at its maker: what its list has dearer, such as a cliff, counts. */
  readonly atMaker?: GenaiModel | undefined;
}

/**
 * The dated price lists of one model of the package. A list without a date has held since ever. Where prices depend on the time of day
 * (DeepSeek's), the last list has the dearest of them, bucket by bucket, for a budget must not be surprised, and the cheaper ones as its hours.
 */
export function priceRowsOf(model: GenaiModel, { source, cacheWrites, longContextAbove, atMaker }: PriceRowOptions): readonly PriceRow[] {
  const lists = listsOf(model);
  const dated = lists
    .flatMap(({ constraint, prices }) => {
      if (constraint && 'start_time' in constraint) return [];
      return [{ validFrom: constraint?.start_date ?? sinceEver, prices: levelsOf(model.id, prices, cacheWrites) }];
    })
    .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const byHour = lists.flatMap(({ constraint, prices }) => {
    if (!constraint || !('start_time' in constraint)) return [];
    const levels = levelsOf(model.id, prices, cacheWrites);
    return [{ fromMinute: minuteOf(constraint.start_time), toMinute: minuteOf(constraint.end_time), levels }];
  });
  const makers = atMaker
    ? listsOf(atMaker)
        .slice(-1)
        .map(({ prices }) => levelsOf(atMaker.id, prices, []))
    : [];
  return dated.map(({ validFrom, prices }, index) => {
    const windows = index === dated.length - 1 ? byHour : [];
    const [base, ...cliffs] = [...windows.map(({ levels }) => levels), ...makers].reduce(dearer, prices);
    if (!base) throw new Error(`${model.id} has a price list without prices`);
    const longContext = cliffs.map(({ above, prices: beyond }) => ({ abovePromptTokens: longContextAbove ?? above, prices: beyond }));
    const priced = windows.map(({ levels, ...span }) => ({ ...span, prices: (levels[0] ?? base).prices }));
    const hours = windows.length > 0 ? cheaperHours((prices[0] ?? base).prices, priced, base.prices) : [];
    return {
      validFrom,
      source,
      ...base.prices,
      ...(longContext.length > 0 && { longContext }),
      ...(hours.length > 0 && { hours }),
    };
  });
}

function listsOf({ prices }: GenaiModel): readonly GenaiPriceList[] {
  return isLists(prices) ? prices : [{ prices }];
}

const isLists = (prices: GenaiModel['prices']): prices is readonly GenaiPriceList[] => Array.isArray(prices);

/** Prices from so many prompt tokens on; the first level is above -1, so from the first token on. */
interface Level {
  readonly above: number;
  readonly prices: TokenPrices;
}

function levelsOf(id: string, prices: GenaiPrices, cacheWrites: GenaiProvider['cacheWrites']): readonly Level[] {
  const starts = new Set(
    Object.values(prices).flatMap((price) => (typeof price === 'object' ? price.tiers.map(({ start }) => start) : [])),
  );
  return [-1, ...[...starts].toSorted((a, b) => a - b)].map((above) => ({ above, prices: pricesAbove(id, prices, above, cacheWrites) }));
}

function pricesAbove(id: string, prices: GenaiPrices, above: number, cacheWrites: GenaiProvider['cacheWrites']): TokenPrices {
  const nano = (name: string): number | undefined => {
    const price = prices[name];
    if (price === undefined) return undefined;
    const usd = typeof price === 'number' ? price : (price.tiers.findLast(({ start }) => start <= above)?.price ?? price.base);
    const amount = nanoUsdRoundedUp(usd, 9);
    if (amount === undefined) throw new Error(`${id}: ${usd} is no price`);
    return amount;
  };
  const [uncachedInput, output, cacheRead] = [nano('input_mtok'), nano('output_mtok'), nano('cache_read_mtok')];
  if (uncachedInput === undefined || output === undefined) throw new Error(`${id} has no price for input or output`);
  // Where the package gives a write's surcharge alone (Gemini behind OpenRouter), the tokens still cost what any input costs.
  const writePrice = (name: string): number | undefined => {
    const price = nano(name);
    return price === undefined ? undefined : Math.max(price, uncachedInput);
  };
  const [write, write1h] = [writePrice('cache_write_mtok'), writePrice('cache_write_1h_mtok')];
  return {
    uncachedInput,
    output,
    ...(cacheRead !== undefined && { cacheRead }),
    ...(write !== undefined && Object.fromEntries(cacheWrites.map((bucket) => [bucket, write]))),
    ...(write1h !== undefined && { cacheWrite1h: write1h }),
  };
}

function dearer(a: readonly Level[], b: readonly Level[]): readonly Level[] {
  const at = (levels: readonly Level[], above: number): TokenPrices | undefined => levels.findLast((level) => level.above <= above)?.prices;
  const starts = [...new Set([...a, ...b].map(({ above }) => above))].toSorted((one, other) => one - other);
  return starts.flatMap((above) => {
    const [left, right] = [at(a, above), at(b, above)];
    if (!left || !right) return [];
    const buckets = Object.keys({ ...left, ...right }) as (keyof TokenPrices)[];
    const most = buckets.map(
      (bucket) => [bucket, Math.max(left[bucket] ?? left.uncachedInput, right[bucket] ?? right.uncachedInput)] as const,
    );
    return [{ above, prices: Object.fromEntries(most) as unknown as TokenPrices }];
  });
}
