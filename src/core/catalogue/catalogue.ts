import type { PriceRow } from '../money/index.ts';
import type { Endpoint, Model } from './candidate.ts';

/** A model as an endpoint offers it, with all its price lists, the oldest first. */
export interface CatalogueModel extends Omit<Model, 'price'> {
  readonly endpoint: Endpoint['id'];
  /** Missing or empty means unpriced. */
  readonly prices?: readonly PriceRow[];
}

/** What is known of endpoints and models: data, not code. */
export interface Catalogue {
  readonly endpoints: readonly Endpoint[];
  readonly models: readonly CatalogueModel[];
}
