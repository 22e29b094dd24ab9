import type { Endpoint } from '../../core/catalogue/index.ts';
import type { Provider, ProviderCall } from '../../core/provider.ts';
import { isFillInTheMiddle, ProviderError, type StreamPart } from '../../core/task/index.ts';
import { partsOfChatChunks } from '../http/chatCompletions/chatChunks.ts';
import type { ErrorOrigin } from '../http/openAiErrors.ts';
import { toldInOrder } from '../http/toldInOrder.ts';
import { asChatChunks } from './chunks.ts';
import { createClient } from './client.ts';
import { dialectOf } from './dialect.ts';
import { errorOf } from './errors.ts';
import { chatRequest, holeRequest } from './requests.ts';

export interface OpenAiCompatiblePorts {
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Everybody who speaks OpenAI's Chat Completions and Completions, in the cloud or on this machine: they differ by data, the quirks of their
 * endpoints. Built on OpenAI's SDK and loaded on first use.
 */
export function createOpenAiCompatible({ fetch }: OpenAiCompatiblePorts): Provider {
  return { id: 'openai-compatible', stream, check };

  function stream(call: ProviderCall, signal: AbortSignal): AsyncIterable<StreamPart> {
    const origin = originOf(call.candidate.endpoint, call.apiKey);
    return toldInOrder(partsOfChatChunks(asChatChunks(chunksOf(call, signal))), {
      signal,
      provider: origin.address,
      errorOf: (thrown) => errorOf(thrown, origin),
    });
  }

  async function* chunksOf(call: ProviderCall, signal: AbortSignal): AsyncGenerator<unknown> {
    const { endpoint, model } = call.candidate;
    const dialect = dialectOf(endpoint, model.quirks);
    const client = createClient({ fetch, baseUrl: dialect.baseUrl, apiKey: call.apiKey });
    yield* isFillInTheMiddle(call.kind)
      ? await client.post<AsyncIterable<unknown>>(dialect.completionsUrl, { body: holeRequest(call, dialect), stream: true, signal })
      : await client.chat.completions.create(chatRequest(call, dialect), { signal });
  }

  async function check(endpoint: Endpoint, apiKey: string | undefined, signal: AbortSignal): Promise<void> {
    const origin = originOf(endpoint, apiKey);
    const { baseUrl, modelsUrl } = dialectOf(endpoint);
    try {
      const answer: unknown = await createClient({ fetch, baseUrl, apiKey }).get(modelsUrl, { signal });
      if (typeof answer === 'object' && answer !== null) return;
    } catch (thrown) {
      throw refusalOf(errorOf(thrown, origin));
    }
    throw new ProviderError('bad-response', `${origin.provider}: ${modelsUrl} did not answer with JSON`);
  }
}

const originOf = ({ provider, baseUrl }: Endpoint, apiKey: string | undefined): ErrorOrigin => ({ provider, address: baseUrl, apiKey });

/** A list that is forbidden is one for which the key is not good. */
function refusalOf(error: ProviderError): ProviderError {
  if (error.reason !== 'forbidden') return error;
  return new ProviderError('unauthorized', error.message, {
    ...(error.status !== undefined && { status: error.status }),
    cause: error.cause,
  });
}
