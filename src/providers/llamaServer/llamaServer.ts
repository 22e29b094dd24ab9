import { isPlainHole } from '../../core/hole/index.ts';
import type { Provider, ProviderCall } from '../../core/provider.ts';
import { ProviderError, type StreamPart } from '../../core/task/index.ts';
import { errorOfException, errorOfResponse } from '../http/fetchError.ts';
import { onceMore } from '../http/onceMore.ts';
import { readEvents } from '../http/readEvents.ts';
import { readLimited } from '../http/readLimited.ts';
import { toldInOrder } from '../http/toldInOrder.ts';
import { infillBody, isOneLine, partsOfInfillEvent, warmUpBody } from './infill.ts';

export interface LlamaServerPorts {
  readonly fetch: typeof globalThis.fetch;
  /** Conversations go to the server's OpenAI-compatible route. */
  readonly chat: Provider;
}

/** llama.cpp's own server: `/infill` for holes, its OpenAI-compatible route for conversations, and for holes that are asked for in one. */
export function createLlamaServer({ fetch: once, chat }: LlamaServerPorts): Provider {
  const fetch = onceMore(once);
  const lineTimes = new LineTimes();
  return {
    id: 'llama-server',
    stream: (call, signal) =>
      isPlainHole(call) ? lineTimes.watching(call, infill(fetch, call, lineTimes.isSlow(call), signal)) : chat.stream(call, signal),
    warm: (call, signal) => warm(fetch, call, signal),
  };
}

/** A server that writes a line in so many milliseconds is done with it before it is missed. */
const quickMs = 250;

/** How long servers worked on a line lately, by their own times: one that never told counts as quick. */
class LineTimes {
  readonly #lastMs = new Map<string, number>();

  isSlow({ candidate }: ProviderCall): boolean {
    return (this.#lastMs.get(candidate.endpoint.baseUrl) ?? 0) > quickMs;
  }

  async *watching(call: ProviderCall, parts: AsyncIterable<StreamPart>): AsyncGenerator<StreamPart> {
    for await (const part of parts) {
      const { timings } = part.type === 'usage' ? part : {};
      if (timings && isOneLine(call)) this.#lastMs.set(call.candidate.endpoint.baseUrl, timings.promptMs + timings.outputMs);
      yield part;
    }
  }
}

/** A conversation is not told ahead: what it begins with is short, and its files come with the first request. */
async function warm(fetch: typeof globalThis.fetch, call: ProviderCall, signal: AbortSignal): Promise<void> {
  if (!isPlainHole(call)) return;
  const url = infillUrl(call);
  try {
    await (await posted(fetch, url, warmUpBody(call), signal)).text();
  } catch (thrown) {
    throw errorOfException(thrown, url.origin);
  }
}

const infillUrl = (call: ProviderCall): URL => new URL('/infill', call.candidate.endpoint.baseUrl);

/** Throws a `ProviderError` where the server refuses. */
async function posted(fetch: typeof globalThis.fetch, url: URL, body: object, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal,
  });
  if (!response.ok) throw await errorOfResponse(response);
  return response;
}

function infill(fetch: typeof globalThis.fetch, call: ProviderCall, isSlow: boolean, signal: AbortSignal): AsyncGenerator<StreamPart> {
  const url = infillUrl(call);
  return toldInOrder(() => opened(fetch, url, infillBody(call, isSlow), signal), {
    signal,
    provider: url.href,
    errorOf: (thrown) => errorOfException(thrown, url.origin),
    isTold: () => false,
  });
}

async function opened(fetch: typeof globalThis.fetch, url: URL, body: object, signal: AbortSignal): Promise<AsyncIterable<StreamPart>> {
  const response = await posted(fetch, url, body, signal);
  if (!response.body) throw new ProviderError('bad-response', `${url.href} answered without a body`, { answerBegan: true });
  // As it says that it answers: what stands between may stream though it was not asked to.
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  return isStream ? partsOfEvents(response.body, url) : partsOfWhole(response, url);
}

/** A line's answer has a few hundred bytes; old servers repeat the prompt in it. */
const mostBytes = 8_000_000;

async function* partsOfWhole(response: Response, url: URL): AsyncGenerator<StreamPart> {
  yield* partsOf(await readLimited(response, url.origin, mostBytes), url);
}

/** What it sent instead may hold the user's text: it is not told. */
function partsOf(data: string, url: URL): readonly StreamPart[] {
  const parts = partsOfInfillEvent(data);
  if (!parts) throw new ProviderError('bad-response', `${url.href} sent something that is no answer`);
  return parts;
}

async function* partsOfEvents(body: ReadableStream<Uint8Array>, url: URL): AsyncGenerator<StreamPart> {
  for await (const data of readEvents(body)) {
    const parts = partsOf(data, url);
    yield* parts;
    // Its connection is not used again: llama-server (v0.5.0) says Keep-Alive, and closes it behind each stream all the same. Who is quick meets
    // a connection that is about to go.
    if (parts.at(-1)?.type === 'finish') return;
  }
}
