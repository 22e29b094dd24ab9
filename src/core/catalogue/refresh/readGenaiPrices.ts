import * as v from 'valibot';
import type { Catalogue } from '../catalogue.ts';
import { findModel } from '../findModel.ts';
import { priceOn } from '../priceOn.ts';
import { exactIds, type GenaiMatch } from './exactIds.ts';
import { firstLater } from './firstLater.ts';
import { type GenaiModel, priceRowsOf } from './genaiPriceRows.ts';
import { type GenaiProvider, genaiProviders } from './genaiProviders.ts';
import { passedOver } from './passedOver.ts';
import { mostParts, tooMany } from './rowLimit.ts';
import { type RefusedRow, rowName, type SourceReading, type SourceRow } from './sourceRow.ts';

const amount = v.pipe(v.number('a price is no number'), v.minValue(0, 'a price is negative'));
const tiers = v.pipe(
  v.array(v.object({ start: v.number(), price: amount })),
  v.maxLength(mostParts, `a price has more than ${mostParts} tiers`),
);
const prices = v.pipe(
  v.record(v.string(), v.union([amount, v.object({ base: amount, tiers })], 'a price is no number')),
  v.maxEntries(mostParts, `it has more than ${mostParts} prices`),
);
const constraint = v.union([
  v.object({ start_date: v.pipe(v.string(), v.isoDate()) }),
  v.object({ start_time: v.string(), end_time: v.string() }),
]);
const model = v.object({
  id: v.string(),
  match: v.looseObject({}),
  deprecated: v.optional(v.boolean(), false),
  context_window: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  prices: v.union(
    [
      v.pipe(
        v.array(v.object({ constraint: v.optional(constraint), prices })),
        v.maxLength(mostParts, `it has more than ${mostParts} price lists`),
      ),
      prices,
    ],
    'a price is no number',
  ),
});
/** Models are checked one by one: one that is wrong must not take the others with it. */
const collection = v.array(v.object({ id: v.string(), models: v.array(v.unknown()) }));

type Listed = v.InferOutput<typeof model>;

/**
 * The published JSON of pydantic's genai-prices: rows by exact id only, at today's prices. Models that the catalogue does not have are news
 * where they were not in the collection when the catalogue was made; what it has of OpenRouter is no news, for OpenRouter has a list itself.
 */
export function readGenaiPrices(body: unknown, catalogue: Catalogue, today: string): SourceReading {
  const read = v.safeParse(collection, body);
  if (!read.success) return { outcome: 'unusable', reason: 'it is no list of providers with models' };
  const refusal = tooMany(read.output.reduce((count, { models }) => count + models.length, 0));
  if (refusal) return refusal;
  const listed = new Map(read.output.map(({ id, models }) => [id, byId(models.map(checked))]));
  const parts = genaiProviders.map((provider) => readProvider(provider, listed, catalogue, today));
  const rows = parts.flatMap((part) => part.rows);
  if (rows.length === 0) return { outcome: 'unusable', reason: 'it has no model that the catalogue knows' };
  const nextPriceOn = firstLater(
    [...listed.values()].flatMap(({ models }) => models.flatMap(daysIn)),
    today,
  );
  return { outcome: 'read', rows, refused: parts.flatMap(({ refused }) => refused), nextPriceOn };
}

type Checked = { readonly ids: readonly string[]; readonly model: Listed } | { readonly ids: readonly string[]; readonly reason: string };

function checked(value: unknown): Checked {
  const result = v.safeParse(model, value);
  if (result.success) return { ids: exactIds({ id: result.output.id, match: result.output.match as GenaiMatch }), model: result.output };
  const named = v.safeParse(v.object({ id: v.string() }), value);
  return { ids: named.success ? [named.output.id] : [], reason: result.issues[0].message };
}

interface Models {
  readonly models: readonly Checked[];
  /** Of two with one id the first. */
  readonly byId: ReadonlyMap<string, Checked>;
}

function byId(models: readonly Checked[]): Models {
  const entries = models.flatMap((one) => one.ids.map((id) => [id, one] as const));
  return { models, byId: new Map(entries.reverse()) };
}

function daysIn(one: Checked): readonly string[] {
  if (!('model' in one) || !Array.isArray(one.model.prices)) return [];
  return one.model.prices.flatMap(({ constraint: from }) => (from && 'start_date' in from ? [from.start_date] : []));
}

interface Part {
  readonly rows: readonly SourceRow[];
  readonly refused: readonly RefusedRow[];
}

function readProvider(provider: GenaiProvider, listed: ReadonlyMap<string, Models>, catalogue: Catalogue, today: string): Part {
  const { endpoint, providerId, pricedAs = {} } = provider;
  const models = listed.get(providerId);
  const own = { ...catalogue, models: catalogue.models.filter((one) => one.endpoint === endpoint) };
  const known = new Set(own.models.map(({ id }) => id));
  const results: (SourceRow | RefusedRow)[] = [...known].flatMap((id) => {
    const found = models?.byId.get(pricedAs[id] ?? id);
    return found ? [rowOf(provider, id, found, listed, today)] : [];
  });
  const old = new Set(passedOver[providerId]);
  const isNews = (one: Checked): boolean =>
    !one.ids.some((id) => old.has(id) || known.has(id) || findModel(own, endpoint, id)) &&
    !('model' in one && (one.model.deprecated || makesOtherThanText(one.model)));
  const news = endpoint === 'openrouter' ? [] : (models?.models ?? []).filter(isNews);
  for (const one of news) if (one.ids[0] !== undefined) results.push(rowOf(provider, one.ids[0], one, listed, today));
  return {
    rows: results.flatMap((result) => ('reason' in result ? [] : [result])),
    refused: results.flatMap((result) => ('reason' in result ? [result] : [])),
  };
}

function rowOf(
  provider: GenaiProvider,
  id: string,
  found: Checked,
  listed: ReadonlyMap<string, Models>,
  today: string,
): SourceRow | RefusedRow {
  const { endpoint, providerId, cacheWrites, longContextAbove } = provider;
  const name = rowName({ endpoint, id });
  if ('reason' in found) return { name, reason: found.reason };
  const maker = provider.makers?.[id];
  const atMaker = maker && listed.get(maker.providerId)?.byId.get(maker.id);
  const url = `https://github.com/pydantic/genai-prices/blob/main/prices/providers/${providerId.replaceAll('-', '_')}.yml`;
  try {
    const options = { source: { url, readOn: today }, cacheWrites, longContextAbove };
    const lists = priceRowsOf(found.model as GenaiModel, {
      ...options,
      ...(atMaker && 'model' in atMaker && { atMaker: atMaker.model as GenaiModel }),
    });
    const inForce = priceOn(lists, today);
    if (!inForce) return { name, reason: 'it has no price yet' };
    const { validFrom: _validFrom, source: _source, ...listedPrices } = inForce;
    const { context_window: contextTokens } = found.model;
    return { endpoint, id, url, prices: listedPrices, facts: { canChat: true, ...(contextTokens !== undefined && { contextTokens }) } };
  } catch (error) {
    return { name, reason: error instanceof Error ? error.message : String(error) };
  }
}

function makesOtherThanText({ prices: lists }: Listed): boolean {
  const all = Array.isArray(lists) ? lists.map((one) => one.prices) : [lists];
  return all.some((one) => Object.keys(one).some((name) => /^(?:output_(?:audio|image|video)|input_(?:audio|video)|audio)/.test(name)));
}
