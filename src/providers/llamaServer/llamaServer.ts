import type { Provider, ProviderCall } from '../../core/provider.ts';
import { isFillInTheMiddle, ProviderError, type StreamPart } from '../../core/task/index.ts';
import { errorOfException, errorOfResponse } from '../http/fetchError.ts';
import { readEvents } from '../http/readEvents.ts';
import { infillBody, partsOfInfillEvent } from './infill.ts';

export interface LlamaServerPorts {
  readonly fetch: typeof globalThis.fetch;
  /** Conversations go to the server's OpenAI-compatible route. */
  readonly chat: Provider;
}

/** llama.cpp's own server: `/infill` for holes, its OpenAI-compatible route for conversations. */
export function createLlamaServer({ fetch, chat }: LlamaServerPorts): Provider {
  return {
    id: 'llama-server',
    stream: (call, signal) => (isFillInTheMiddle(call.kind) ? infill(fetch, call, signal) : chat.stream(call, signal)),
  };
}

async function* infill(fetch: typeof globalThis.fetch, call: ProviderCall, signal: AbortSignal): AsyncGenerator<StreamPart> {
  const url = new URL('/infill', call.candidate.endpoint.baseUrl);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(infillBody(call)),
      redirect: 'error',
      signal,
    });
    if (!response.ok || !response.body) {
      yield { type: 'error', error: await errorOfResponse(response) };
      return;
    }
    for await (const data of readEvents(response.body)) {
      const parts = partsOfInfillEvent(data);
      if (!parts) {
        yield {
          type: 'error',
          error: new ProviderError('bad-response', `${url.href} sent something that is no answer: ${data.slice(0, 100)}`),
        };
        return;
      }
      yield* parts;
      if (parts.at(-1)?.type === 'finish') return;
    }
    yield { type: 'error', error: new ProviderError('bad-response', `${url.href} ended before the answer did`) };
  } catch (cause) {
    yield signal.aborted ? { type: 'finish', reason: 'aborted' } : { type: 'error', error: errorOfException(cause, url.origin) };
  }
}
