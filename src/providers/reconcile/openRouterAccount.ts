import * as v from 'valibot';
import type { Endpoint } from '../../core/catalogue/index.ts';
import type { KeyUse, SettledGeneration } from '../../core/reconcile/index.ts';
import { ProviderError } from '../../core/task/index.ts';
import { errorOfException, errorOfResponse } from '../http/fetchError.ts';
import { fewWords } from '../http/providerWords.ts';
import { readAmount } from './exports/readNumbers.ts';

export interface OpenRouterPorts {
  readonly fetch: typeof globalThis.fetch;
  readonly endpoint: Pick<Endpoint, 'baseUrl'>;
  readonly apiKey: string;
}

const dollars = v.number();
const nullableDollars = v.optional(v.nullable(dollars));

/** https://openrouter.ai/docs/api/api-reference/api-keys/get-current-key */
const keyAnswer = v.object({
  data: v.object({
    usage: dollars,
    usage_daily: v.optional(dollars),
    usage_weekly: v.optional(dollars),
    usage_monthly: v.optional(dollars),
    byok_usage: v.optional(dollars),
    byok_usage_daily: v.optional(dollars),
    byok_usage_weekly: v.optional(dollars),
    byok_usage_monthly: v.optional(dollars),
    limit_remaining: nullableDollars,
  }),
});

/** https://openrouter.ai/docs/api/api-reference/credits/get-credits */
const creditsAnswer = v.object({ data: v.object({ total_credits: dollars, total_usage: dollars }) });

/** https://openrouter.ai/docs/api/api-reference/generations/get-generation */
const generationAnswer = v.object({
  data: v.object({
    id: v.string(),
    total_cost: dollars,
    is_byok: v.optional(v.nullable(v.boolean())),
    upstream_inference_cost: nullableDollars,
    native_tokens_prompt: v.optional(v.nullable(v.number())),
    native_tokens_completion: v.optional(v.nullable(v.number())),
    native_tokens_cached: v.optional(v.nullable(v.number())),
    provider_name: v.optional(v.nullable(v.string())),
  }),
});

/** What the key has used, by OpenRouter's books. Rejects with a `ProviderError`. */
export async function readKeyUse(ports: OpenRouterPorts, signal: AbortSignal): Promise<KeyUse> {
  const { data } = await ask(ports, 'key', keyAnswer, signal);
  // Ours is both: what OpenRouter takes, and the upstream's bill on one's own key.
  const used = (own: number | undefined, upstream: number | undefined): number | undefined =>
    own === undefined ? undefined : nanoUsd(own) + nanoUsd(upstream ?? 0);
  const day = used(data.usage_daily, data.byok_usage_daily);
  const week = used(data.usage_weekly, data.byok_usage_weekly);
  const month = used(data.usage_monthly, data.byok_usage_monthly);
  return {
    ...(day !== undefined && { dayNanoUsd: day }),
    ...(week !== undefined && { weekNanoUsd: week }),
    ...(month !== undefined && { monthNanoUsd: month }),
    ...(typeof data.limit_remaining === 'number' && { limitLeftNanoUsd: nanoUsd(data.limit_remaining) }),
  };
}

/** What is left of the account's credits; undefined where the key may not know: OpenRouter tells it to management keys only (403). */
export async function readCreditsLeft(ports: OpenRouterPorts, signal: AbortSignal): Promise<number | undefined> {
  try {
    const { data } = await ask(ports, 'credits', creditsAnswer, signal);
    return nanoUsd(data.total_credits) - nanoUsd(data.total_usage);
  } catch (error) {
    if (error instanceof ProviderError && error.reason === 'forbidden') return undefined;
    throw error;
  }
}

/** One request as OpenRouter settled it; undefined where it knows none of that id, or not yet: it takes some seconds, and forgets after a month. */
export async function readGeneration(ports: OpenRouterPorts, id: string, signal: AbortSignal): Promise<SettledGeneration | undefined> {
  try {
    const { data } = await ask(ports, `generation?id=${encodeURIComponent(id)}`, generationAnswer, signal);
    const upstream = data.is_byok === true ? (data.upstream_inference_cost ?? 0) : 0;
    const input = data.native_tokens_prompt ?? undefined;
    const output = data.native_tokens_completion ?? undefined;
    const cacheRead = data.native_tokens_cached ?? undefined;
    return {
      id: data.id,
      costNanoUsd: nanoUsd(data.total_cost) + nanoUsd(upstream),
      ...(input !== undefined && { input }),
      ...(output !== undefined && { output }),
      ...(cacheRead !== undefined && { cacheRead }),
    };
  } catch (error) {
    if (error instanceof ProviderError && error.status === 404) return undefined;
    throw error;
  }
}

const nanoUsd = (usd: number): number => readAmount(usd, 9) ?? 0;

/** The largest of these answers has two kilobytes. Nothing is redirected: the key must not follow. */
async function ask<Schema extends v.GenericSchema>(
  { fetch, endpoint, apiKey }: OpenRouterPorts,
  path: string,
  schema: Schema,
  signal: AbortSignal,
): Promise<v.InferOutput<Schema>> {
  const url = new URL(`${endpoint.baseUrl.replace(/\/+$/, '')}/${path}`);
  const headers = { accept: 'application/json', authorization: `Bearer ${apiKey}` };
  const response = await fetch(url, { headers, redirect: 'error', credentials: 'omit', signal }).catch((cause: unknown) => {
    throw errorOfException(cause, url.host);
  });
  if (!response.ok) throw await errorOfResponse(response, apiKey);
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw new ProviderError('bad-response', `${url.host} did not answer with JSON`, { cause });
  });
  const checked = v.safeParse(schema, body);
  if (!checked.success) throw new ProviderError('bad-response', `${url.host}: ${fewWords(checked.issues[0].message, apiKey)}`);
  return checked.output;
}
