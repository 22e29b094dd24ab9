import type { Catalogue } from '../catalogue.ts';
import { endpoints } from './endpoints.ts';
import { generated } from './generated.ts';
import { modelsFrom } from './modelsFrom.ts';
import { overlays } from './overlay/overlays.ts';

/** What Farthing knows of cloud models. Imported lazily and by itself, so that its tables are no part of what activation loads. */
export const builtInCatalogue: Catalogue = { endpoints, models: modelsFrom(overlays, generated) };
