import type { Catalogue, CatalogueModel } from './catalogue.ts';

/**
 * The row of a model by its exact id, or by its exact id without the date of a snapshot (`claude-haiku-4-5-20251001`, `gpt-5-2025-08-07`,
 * `claude-haiku-4-5@20251001`). Never by how an id begins: `claude-sonnet-5-5` is not `claude-sonnet-5`, and costs half of it to re-read.
 */
export function findModel(catalogue: Catalogue, endpointId: string, modelId: string): CatalogueModel | undefined {
  const atEndpoint = catalogue.models.filter(({ endpoint }) => endpoint === endpointId);
  const byId = (id: string): CatalogueModel | undefined => atEndpoint.find((model) => model.id === id);
  return byId(modelId) ?? byId(modelId.replace(snapshotDate, ''));
}

const snapshotDate = /(?:-20\d{6}|-20\d{2}-\d{2}-\d{2}|@20\d{6})$/;
