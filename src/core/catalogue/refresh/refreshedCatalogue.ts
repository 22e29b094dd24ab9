import type { Catalogue, CatalogueModel } from '../catalogue.ts';
import { countingByModel, groundOf, refreshedPrices } from './counting.ts';
import { factsOver } from './factsOver.ts';
import type { PriceSource } from './priceSource.ts';
import { asEndpoint } from './readList.ts';
import type { InForce, RefreshState } from './refreshState.ts';
import { type ModelFacts, rowKey } from './sourceRow.ts';

/**
 * The built-in catalogue with what counts of the sources that the setting names: each as a price list of its own that begins on the day on
 * which it came into force, so that earlier days keep theirs. The user's own rows are laid over the result and win.
 */
export function refreshedCatalogue(base: Catalogue, state: RefreshState, sources: readonly PriceSource[], today: string): Catalogue {
  const counting = countingByModel(state, sources);
  const known = new Set(base.models.map(rowKey));
  const accepted = [...counting.values()].flat().filter((entry) => entry.type === 'accepted');
  const addresses = new Map(accepted.flatMap(({ newEndpoint }) => (newEndpoint ? [[newEndpoint.id, asEndpoint(newEndpoint)]] : [])));
  for (const { id } of base.endpoints) addresses.delete(id);
  return {
    endpoints: [...base.endpoints, ...addresses.values()],
    models: [
      ...base.models.map((model) => {
        const entries = counting.get(rowKey(model));
        return entries ? withEntries(model, entries, today) : model;
      }),
      ...[...counting].flatMap(([key, entries]) => (known.has(key) ? [] : newModel(entries, today))),
    ],
  };
}

function withEntries(model: CatalogueModel, entries: readonly InForce[], today: string): CatalogueModel {
  const prices = [...(model.prices ?? []), ...refreshedPrices(groundOf(model, entries, today))];
  return { ...model, ...factsOver(model, factsIn(entries)), ...(prices.length > 0 && { prices }) };
}

/** A model that only a source knows is there as long as what was accepted of it counts. */
function newModel(entries: readonly InForce[], today: string): readonly CatalogueModel[] {
  const ground = groundOf(undefined, entries, today);
  if (!ground.accepted) return [];
  const { endpoint, id } = ground.accepted;
  return [{ tier: 'medium', canChat: true, ...factsOver(undefined, factsIn(entries)), endpoint, id, prices: refreshedPrices(ground) }];
}

/** What was accepted of a model before stays accepted. */
function factsIn(entries: readonly InForce[]): ModelFacts {
  return Object.assign({}, ...entries.map((entry) => (entry.type === 'accepted' ? entry.facts : undefined))) as ModelFacts;
}
