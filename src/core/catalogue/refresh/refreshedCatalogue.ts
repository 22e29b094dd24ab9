import type { PriceRow } from '../../money/index.ts';
import type { Catalogue, CatalogueModel } from '../catalogue.ts';
import { priceOn } from '../priceOn.ts';
import { areSame, dearer, listedOf } from './comparePrices.ts';
import type { PriceSource } from './priceSource.ts';
import { asEndpoint } from './readList.ts';
import type { PriceInForce, RefreshState } from './refreshState.ts';
import { rowKey } from './sourceRow.ts';

/**
 * The built-in catalogue with what counts of the sources that the setting names: each as a price list of its own that begins on the day on
 * which it came into force, so that earlier days keep theirs. The user's own rows are laid over the result and win.
 */
export function refreshedCatalogue(base: Catalogue, { inForce }: RefreshState, sources: readonly PriceSource[], today: string): Catalogue {
  const entries = new Map(inForce.filter(({ source }) => sources.includes(source)).map((entry) => [rowKey(entry), entry]));
  const known = new Set(base.models.map(rowKey));
  const addresses = new Map(
    [...entries.values()].flatMap(({ newEndpoint }) => (newEndpoint ? [[newEndpoint.id, asEndpoint(newEndpoint)]] : [])),
  );
  for (const { id } of base.endpoints) addresses.delete(id);
  return {
    endpoints: [...base.endpoints, ...addresses.values()],
    models: [
      ...base.models.map((model) => withEntry(model, entries.get(rowKey(model)), today)),
      ...[...entries].flatMap(([key, entry]) => (known.has(key) ? [] : [newModel(entry)])),
    ],
  };
}

function withEntry(model: CatalogueModel, entry: PriceInForce | undefined, today: string): CatalogueModel {
  if (!entry) return model;
  const prices = model.prices ?? [];
  return { ...model, ...entry.facts, prices: [...prices, priceOver(priceOn(prices, today), entry)] };
}

/** Where the built-in price has changed since, by a newer version of the extension, nobody has accepted anything of the new one. */
function priceOver(builtIn: PriceRow | undefined, { over, price }: PriceInForce): PriceRow {
  if (!builtIn || (over && areSame(over, builtIn))) return price;
  const validFrom = builtIn.validFrom > price.validFrom ? builtIn.validFrom : price.validFrom;
  return { ...dearer(listedOf(builtIn), listedOf(price)), validFrom, source: price.source };
}

function newModel({ endpoint, id, facts, price }: PriceInForce): CatalogueModel {
  return { tier: 'medium', canChat: true, ...facts, endpoint, id, prices: [price] };
}
