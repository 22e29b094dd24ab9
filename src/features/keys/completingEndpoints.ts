import { type CatalogueModel, type Endpoint, fillsHolesBy } from '../../core/catalogue/index.ts';

/** The endpoints of which a key is enough to complete code: one of their models fills holes, if only in conversations, and is chosen unasked. */
export function completingEndpoints(models: readonly CatalogueModel[]): ReadonlySet<Endpoint['id']> {
  return new Set(models.filter((model) => fillsHolesBy(model) !== undefined && !model.onRequest).map(({ endpoint }) => endpoint));
}
