import type OpenAI from 'openai';
import { isPlainHole } from '../../core/hole/index.ts';
import type { ProviderCall } from '../../core/provider.ts';
import { ProviderError, type StreamPart } from '../../core/task/index.ts';
import { partsOfChatChunks } from './chatCompletions/chatChunks.ts';
import type { ChatDialect } from './chatCompletions/chatMessages.ts';
import { cutAtStop } from './cutAtStop.ts';
import { errorOfSdk, isErrorEvent } from './openAiErrors.ts';
import { chatRequest, responsesRequest, type Wishes } from './openAiRequests.ts';
import { readEvents } from './readEvents.ts';
import { partsOfResponsesEvents } from './responses/responsesEvents.ts';
import type { ErrorOrigin } from './sdkFailure.ts';
import { toldInOrder } from './toldInOrder.ts';

/** Where and how one call is asked. */
export interface OpenAiPlace extends ChatDialect, Wishes {
  readonly api: 'responses' | 'chat';
  readonly client: OpenAI;
  readonly origin: ErrorOrigin;
}

/** The answer of OpenAI's Responses or Chat Completions, at OpenAI or at Azure. */
export function openAiAnswer(placeOf: () => OpenAiPlace, call: ProviderCall, signal: AbortSignal): AsyncGenerator<StreamPart> {
  const { provider, baseUrl } = call.candidate.endpoint;
  const origin = { provider, address: baseUrl, apiKey: call.apiKey };
  const answer = async () => cutAtStop(await opened(placeOf, call, signal), call.stop);
  return toldInOrder(answer, { signal, provider, errorOf: (thrown) => errorOfSdk(thrown, origin), isTold: isErrorEvent });
}

async function opened(placeOf: () => OpenAiPlace, call: ProviderCall, signal: AbortSignal): Promise<AsyncIterable<StreamPart>> {
  if (isPlainHole(call)) throw new ProviderError('unsupported', `${call.candidate.model.id} cannot fill in the middle here`);
  const { api, client, origin, ...wishes } = placeOf();
  if (api === 'chat') return partsOfChatChunks(await client.chat.completions.create(chatRequest(call, wishes), { signal }));
  // The SDK's own reader stops at an `error` event; the usage of a failed answer comes behind it.
  const { body } = await client.responses.create(responsesRequest(call, wishes), { signal }).asResponse();
  if (!body) throw new ProviderError('bad-response', `${origin.provider} answered without a body`, { answerBegan: true });
  return partsOfResponsesEvents(readEvents(body as ReadableStream<Uint8Array>), origin);
}
