import * as v from 'valibot';
import type { Catalogue } from '../catalogue.ts';
import { openRouterPrices, openRouterPricing } from './openRouterPrices.ts';
import { tooMany } from './rowLimit.ts';
import { type ModelFacts, type RefusedRow, rowName, type SourceReading, type SourceRow } from './sourceRow.ts';

const endpoint = 'openrouter';
const answer = v.object({ data: v.array(v.unknown()) });
const count = v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(1)));
const words = v.optional(v.nullish(v.array(v.string())));
const listedModel = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  /** Seconds since the epoch: when it came into the list. */
  created: v.optional(v.nullable(v.number())),
  context_length: count,
  architecture: v.nullish(v.object({ input_modalities: words, output_modalities: words })),
  top_provider: v.nullish(v.object({ max_completion_tokens: count })),
  supported_parameters: words,
  pricing: openRouterPricing,
});

type Listed = v.InferOutput<typeof listedModel>;

/**
 * OpenRouter's `GET /models`. A model that the catalogue does not have is news where it came into the list after the catalogue was read
 * through, and answers with text; a fixed variant of a known one (`:free`, `:nitro` ...) is none.
 */
export function readOpenRouter(body: unknown, catalogue: Catalogue): SourceReading {
  const read = v.safeParse(answer, body);
  if (!read.success) return { outcome: 'unusable', reason: 'it has no list of models under `data`' };
  const refusal = tooMany(read.output.data.length);
  if (refusal) return refusal;
  const known = new Set(catalogue.models.filter((model) => model.endpoint === endpoint).map(({ id }) => id));
  const asOf = readThroughOn(catalogue);
  const results = read.output.data.flatMap((value) => rowOf(value, known, asOf));
  const rows = results.flatMap((result) => ('reason' in result ? [] : [result]));
  if (rows.length === 0) return { outcome: 'unusable', reason: 'it has no model with a price that the catalogue could use' };
  return { outcome: 'read', rows, refused: results.flatMap((result) => ('reason' in result ? [result] : [])) };
}

function rowOf(value: unknown, known: ReadonlySet<string>, asOf: number): readonly (SourceRow | RefusedRow)[] {
  const named = v.safeParse(v.object({ id: v.string(), created: v.nullish(v.number()) }), value);
  const id = named.success ? named.output.id : undefined;
  // Meta-models and old ones without a price are no loss, and many.
  const isNews = named.success && !known.has(named.output.id) && (named.output.created ?? Number.POSITIVE_INFINITY) > asOf;
  if (id !== undefined && !known.has(id) && !isNews) return [];
  const result = v.safeParse(listedModel, value);
  if (!result.success)
    return [{ name: id === undefined ? 'a model without an id' : rowName({ endpoint, id }), reason: reasonOf(result.issues[0]) }];
  if (isNews && (result.output.id.includes(':') || !answersWithText(result.output))) return [];
  const prices = openRouterPrices(result.output.pricing);
  return [{ endpoint, id: result.output.id, url: `https://openrouter.ai/${result.output.id}`, prices, facts: factsOf(result.output) }];
}

function reasonOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${path}: ${issue.message}`;
}

const answersWithText = ({ architecture }: Listed): boolean => {
  const modalities = architecture?.output_modalities;
  return !modalities || (modalities.includes('text') && modalities.length === 1);
};

function factsOf({
  context_length: contextTokens,
  top_provider: host,
  supported_parameters: parameters,
  architecture,
}: Listed): ModelFacts {
  const maxOutputTokens = host?.max_completion_tokens;
  return {
    canChat: true,
    canUseTools: parameters?.includes('tools') ?? false,
    canSeeImages: architecture?.input_modalities?.includes('image') ?? false,
    ...(typeof contextTokens === 'number' && { contextTokens }),
    ...(typeof maxOutputTokens === 'number' && { maxOutputTokens }),
  };
}

/** The last day on which a row of this endpoint was read, in seconds since the epoch. */
function readThroughOn({ models }: Catalogue): number {
  const days = models.flatMap((model) => (model.endpoint === endpoint && model.source ? [model.source.readOn] : []));
  const last = days.toSorted().at(-1);
  return last === undefined ? Number.NEGATIVE_INFINITY : Date.parse(last) / 1000;
}
