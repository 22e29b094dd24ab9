import { findProvider, type MatchLogic, type ModelInfo } from '@pydantic/genai-prices';
import type { GeneratedModel } from '../../src/core/catalogue/data/generatedModel.ts';
import { priceRowsOf } from './priceRows.ts';
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
  const model = findProvider({ providerId })?.models.find((candidate) => idsOf(candidate).includes(id));
  if (!model) throw new Error(`@pydantic/genai-prices ${packageVersion} has no ${id} at ${providerId}`);
  return model;
}

/** A model's exact ids. Its other clauses (`starts_with`, `regex` ...) would match models that nobody has seen yet, at an older one's price. */
function idsOf(model: ModelInfo): readonly string[] {
  return [model.id, ...exactIds(model.match)];
}

function exactIds(match: MatchLogic): readonly string[] {
  if ('equals' in match) return [match.equals];
  return 'or' in match ? match.or.flatMap(exactIds) : [];
}

const fileOf = (providerId: string): string => providerId.replaceAll('-', '_');
