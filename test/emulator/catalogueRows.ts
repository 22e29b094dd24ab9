import { type EmulatedModel, models, type PriceList, type Provider } from './models.ts';

/** A model as a price list would publish it: plain JSON for a test to hand to the program under test. No tokenizer factor is in it. */
export interface CatalogueRow {
  readonly id: string;
  readonly provider: Provider;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly fillsInTheMiddle: boolean;
  readonly minimumCacheableTokens?: number;
  /** USD per million tokens, as decimal strings; absent for a model that no list prices. */
  readonly prices?: PriceList;
}

/** All rows; the model on no price list comes without `prices`. */
export const catalogueRows = (): readonly CatalogueRow[] => models.map(rowOf);

const rowOf = (model: EmulatedModel): CatalogueRow => ({
  id: model.id,
  provider: model.provider,
  contextTokens: model.contextTokens,
  maxOutputTokens: model.maxOutputTokens,
  fillsInTheMiddle: model.fillsInTheMiddle,
  ...(model.cache && { minimumCacheableTokens: model.cache.minimumTokens }),
  ...(model.isListed && { prices: model.prices }),
});
