import type { CatalogueModel } from '../catalogue.ts';
import type { QualityPrior } from '../qualityPrior.ts';
import type { GeneratedModel } from './generatedModel.ts';
import type { Overlay } from './overlayRow.ts';

/**
 * The overlay's rows with the generated prices under their own, each list with the factors of its model where it has none of its own, and with
 * what benchmarks say, by `ENDPOINT MODEL`.
 */
export function modelsFrom(
  overlays: readonly Overlay[],
  generated: readonly GeneratedModel[],
  qualityOf: ReadonlyMap<string, readonly QualityPrior[]>,
): readonly CatalogueModel[] {
  const generatedOf = new Map(generated.map((model) => [keyOf(model.endpoint, model.id), model]));
  return overlays.flatMap(({ endpoint, rows }) =>
    rows.map(({ terms, prices: own = [], ...row }) => {
      const { contextTokens, prices: listed = [] } = generatedOf.get(keyOf(endpoint, row.id)) ?? {};
      const quality = qualityOf.get(`${endpoint} ${row.id}`);
      return {
        endpoint,
        ...(contextTokens !== undefined && { contextTokens }),
        ...row,
        ...(quality && { quality }),
        prices: [...listed, ...own].map((price) => ({ ...terms, ...price })),
      };
    }),
  );
}

const keyOf = (endpoint: string, id: string): string => JSON.stringify([endpoint, id]);
