import type { PriceRow } from '../../money/index.ts';
import type { Catalogue, CatalogueModel } from '../catalogue.ts';
import { priceOn } from '../priceOn.ts';
import { areSame, completed, dearer, listedOf } from './comparePrices.ts';
import type { PriceSource } from './priceSource.ts';
import { refreshedCatalogue } from './refreshedCatalogue.ts';
import type { PriceInForce, RefreshState, SourceState } from './refreshState.ts';
import { rowKey, type SourceRow } from './sourceRow.ts';

/** A price that counts from now on because it is dearer than the one before. */
export interface Rise {
  readonly endpoint: string;
  readonly id: string;
  readonly before: PriceRow;
  readonly now: PriceRow;
}

export interface Taken {
  readonly state: RefreshState;
  readonly rises: readonly Rise[];
}

/** What a source answered, and when. */
export interface Answer extends Omit<SourceState, 'rows'> {
  readonly source: PriceSource;
  /** Undefined: nothing new since the last time (304). */
  readonly rows: readonly SourceRow[] | undefined;
}

/**
 * Takes up what a source says: what became dearer counts at once, part by part (the dearer input of a list whose output became cheaper), and
 * everything else waits as an offer. A row that its source has not changed since the last time changes nothing. `today` is a local day.
 */
export function takeUp(state: RefreshState, base: Catalogue, sources: readonly PriceSource[], answer: Answer, today: string): Taken {
  const { source, rows, ...seen } = answer;
  const before = state.sources[source];
  const said = new Map((before?.rows ?? []).map((row) => [rowKey(row), row]));
  const kept = { ...seen, rows: rows ?? before?.rows ?? [], ...(rows === undefined && before && { readOn: before.readOn }) };
  const inForce = refreshedCatalogue(base, state, sources, today);
  const builtIn = new Map(base.models.map((model) => [rowKey(model), model]));
  const news = (rows ?? []).filter((row) => countsBeside(sources, source, row) && !isOverruled(row, builtIn.get(rowKey(row))));
  const risen = news.flatMap((row) => riseOf(row, said.get(rowKey(row)), inForce, today) ?? []);
  const entries = new Map(state.inForce.map((entry) => [rowKey(entry), entry]));
  for (const rise of risen) {
    entries.set(rowKey(rise), entryFor(rise.now, { ...rise, source }, builtIn.get(rowKey(rise)), entries.get(rowKey(rise)), today));
  }
  return { state: { ...state, sources: { ...state.sources, [source]: kept }, inForce: [...entries.values()] }, rises: risen };
}

/** OpenRouter itself knows its prices better than a collection that somebody makes of them. */
export function countsBeside(sources: readonly PriceSource[], source: PriceSource, { endpoint }: SourceRow): boolean {
  return !(source === 'genai-prices' && endpoint === 'openrouter' && sources.includes('openrouter'));
}

/** The catalogue was made knowing what this row says, and has a price of a later day from a better source. */
export function isOverruled({ url, prices }: SourceRow, builtIn: CatalogueModel | undefined): boolean {
  const earlier = builtIn?.prices?.slice(0, -1) ?? [];
  return earlier.some((price) => price.source.url === url && areSame(completed(prices, listedOf(price)), listedOf(price)));
}

/** The entry by which a price comes into force; what was accepted of a model before stays accepted. */
export function entryFor(
  price: PriceRow,
  { source, endpoint, id }: Pick<PriceInForce, 'source' | 'endpoint' | 'id'>,
  builtIn: CatalogueModel | undefined,
  earlier: PriceInForce | undefined,
  today: string,
): PriceInForce {
  const over = priceOn(builtIn?.prices ?? [], today);
  return {
    source,
    endpoint,
    id,
    price,
    ...(over && { over: listedOf(over) }),
    ...(earlier?.facts && { facts: earlier.facts }),
    ...(earlier?.newEndpoint && { newEndpoint: earlier.newEndpoint }),
  };
}

/** On first sight what differs in when the hours are is no news: the catalogue's own rows know more of weekends and holidays. */
function riseOf(row: SourceRow, said: SourceRow | undefined, inForce: Catalogue, today: string): Rise | undefined {
  if (said && areSame(said.prices, row.prices)) return undefined;
  const model = inForce.models.find((one) => rowKey(one) === rowKey(row));
  const before = priceOn(model?.prices ?? [], today);
  if (!before) return undefined;
  const old = listedOf(before);
  const listed = completed(row.prices, old);
  if (!said && areSame(listed, old, 'but for when the hours are')) return undefined;
  const most = dearer(old, listed);
  if (areSame(most, old)) return undefined;
  return { endpoint: row.endpoint, id: row.id, before, now: { ...most, validFrom: today, source: { url: row.url, readOn: today } } };
}
