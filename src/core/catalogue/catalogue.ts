import type { PriceRow } from '../money/index.ts';
import type { Endpoint, Model } from './candidate.ts';

/** A model as an endpoint offers it, with all its price lists, the oldest first. */
export interface CatalogueModel extends Omit<Model, 'price'> {
  readonly endpoint: Endpoint['id'];
  /** Missing or empty means unpriced. */
  readonly prices?: readonly PriceRow[];
  /** Where its limits and abilities were read, and when (`YYYY-MM-DD`). Each price list has a source of its own. */
  readonly source?: PriceRow['source'];
  /** Known and priced, but no candidate until a row of the user names it: too old, too weak, too dear or too restricted to be chosen unasked. */
  readonly onRequest?: boolean;
}

/** What is known of endpoints and models: data, not code. */
export interface Catalogue {
  readonly endpoints: readonly Endpoint[];
  readonly models: readonly CatalogueModel[];
}
