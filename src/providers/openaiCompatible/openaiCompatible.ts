import type OpenAI from 'openai';
import type { Endpoint } from '../../core/catalogue/index.ts';
import type { Provider, ProviderCall } from '../../core/provider.ts';
import { ProviderError, type StreamPart } from '../../core/task/index.ts';
import { partsOfChatChunks } from '../http/chatCompletions/chatChunks.ts';
import { cutAtStop } from '../http/cutAtStop.ts';
import { openAiClient } from '../http/openAiClient.ts';
import { type ErrorOrigin, isErrorEvent } from '../http/openAiErrors.ts';
import { toldInOrder } from '../http/toldInOrder.ts';
import { asChatChunks } from './chunks.ts';
import { hasCreditsIn } from './credits.ts';
import { dialectOf } from './dialect.ts';
import { errorOf } from './errors.ts';
import { requestOf } from './requests.ts';

export interface OpenAiCompatiblePorts {
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Everybody who speaks OpenAI's Chat Completions and Completions, in the cloud or on this machine: they differ by data, the quirks of their
 * endpoints. Built on OpenAI's SDK and loaded on first use.
 */
export function createOpenAiCompatible({ fetch }: OpenAiCompatiblePorts): Provider {
  return {
    id: 'openai-compatible',
    stream: (call, signal) => {
      const origin = originOf(call.candidate.endpoint, call.apiKey);
      const errorOfThis = (thrown: unknown) => errorOf(thrown, origin);
      const answer = () => opened(fetch, call, signal);
      return toldInOrder(answer, { signal, provider: origin.address, errorOf: errorOfThis, isTold: isErrorEvent });
    },
    hasCredits: (endpoint, apiKey, signal) => hasCredits(fetch, endpoint, apiKey, signal),
    check: (endpoint, apiKey, signal) => check(fetch, endpoint, apiKey, signal),
  };
}

async function opened(fetch: typeof globalThis.fetch, call: ProviderCall, signal: AbortSignal): Promise<AsyncIterable<StreamPart>> {
  const { endpoint, model } = call.candidate;
  const dialect = dialectOf(endpoint, model.quirks);
  const { url, headers, body, unsentStops } = requestOf(call, dialect);
  const chunks = await clientOf(fetch, endpoint, call.apiKey, headers).post<AsyncIterable<unknown>>(url, { body, stream: true, signal });
  return cutAtStop(partsOfChatChunks(asChatChunks(chunks), dialect.chargeStyle), unsentStops);
}

/** OpenRouter tells it to management keys only, and refuses others (403): those are not told, which says nothing of the money. */
async function hasCredits(
  fetch: typeof globalThis.fetch,
  endpoint: Endpoint,
  apiKey: string | undefined,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const { creditsUrl } = dialectOf(endpoint);
  if (creditsUrl === undefined) return undefined;
  try {
    return hasCreditsIn(await clientOf(fetch, endpoint, apiKey).get(creditsUrl, { signal }));
  } catch (thrown) {
    const error = errorOf(thrown, originOf(endpoint, apiKey));
    if (error.reason === 'forbidden') return undefined;
    throw error;
  }
}

async function check(fetch: typeof globalThis.fetch, endpoint: Endpoint, apiKey: string | undefined, signal: AbortSignal): Promise<void> {
  const { modelsUrl } = dialectOf(endpoint);
  try {
    const list: unknown = await clientOf(fetch, endpoint, apiKey).get(modelsUrl, { signal });
    if (typeof list === 'object' && list !== null) return;
  } catch (thrown) {
    throw refusalOf(errorOf(thrown, originOf(endpoint, apiKey)));
  }
  throw new ProviderError('bad-response', `${endpoint.provider}: ${modelsUrl} did not answer with JSON`);
}

/** What a server that needs no key gets: some refuse a request without the header. */
const placeholderKey = 'local-servers-need-none';

function clientOf(
  fetch: typeof globalThis.fetch,
  endpoint: Endpoint,
  apiKey: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): OpenAI {
  if (endpoint.needsKey && !apiKey) throw new ProviderError('unauthorized', `${endpoint.provider}: no key is set`);
  return openAiClient({
    fetch,
    baseUrl: dialectOf(endpoint).baseUrl,
    headers: { ...headers, authorization: `Bearer ${apiKey || placeholderKey}` },
  });
}

const originOf = ({ provider, baseUrl }: Endpoint, apiKey: string | undefined): ErrorOrigin => ({ provider, address: baseUrl, apiKey });

/** Whoever may not even read the list has no good key. */
function refusalOf(error: ProviderError): ProviderError {
  if (error.reason !== 'forbidden') return error;
  return new ProviderError('unauthorized', error.message, {
    ...(error.status !== undefined && { status: error.status }),
    cause: error.cause,
  });
}
