import type { Tier } from '../candidate.ts';
import type { Catalogue } from '../catalogue.ts';
import { priceOn } from '../priceOn.ts';
import type { ListedPrices } from './sourceRow.ts';

/**
 * The tier of a new model that its source does not class, by its price alone: that of the known metered models whose median price is nearest,
 * as a ratio. It is an assumption, and the user sees it before accepting; a row of the user's own settles it. The medians are taken once, when
 * the first model asks.
 */
export function tierByPrice(catalogue: Catalogue, today: string): (prices: ListedPrices) => Tier {
  let medians: readonly TierMedian[] | undefined;
  return (prices) => {
    medians ??= mediansOf(catalogue, today);
    const own = Math.log(weightOf(prices) + 1);
    const distances = medians.map(({ tier, median }) => ({ tier, distance: Math.abs(median - own) }));
    return distances.toSorted((a, b) => a.distance - b.distance)[0]?.tier ?? 'medium';
  };
}

interface TierMedian {
  readonly tier: Tier;
  /** Logarithm of the weighted price. */
  readonly median: number;
}

function mediansOf({ models }: Catalogue, today: string): readonly TierMedian[] {
  return (['small', 'medium', 'frontier'] as const).flatMap((tier) => {
    const weights = models.flatMap((model) => {
      const price = model.tier === tier && !model.onRequest ? priceOn(model.prices ?? [], today) : undefined;
      return price ? [Math.log(weightOf(price) + 1)] : [];
    });
    const median = weights.toSorted((a, b) => a - b)[Math.floor(weights.length / 2)];
    return median === undefined ? [] : [{ tier, median }];
  });
}

/** Three tokens in for each one out: a mix, not a measurement. */
const weightOf = ({ uncachedInput, output }: ListedPrices): number => 3 * uncachedInput + output;
