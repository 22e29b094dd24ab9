import * as v from 'valibot';
import type { Model } from '../../core/catalogue/index.ts';
import { readJson } from '../http/readJson.ts';
import type { Unprobed } from './localServer.ts';

/** What is needed to ask the server at an address. */
export interface Ask {
  readonly fetch: typeof globalThis.fetch;
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  /** What this address served at the last look: what was learned about a model then is not asked again. */
  readonly known: readonly Model[];
  /** What could not be found out then. */
  readonly unprobed: readonly Unprobed[];
  /** The list of models by which every kind of server is known to be one. It is fetched once. */
  readonly modelList: () => Promise<ModelList>;
}

/** OpenAI's list, and what some servers add to it. Ollama's is null when it has no model. */
const modelList = v.object({
  data: v.nullable(
    v.array(
      v.object({
        id: v.string(),
        owned_by: v.fallback(v.optional(v.string()), undefined),
        max_model_len: v.fallback(v.nullish(v.number()), undefined),
        meta: v.fallback(v.nullish(v.object({ ftype: v.optional(v.string()) })), undefined),
      }),
    ),
  ),
});

export type ModelList = NonNullable<v.InferOutput<typeof modelList>['data']>;

export function createAsk(ask: Omit<Ask, 'modelList'>): Ask {
  let list: Promise<ModelList> | undefined;
  const fetchList = async (): Promise<ModelList> => (await get(ask, '/v1/models', modelList)).data ?? [];
  return {
    ...ask,
    modelList: () => {
      list ??= fetchList();
      return list;
    },
  };
}

type Target = Pick<Ask, 'fetch' | 'baseUrl' | 'signal'>;

/** A server that sends elsewhere is not followed: its answer is one of status 3xx, which is no model server's. */
export function get<Schema extends v.GenericSchema>(
  { fetch, baseUrl, signal }: Target,
  path: string,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  return readJson(fetch, new URL(path, baseUrl), { signal, redirect: 'manual' }, schema);
}

export function post<Schema extends v.GenericSchema>(
  { fetch, baseUrl, signal }: Target,
  path: string,
  body: unknown,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const init: RequestInit = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
    redirect: 'manual',
  };
  return readJson(fetch, new URL(path, baseUrl), init, schema);
}
