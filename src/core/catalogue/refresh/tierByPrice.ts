import type { Tier } from '../candidate.ts';
import type { Catalogue } from '../catalogue.ts';
import { priceOn } from '../priceOn.ts';
import type { ListedPrices } from './sourceRow.ts';

/**
 * The tier of a new model that its source does not class, by its price alone: that of the known metered models whose median price is nearest,
 * as a ratio. It is an assumption, and the user sees it before accepting; a row of the user's own settles it.
 */
export function tierByPrice(prices: ListedPrices, catalogue: Catalogue, today: string): Tier {
  const own = Math.log(weightOf(prices) + 1);
  const distances = (['small', 'medium', 'frontier'] as const).flatMap((tier) => {
    const weights = catalogue.models.flatMap((model) => {
      const price = model.tier === tier && !model.onRequest ? priceOn(model.prices ?? [], today) : undefined;
      return price ? [Math.log(weightOf(price) + 1)] : [];
    });
    const median = weights.toSorted((a, b) => a - b)[Math.floor(weights.length / 2)];
    return median === undefined ? [] : [{ tier, distance: Math.abs(median - own) }];
  });
  return distances.toSorted((a, b) => a.distance - b.distance)[0]?.tier ?? 'medium';
}

/** Three tokens in for each one out: a mix, not a measurement. */
const weightOf = ({ uncachedInput, output }: ListedPrices): number => 3 * uncachedInput + output;
