import type { CatalogueModel, Endpoint } from '../../core/catalogue/index.ts';

/** The endpoints of which a key is enough to complete code: one of their models fills in the middle, and is chosen unasked. */
export function completingEndpoints(models: readonly CatalogueModel[]): ReadonlySet<Endpoint['id']> {
  return new Set(models.filter((model) => model.fillInTheMiddle !== undefined && !model.onRequest).map(({ endpoint }) => endpoint));
}
