import type { Catalogue } from '../catalogue.ts';
import { endpoints } from './endpoints.ts';
import { generated } from './generated.ts';
import { modelsFrom } from './modelsFrom.ts';
import { overlays } from './overlay/overlays.ts';
import { qualityOf } from './overlay/quality.ts';

/**
 * What Farthing knows of cloud models. Imported lazily and by itself, so that its tables are no part of what activation loads.
 *
 * - `endpoints.ts`: the services, by hand.
 * - `generated.ts`: dated price lists and contexts, written by `npm run catalogue` from a public collection, for the exact ids that
 *   `scripts/catalogue/selection.ts` names.
 * - `overlay/quality.ts`: what public benchmarks say of them.
 * - `overlay/`: by hand, one file for each endpoint, one row for each model: its tier, limits and abilities, the factors of its prices, and
 *   the price lists that the collection does not have. A model without a row here does not exist; one whose price is nowhere to be found gets
 *   none, and counts as unpriced when a user names it.
 *
 * Every row and every price list says where it was read, and when. Prices are nano-dollars per million tokens.
 */
export const builtInCatalogue: Catalogue = { endpoints, models: modelsFrom(overlays, generated, qualityOf) };
