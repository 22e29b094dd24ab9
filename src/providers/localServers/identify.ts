import * as v from 'valibot';
import { fimTemplateFor, type Model } from '../../core/catalogue/index.ts';
import { freeOfCharge } from '../../core/money/index.ts';
import { ProviderError } from '../../core/task/index.ts';
import { readJson } from '../http/readJson.ts';
import type { LocalServerKind } from './localServer.ts';

/** Asks the server at an address; rejects when it is not of that kind. */
export interface Ask {
  readonly fetch: typeof globalThis.fetch;
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  /** What this address served at the last look: what was learned about a model then is not asked again. */
  readonly known: readonly Model[];
}

/** What each kind of server serves. Each function rejects unless the server's answers are those of its kind. */
export const identify: Readonly<Record<LocalServerKind, (ask: Ask) => Promise<readonly Model[]>>> = {
  'llama-server': llamaServerModels,
  ollama: ollamaModels,
  'lm-studio': lmStudioModels,
  vllm: vllmModels,
  'openai-compatible': openAiModels,
};

function get<Schema extends v.GenericSchema>(
  { fetch, baseUrl, signal }: Ask,
  path: string,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  return readJson(fetch, new URL(path, baseUrl), { signal, redirect: 'error' }, schema);
}

function post<Schema extends v.GenericSchema>(
  { fetch, baseUrl, signal }: Ask,
  path: string,
  body: unknown,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const init: RequestInit = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
    redirect: 'error',
  };
  return readJson(fetch, new URL(path, baseUrl), init, schema);
}

/** A model on the user's machine. By its name it is known how it takes a hole, unless the server has a way of its own. */
function localModel(id: string, known: Partial<Model> = {}): Model {
  const template = fimTemplateFor(id);
  return {
    id,
    tier: 'local',
    canChat: true,
    price: freeOfCharge,
    ...(template && { fillInTheMiddle: { type: 'template', template } }),
    ...known,
  };
}

const context = (contextTokens: number | undefined): Pick<Model, 'contextTokens'> => (contextTokens === undefined ? {} : { contextTokens });
const precision = (name: string | null | undefined): Pick<Model, 'precision'> => (name ? { precision: name } : {});

const llamaProperties = v.object({
  build_info: v.string(),
  default_generation_settings: v.optional(v.object({ n_ctx: v.optional(v.number()) })),
});
const llamaModelList = v.object({
  data: v.array(v.object({ id: v.string(), meta: v.nullish(v.object({ ftype: v.optional(v.string()) })) })),
});

async function llamaServerModels(ask: Ask): Promise<readonly Model[]> {
  const properties = await get(ask, '/props', llamaProperties);
  const { data } = await get(ask, '/v1/models', llamaModelList);
  const unknown = data.some(({ id }) => !ask.known.some((model) => model.id === id));
  const fills = unknown ? await takesInfill(ask) : ask.known.some(({ fillInTheMiddle }) => fillInTheMiddle);
  return data.map(({ id, meta }) => ({
    id,
    tier: 'local',
    canChat: true,
    price: freeOfCharge,
    ...(fills && { fillInTheMiddle: { type: 'infill' } }),
    ...context(properties.default_generation_settings?.n_ctx),
    ...precision(meta?.ftype),
  }));
}

/** The server does not tell whether its model was trained to fill holes: an empty one is asked for, which costs a few tokens at most. */
async function takesInfill(ask: Ask): Promise<boolean> {
  try {
    await post(ask, '/infill', { input_prefix: '', input_suffix: '', n_predict: 0 }, v.unknown());
    return true;
  } catch (error) {
    if (error instanceof ProviderError && error.reason === 'unsupported') return false;
    throw error;
  }
}

const ollamaTags = v.object({
  models: v.array(v.object({ name: v.string(), details: v.optional(v.object({ quantization_level: v.optional(v.string()) })) })),
});
const ollamaShow = v.object({ capabilities: v.optional(v.array(v.string()), []) });
const ollamaLoaded = v.object({ models: v.array(v.object({ name: v.string() })) });

/** So many installed models are asked for their abilities; further ones are left out, because each is a request. */
const mostOllamaModels = 16;

/** Loaded models come first: any other has to be read from disk before it answers. */
async function ollamaModels(ask: Ask): Promise<readonly Model[]> {
  await get(ask, '/api/version', v.object({ version: v.string() }));
  const [{ models }, loaded] = await Promise.all([get(ask, '/api/tags', ollamaTags), get(ask, '/api/ps', ollamaLoaded)]);
  const isLoaded = new Set(loaded.models.map(({ name }) => name));
  const ordered = models.toSorted((a, b) => Number(isLoaded.has(b.name)) - Number(isLoaded.has(a.name))).slice(0, mostOllamaModels);
  return Promise.all(
    ordered.map(async ({ name, details }) => {
      const known = ask.known.find(({ id }) => id === name);
      if (known) return known;
      const { capabilities } = await post(ask, '/api/show', { model: name }, ollamaShow);
      const { fillInTheMiddle: _byName, ...model } = localModel(name, precision(details?.quantization_level));
      // Ollama writes the special tokens itself, where the model's template has a place for a suffix.
      return {
        ...model,
        canChat: !capabilities.includes('embedding'),
        ...(capabilities.includes('insert') && { fillInTheMiddle: { type: 'suffix' } as const }),
      };
    }),
  );
}

const lmStudioModelList = v.object({
  models: v.array(
    v.object({
      type: v.string(),
      key: v.string(),
      quantization: v.nullish(v.object({ name: v.optional(v.string()) })),
      loaded_instances: v.optional(v.array(v.object({ config: v.optional(v.object({ context_length: v.optional(v.number()) })) })), []),
    }),
  ),
});
const lmStudioOldModelList = v.object({
  data: v.array(
    v.object({
      id: v.string(),
      type: v.string(),
      state: v.string(),
      quantization: v.optional(v.string()),
      max_context_length: v.optional(v.number()),
    }),
  ),
});

/** Loaded models only: naming another one would make the server load it. Its first API is asked where the second is not there yet. */
async function lmStudioModels(ask: Ask): Promise<readonly Model[]> {
  try {
    const { models } = await get(ask, '/api/v1/models', lmStudioModelList);
    return models.flatMap(({ type, key, quantization, loaded_instances: [instance] }) =>
      type === 'embedding' || !instance
        ? []
        : [localModel(key, { ...context(instance.config?.context_length), ...precision(quantization?.name) })],
    );
  } catch (error) {
    // It answers what it does not know with 404, or with 200 and an error.
    if (!(error instanceof ProviderError) || (error.reason !== 'not-found' && error.reason !== 'bad-response')) throw error;
    const { data } = await get(ask, '/api/v0/models', lmStudioOldModelList);
    return data
      .filter(({ type, state }) => type !== 'embeddings' && state === 'loaded')
      .map(({ id, quantization, max_context_length }) => localModel(id, { ...context(max_context_length), ...precision(quantization) }));
  }
}

/** It always serves a model, which names it; an empty list could be anybody's. */
const vllmModelList = v.object({
  data: v.pipe(v.array(v.object({ id: v.string(), owned_by: v.literal('vllm'), max_model_len: v.nullish(v.number()) })), v.minLength(1)),
});

async function vllmModels(ask: Ask): Promise<readonly Model[]> {
  const { data } = await get(ask, '/v1/models', vllmModelList);
  return data.map(({ id, max_model_len }) => localModel(id, context(max_model_len ?? undefined)));
}

async function openAiModels(ask: Ask): Promise<readonly Model[]> {
  const { data } = await get(ask, '/v1/models', v.object({ data: v.array(v.object({ id: v.string() })) }));
  return data.map(({ id }) => localModel(id));
}
