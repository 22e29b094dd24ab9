import { findProvider, type ModelInfo } from '@pydantic/genai-prices';
import type { GeneratedModel } from '../../src/core/catalogue/data/generatedModel.ts';
import { exactIds } from '../../src/core/catalogue/refresh/exactIds.ts';
import { priceRowsOf } from '../../src/core/catalogue/refresh/genaiPriceRows.ts';
import { type Selection, selections } from './selection.ts';

export const packageVersion = '0.1.8';
/** When that version was published, so the last day on which its prices can have been read. */
const publishedOn = '2026-09-23';

/** The rows that the package's data give, in the order of the selection. */
export function generatedModels(): readonly GeneratedModel[] {
  return selections.flatMap((selection) => selection.ids.map((id) => generatedModel(selection, id)));
}

function generatedModel({ endpoint, providerId, cacheWrites, longContextAbove, pricedAs, makers }: Selection, id: string): GeneratedModel {
  const model = modelOf(providerId, pricedAs?.[id] ?? id);
  const maker = makers?.[id];
  const source = {
    url: `https://github.com/pydantic/genai-prices/blob/main/prices/providers/${fileOf(providerId)}.yml`,
    readOn: publishedOn,
  };
  const atMaker = maker && modelOf(maker.providerId, maker.id);
  return {
    endpoint,
    id,
    ...(model.context_window !== undefined && { contextTokens: model.context_window }),
    prices: priceRowsOf(model, { source, cacheWrites, longContextAbove, atMaker }),
  };
}

function modelOf(providerId: string, id: string): ModelInfo {
  const model = findProvider({ providerId })?.models.find((candidate) => exactIds(candidate).includes(id));
  if (!model) throw new Error(`@pydantic/genai-prices ${packageVersion} has no ${id} at ${providerId}`);
  return model;
}

const fileOf = (providerId: string): string => providerId.replaceAll('-', '_');
