import type { PriceRow } from '../money/index.ts';

/** `validFrom` of a price list that says nothing of when it began: before anybody's first entry. */
export const sinceEver = '2020-01-01';

/** The price list in force on a local day (`YYYY-MM-DD`): the one that began last, that day included. Undefined before the first. */
export function priceOn(prices: readonly PriceRow[], localDay: string): PriceRow | undefined {
  return prices.reduce<PriceRow | undefined>(
    (latest, row) => (row.validFrom <= localDay && (latest === undefined || row.validFrom >= latest.validFrom) ? row : latest),
    undefined,
  );
}
