import * as v from 'valibot';
import { fillsHolesBy, fimTemplateFor, type Model } from '../../core/catalogue/index.ts';
import { freeOfCharge } from '../../core/money/index.ts';
import { ProviderError } from '../../core/task/index.ts';
import { type Ask, get, post } from './ask.ts';
import type { LocalServer, LocalServerKind } from './localServer.ts';
import { gpuShareOf, type ModelHealth } from './modelHealth.ts';
import { takesSuffix } from './takesSuffix.ts';

/** What a server serves. */
export type Served = Omit<LocalServer, 'kind' | 'baseUrl'>;

/** What each kind of server serves. Each function rejects unless the server's answers are those of its kind. */
export const identify: Readonly<Record<LocalServerKind, (ask: Ask) => Promise<Served>>> = {
  'llama-server': llamaServerModels,
  ollama: ollamaModels,
  'lm-studio': lmStudioModels,
  vllm: vllmModels,
  'openai-compatible': openAiModels,
};

/**
 * A model on the user's machine. By its name it is known how it takes a hole, unless the server has a way of its own; one that was not trained to
 * is asked in a conversation.
 */
function localModel(id: string, known: Partial<Model> = {}): Model {
  const template = fimTemplateFor(id);
  const model: Model = {
    id,
    tier: 'local',
    canChat: true,
    price: freeOfCharge,
    ...(template && { fillInTheMiddle: { type: 'template', template } }),
    ...known,
  };
  const fillInTheMiddle = saysNothing.test(id) ? model.fillInTheMiddle : fillsHolesBy(model);
  return { ...model, ...(fillInTheMiddle && { fillInTheMiddle }) };
}

/** Names of models that write no text: most servers do not tell them apart. */
const saysNothing = /embed|rerank|whisper|\bbge\b/i;

/** After so many tries without a word a model is taken to fill no holes, until its server changes: each try is a request that others wait behind. */
const mostTries = 3;

/**
 * The first model without a way of its own to fill holes is tried with a suffix: one, because naming a model makes some servers load it. What was
 * found out before holds as long as the server serves that model.
 */
async function withSuffixes(ask: Ask, models: readonly Model[]): Promise<Pick<Served, 'models' | 'unprobed'>> {
  const isOpen = ({ fillInTheMiddle }: Model): boolean => fillInTheMiddle?.type === 'chat';
  const before = (model: Model): Model | undefined => ask.known.find(({ id }) => id === model.id);
  const probed = models.find((model) => isOpen(model) && !before(model));
  const takes = probed && (await takesSuffix(ask, probed.id));
  const tries = 1 + (ask.unprobed.find(({ model }) => model === probed?.id)?.tries ?? 0);
  const wayOf = (model: Model): Model['fillInTheMiddle'] =>
    model === probed && takes ? { type: 'suffix' } : isOpen(model) ? before(model)?.fillInTheMiddle : undefined;
  return {
    models: models.map((model) => {
      const fillInTheMiddle = wayOf(model);
      return fillInTheMiddle ? { ...model, fillInTheMiddle } : model;
    }),
    ...(probed && takes === undefined && tries < mostTries && { unprobed: [{ model: probed.id, tries }] }),
  };
}

const context = (contextTokens: number | undefined): Pick<Model, 'contextTokens'> => (contextTokens === undefined ? {} : { contextTokens });
const precision = (name: string | null | undefined): Pick<Model, 'precision'> => (name ? { precision: name } : {});

const llamaProperties = v.object({
  build_info: v.string(),
  default_generation_settings: v.optional(v.object({ n_ctx: v.optional(v.number()) })),
  total_slots: v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1), 1),
  /** Its model was put aside because nobody asked for long. */
  is_sleeping: v.fallback(v.optional(v.boolean(), false), false),
});

async function llamaServerModels(ask: Ask): Promise<Served> {
  const properties = await get(ask, '/props', llamaProperties);
  const list = await ask.modelList();
  const unknown = list.some(({ id }) => !ask.known.some((model) => model.id === id));
  const fills = unknown ? await takesInfill(ask) : ask.known.some(({ fillInTheMiddle }) => fillInTheMiddle?.type === 'infill');
  const models = list.map(
    ({ id, meta }): Model =>
      localModel(id, {
        // Where the model has no tokens for it, its name does not help: the server takes a hole on no other route.
        fillInTheMiddle: { type: fills ? 'infill' : 'chat' },
        ...context(properties.default_generation_settings?.n_ctx),
        ...precision(meta?.ftype),
      }),
  );
  const { total_slots: slots, is_sleeping: isSleeping } = properties;
  return { models, health: list.map(({ id }) => ({ model: id, isLoaded: !isSleeping })), ...(slots > 1 && { slots }) };
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

/** A model with a remote host runs in Ollama's cloud: the text would leave the machine. */
const ollamaTags = v.object({
  models: v.array(
    v.object({
      name: v.string(),
      remote_host: v.optional(v.string()),
      details: v.optional(v.object({ quantization_level: v.optional(v.string()) })),
    }),
  ),
});
const ollamaShow = v.object({ capabilities: v.optional(v.array(v.string()), []), remote_host: v.optional(v.string()) });
const bytes = v.fallback(v.optional(v.number()), undefined);
const ollamaLoaded = v.object({
  models: v.array(v.object({ name: v.string(), context_length: v.optional(v.number()), size: bytes, size_vram: bytes })),
});

/** So many installed models are asked for their abilities; further ones are left out, because each is a request. */
const mostOllamaModels = 16;

/**
 * What Ollama gives a model on most machines: docs/context-length.mdx says 4k below 24 GiB of graphics memory, more above. It says how much it
 * really was once the model is loaded. It matters, because Ollama cuts the front of a longer prompt off without a word.
 */
const usualOllamaContext = 4096;

/** Loaded models come first: any other has to be read from disk before it answers. */
async function ollamaModels(ask: Ask): Promise<Served> {
  const [tags, loaded] = await Promise.all([get(ask, '/api/tags', ollamaTags), get(ask, '/api/ps', ollamaLoaded)]);
  const contextOf = new Map(loaded.models.map(({ name, context_length }) => [name, context_length]));
  const ordered = tags.models
    .filter(({ remote_host }) => !remote_host)
    .toSorted((a, b) => Number(contextOf.has(b.name)) - Number(contextOf.has(a.name)))
    .slice(0, mostOllamaModels);
  const asked = await Promise.all(
    ordered.map(async ({ name, details }): Promise<Model | undefined> => {
      const contextTokens = contextOf.get(name) ?? usualOllamaContext;
      const known = ask.known.find(({ id }) => id === name);
      if (known) return { ...known, contextTokens };
      const { capabilities, remote_host } = await post(ask, '/api/show', { model: name }, ollamaShow);
      if (remote_host) return undefined;
      return localModel(name, {
        contextTokens,
        ...precision(details?.quantization_level),
        canChat: !capabilities.includes('embedding'),
        ...(capabilities.includes('tools') && { canUseTools: true }),
        ...(capabilities.includes('vision') && { canSeeImages: true }),
        // Ollama writes the special tokens itself, where the model's template has a place for a suffix.
        ...(capabilities.includes('insert') && { fillInTheMiddle: { type: 'suffix' } as const }),
      });
    }),
  );
  const models = asked.filter((model) => model !== undefined);
  const health = models.map(({ id }): ModelHealth => {
    const running = loaded.models.find(({ name }) => name === id);
    const gpuShare = running && gpuShareOf(running);
    return { model: id, isLoaded: running !== undefined, ...(gpuShare !== undefined && { gpuShare }) };
  });
  return { models, unloaded: models.map(({ id }) => id).filter((id) => !contextOf.has(id)), health };
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
      /** Later versions tell with how much it was loaded, which is often far less. */
      loaded_context_length: v.optional(v.number()),
    }),
  ),
});

/** Loaded models only: naming another one would make the server load it. Its first API is asked where the second is not there yet. */
async function lmStudioModels(ask: Ask): Promise<Served> {
  try {
    const { models } = await get(ask, '/api/v1/models', lmStudioModelList);
    const loaded = models.flatMap(({ type, key, quantization, loaded_instances: [instance] }) =>
      type === 'embedding' || !instance
        ? []
        : [localModel(key, { ...context(instance.config?.context_length), ...precision(quantization?.name) })],
    );
    return servedLoaded(ask, loaded);
  } catch (error) {
    // It answers what it does not know with 404, or with 200 and an error.
    if (!(error instanceof ProviderError) || (error.reason !== 'not-found' && error.reason !== 'bad-response')) throw error;
    const { data } = await get(ask, '/api/v0/models', lmStudioOldModelList);
    const loaded = data.filter(({ type, state }) => type !== 'embeddings' && state === 'loaded');
    const models = loaded.map(({ id, quantization, max_context_length, loaded_context_length }) =>
      localModel(id, { ...context(loaded_context_length ?? max_context_length), ...precision(quantization) }),
    );
    return servedLoaded(ask, models);
  }
}

async function servedLoaded(ask: Ask, models: readonly Model[]): Promise<Served> {
  return { ...(await withSuffixes(ask, models)), health: models.map(({ id }) => ({ model: id, isLoaded: true })) };
}

/** It always serves a model, which names it; an empty list could be anybody's. */
async function vllmModels(ask: Ask): Promise<Served> {
  const list = await ask.modelList();
  if (list.length === 0 || list.some(({ owned_by }) => owned_by !== 'vllm')) {
    throw new ProviderError('bad-response', `${ask.baseUrl} is not vLLM`);
  }
  const models = list.map(({ id, max_model_len }) => localModel(id, context(max_model_len ?? undefined)));
  return { ...(await withSuffixes(ask, models)), slots: vllmSlots };
}

/** An ASSUMPTION: it is made for many requests at a time, and takes as many as fit into its memory. One user has no more than these. */
const vllmSlots = 4;

async function openAiModels(ask: Ask): Promise<Served> {
  const list = await ask.modelList();
  return withSuffixes(
    ask,
    list.map(({ id }) => localModel(id)),
  );
}
