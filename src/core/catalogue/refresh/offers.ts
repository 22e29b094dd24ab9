import type { PriceRow } from '../../money/index.ts';
import type { Tier } from '../candidate.ts';
import type { Catalogue, CatalogueModel } from '../catalogue.ts';
import { priceOn } from '../priceOn.ts';
import { areSame, completed, dearer, listedOf } from './comparePrices.ts';
import { factsOver } from './factsOver.ts';
import type { PriceSource } from './priceSource.ts';
import { refreshedCatalogue } from './refreshedCatalogue.ts';
import type { RefreshState } from './refreshState.ts';
import { type ListedPrices, type ModelFacts, rowKey, type SourceRow } from './sourceRow.ts';
import { countsBeside, isOverruled } from './takeUp.ts';
import { tierByPrice } from './tierByPrice.ts';

/** A price in force that a source lists lower, a model that the catalogue does not have, or other facts of one that it has. */
export interface Offer {
  readonly source: PriceSource;
  /** The local day on which it was read. */
  readonly readOn: string;
  readonly row: SourceRow;
  readonly kind: 'price' | 'new-model' | 'facts';
  /** What counts now; missing for a new model and one without a price. */
  readonly before?: PriceRow;
  /** What would count. */
  readonly prices: ListedPrices;
  /** Facts that would hold: of a known model those that change. */
  readonly facts: ModelFacts;
  /** The tier is guessed from the price, because the source does not say. */
  readonly guessedTier?: Tier;
}

export interface OfferConditions {
  readonly sources: readonly PriceSource[];
  readonly today: string;
  /** Models whose price the user has set: nothing that a source says of them would count. */
  readonly isUsersOwn?: (row: Pick<SourceRow, 'endpoint' | 'id'>) => boolean;
}

/** What waits for the user, in the order of the sources and their rows. What was declined is left out until its source changes it. */
export function offersOf(
  state: RefreshState,
  base: Catalogue,
  { sources, today, isUsersOwn = () => false }: OfferConditions,
): readonly Offer[] {
  const catalogue = refreshedCatalogue(base, state, sources, today);
  const tierOf = tierByPrice(catalogue, today);
  const models = new Map(catalogue.models.map((model) => [rowKey(model), model]));
  const builtIn = new Map(base.models.map((model) => [rowKey(model), model]));
  const declined = new Set(state.declined.map(({ source, row }) => JSON.stringify([source, row])));
  return sources.flatMap((source) => {
    const { rows = [], readOn = today } = state.sources[source] ?? {};
    return rows
      .filter((row) => countsBeside(sources, source, row) && !isUsersOwn(row) && !isOverruled(row, builtIn.get(rowKey(row))))
      .filter((row) => !declined.has(JSON.stringify([source, fingerprint(row)])))
      .flatMap((row) => offerOf({ source, readOn, row }, models.get(rowKey(row)), tierOf, today) ?? []);
  });
}

/** What a row says, whenever it was read: an answer to an offer is an answer to just this. */
export function fingerprint({ url: _url, ...row }: SourceRow): string {
  return JSON.stringify(row);
}

function offerOf(
  seen: Pick<Offer, 'source' | 'readOn' | 'row'>,
  model: CatalogueModel | undefined,
  tierOf: (prices: ListedPrices) => Tier,
  today: string,
): Offer | undefined {
  const { row } = seen;
  if (!model) {
    const guessedTier = row.facts.tier === undefined ? tierOf(row.prices) : undefined;
    const facts = { ...factsOver(undefined, row.facts), ...(guessedTier && { tier: guessedTier }) };
    return { ...seen, kind: 'new-model', prices: row.prices, facts, ...(guessedTier && { guessedTier }) };
  }
  const facts = row.describesKnown ? changed(row.facts, model) : {};
  const before = priceOn(model.prices ?? [], today);
  if (!before) return { ...seen, kind: 'price', prices: row.prices, facts };
  const old = listedOf(before);
  const prices = completed(row.prices, old);
  const isCheaper = !areSame(prices, old, 'but for when the hours are') && !areSame(dearer(old, prices), prices);
  if (isCheaper) return { ...seen, kind: 'price', before, prices, facts };
  return Object.keys(facts).length > 0 ? { ...seen, kind: 'facts', before, prices: old, facts } : undefined;
}

function changed(stated: ModelFacts, model: CatalogueModel): ModelFacts {
  const entries = Object.entries(factsOver(model, stated)) as [keyof ModelFacts, unknown][];
  return Object.fromEntries(entries.filter(([name, value]) => JSON.stringify(model[name]) !== JSON.stringify(value)));
}
