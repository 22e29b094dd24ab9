import * as v from 'valibot';
import type { Provider, ProviderCall } from '../../core/provider.ts';
import { ProviderError, type StreamPart } from '../../core/task/index.ts';
import { errorOfException, errorOfResponse } from '../http/fetchError.ts';
import { harmlessError } from '../http/harmlessError.ts';
import { lettingEnd } from '../http/lettingEnd.ts';
import { onceMore } from '../http/onceMore.ts';
import { fewWords } from '../http/providerWords.ts';
import { readJson } from '../http/readJson.ts';
import { toldInOrder } from '../http/toldInOrder.ts';
import { isToldFailure, partsOfLine } from './line.ts';
import { readLines } from './readLines.ts';
import { type OllamaRequest, requestOf, warmUpOf } from './request.ts';

export interface OllamaPorts {
  readonly fetch: typeof globalThis.fetch;
  /** A name for a tool call; no two are the same. */
  readonly newId: () => string;
}

/** Ollama's own API: it tells times, takes a context length, and fills holes in the tokens that each model was trained on. */
export function createOllama({ fetch: once, newId }: OllamaPorts): Provider {
  const fetch = onceMore(once);
  return { id: 'ollama', stream, warm, check };

  function stream(call: ProviderCall, signal: AbortSignal): AsyncGenerator<StreamPart> {
    const { baseUrl } = call.candidate.endpoint;
    return toldInOrder(() => opened(call, signal), {
      signal,
      provider: `ollama: ${baseUrl}`,
      errorOf: (thrown) => errorOf(thrown, baseUrl, call.apiKey),
      isTold: isToldFailure,
    });
  }

  async function opened(call: ProviderCall, signal: AbortSignal): Promise<AsyncIterable<StreamPart>> {
    const { baseUrl } = call.candidate.endpoint;
    const response = await posted(call, requestOf(call), signal);
    if (!response.body) throw new ProviderError('bad-response', `${baseUrl} answered without a body`, { answerBegan: true });
    return partsOfBody(response.body);
  }

  async function posted(call: ProviderCall, { path, body }: OllamaRequest, signal: AbortSignal): Promise<Response> {
    const response = await fetch(new URL(path, call.candidate.endpoint.baseUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization(call.apiKey) },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    });
    if (!response.ok) throw await errorOfResponse(response, call.apiKey);
    return response;
  }

  async function warm(call: ProviderCall, signal: AbortSignal): Promise<void> {
    try {
      await (await posted(call, warmUpOf(call), signal)).text();
    } catch (thrown) {
      throw errorOf(thrown, call.candidate.endpoint.baseUrl, call.apiKey);
    }
  }

  async function* partsOfBody(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamPart> {
    let hasCalled = false;
    let isAllSaid = false;
    let thought = '';
    for await (const text of readLines(lettingEnd(body, () => isAllSaid))) {
      for (const part of partsOfLine(text, newId)) {
        if (part.type === 'tool-call-end') hasCalled = true;
        if (part.type === 'reasoning-delta') thought += part.text;
        else if (thought !== '') {
          yield { type: 'reasoning-end', texts: [thought], opaque: 'thinking' };
          thought = '';
        }
        // Ollama says `stop` after a call, too.
        yield part.type === 'finish' && part.reason === 'stop' && hasCalled ? { ...part, reason: 'tool-calls' } : part;
        isAllSaid = part.type === 'finish';
        if (isAllSaid) return;
      }
    }
  }

  async function check({ baseUrl }: { readonly baseUrl: string }, apiKey: string | undefined, signal: AbortSignal): Promise<void> {
    const init: RequestInit = { headers: authorization(apiKey), redirect: 'error', signal };
    try {
      await readJson(fetch, new URL('/api/version', baseUrl), init, v.object({ version: v.string() }));
    } catch (cause) {
      throw errorOf(cause, baseUrl, apiKey);
    }
  }
}

/** The failure with its provider's name and without the key, wherever a server has echoed it. */
function errorOf(thrown: unknown, baseUrl: string, apiKey: string | undefined): ProviderError {
  const { reason, message, status, answerBegan, cause } = errorOfException(thrown, baseUrl);
  return new ProviderError(reason, `ollama: ${fewWords(message, apiKey)}`, {
    ...(status !== undefined && { status }),
    answerBegan,
    ...(cause !== undefined && { cause: harmlessError(cause, apiKey) }),
  });
}

/** A server of one's own asks for no key; one behind a gate may. */
function authorization(apiKey: string | undefined): Record<string, string> {
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
}
