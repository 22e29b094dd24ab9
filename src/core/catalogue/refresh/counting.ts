import type { PriceRow } from '../../money/index.ts';
import type { CatalogueModel } from '../catalogue.ts';
import { priceOn } from '../priceOn.ts';
import { areSame, dearer, listedOf } from './comparePrices.ts';
import type { PriceSource } from './priceSource.ts';
import type { Accepted, InForce, RefreshState, Risen } from './refreshState.ts';
import { rowKey } from './sourceRow.ts';

/** By model, what counts of the sources that the setting names, in the order in which it came. */
export function countingByModel({ inForce }: RefreshState, sources: readonly PriceSource[]): ReadonlyMap<string, readonly InForce[]> {
  const named = new Set(sources);
  return Map.groupBy(
    inForce.filter(({ source }) => named.has(source)),
    rowKey,
  );
}

/** What a model's prices are made of. */
export interface Ground {
  /** The price that was accepted last. */
  readonly accepted: Accepted | undefined;
  /** What it costs before anything rose: accepted, or else built in. Undefined where nobody has said or accepted anything. */
  readonly price: PriceRow | undefined;
  /** What rose since, at most one of each source. */
  readonly risen: readonly Risen[];
}

/** `today` is a local day: what the built-in catalogue says depends on it. */
export function groundOf(builtIn: CatalogueModel | undefined, counting: readonly InForce[], today: string): Ground {
  const last = counting.findLastIndex((entry) => entry.type === 'accepted' && entry.price !== undefined);
  const risen = counting.slice(last + 1).filter((entry) => entry.type === 'risen');
  const known = priceOn(builtIn?.prices ?? [], today);
  const accepted = counting[last];
  if (accepted?.type !== 'accepted' || !accepted.price) return { accepted: undefined, price: known, risen };
  return { accepted, price: acceptedOver(known, accepted, accepted.price), risen };
}

/** The price lists that refreshing adds to the built-in ones, the latest last: each begins when it came into force, so that days before keep theirs. */
export function refreshedPrices({ accepted, price, risen }: Ground): readonly PriceRow[] {
  if (!price) return [];
  const rows = [price];
  for (const { price: claim } of risen) {
    const before = rows.at(-1) ?? price;
    rows.push({ ...dearer(listedOf(before), listedOf(claim)), validFrom: laterOf(before, claim), source: claim.source });
  }
  return accepted ? rows : rows.slice(1);
}

/** What a model costs today. */
export function priceInForce(ground: Ground): PriceRow | undefined {
  return refreshedPrices(ground).at(-1) ?? ground.price;
}

/** Where the built-in price has changed since, by a newer version of the extension, nobody has accepted anything of the new one. */
function acceptedOver(builtIn: PriceRow | undefined, { over }: Accepted, price: PriceRow): PriceRow {
  if (!builtIn || (over && areSame(over, builtIn))) return price;
  return { ...dearer(listedOf(builtIn), listedOf(price)), validFrom: laterOf(builtIn, price), source: price.source };
}

const laterOf = (a: PriceRow, b: PriceRow): string => (a.validFrom > b.validFrom ? a.validFrom : b.validFrom);
