import { type Catalogue, type CatalogueModel, findModel, priceOn } from '../catalogue/index.ts';
import type { LedgerEntry } from '../ledger/index.ts';
import type { PriceRow } from '../money/index.ts';

/** The prices that an entry was billed at; undefined where they are not known any more. */
export type PriceOf = (entry: LedgerEntry) => PriceRow | undefined;

/** The prices that a catalogue had on the day of an entry. */
export function pricesOf(catalogue: Catalogue): PriceOf {
  const found = new Map<string, CatalogueModel | undefined>();
  return ({ endpoint, model, localDay }) => {
    const name = `${model}@${endpoint}`;
    if (!found.has(name)) found.set(name, findModel(catalogue, endpoint, model));
    return priceOn(found.get(name)?.prices ?? [], localDay);
  };
}
