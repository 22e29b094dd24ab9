import type { PriceRow, TokenPrices } from '../money/index.ts';
import { usageBuckets } from '../task/index.ts';
import type { Catalogue } from './catalogue.ts';
import { priceOn } from './priceOn.ts';

/**
 * What a model without a price counts as against a budget: in each bucket the dearest known price of a metered model, that above a cliff
 * included, and the dearest price of a request. No model costs all of it. Undefined where no metered model has a price: then nothing bounds
 * what an unpriced one may cost.
 */
export function dearestPrices(catalogue: Catalogue, today: string): PriceRow | undefined {
  const metered = new Set(catalogue.endpoints.filter(({ billing }) => billing === 'metered').map(({ id }) => id));
  const rows = catalogue.models.flatMap(({ endpoint, prices = [] }) => (metered.has(endpoint) ? (priceOn(prices, today) ?? []) : []));
  if (rows.length === 0) return undefined;
  const lists: readonly TokenPrices[] = rows.flatMap((row) => [row, ...(row.longContext ?? []).map(({ prices }) => prices)]);
  const dearest = usageBuckets.map((bucket) => [bucket, Math.max(...lists.map((list) => list[bucket] ?? list.uncachedInput))] as const);
  return {
    validFrom: today,
    source: { url: '', readOn: today },
    perRequest: Math.max(...rows.map(({ perRequest = 0 }) => perRequest)),
    ...(Object.fromEntries(dearest) as Record<(typeof usageBuckets)[number], number>),
  };
}
