import type OpenAI from 'openai';
import { ProviderError, type StreamPart } from '../../../core/task/index.ts';
import { reasoningDelta, textDelta } from '../deltas.ts';
import { reasonOfWords } from '../openAiErrors.ts';
import { fewWords } from '../providerWords.ts';
import type { ErrorOrigin } from '../sdkFailure.ts';
import { assembleToolCalls, type ToolCallsUnderWay } from '../toolCalls.ts';
import { partsOfReasoningItem } from './reasoningItem.ts';
import { type BilledResponse, readResponsesUsage } from './responsesUsage.ts';

type Event = OpenAI.Responses.ResponseStreamEvent;
type Item = OpenAI.Responses.ResponseOutputItem;

/**
 * The parts of a Responses stream, given the data of its events. An `error` event does not end it: the `response.failed` behind it may tell
 * what was billed.
 */
export async function* partsOfResponsesEvents(events: AsyncIterable<string>, origin: ErrorOrigin): AsyncGenerator<StreamPart> {
  const calls = assembleToolCalls();
  for await (const data of events) {
    if (data === '[DONE]') return;
    const event = JSON.parse(data) as Event | null;
    if (event) yield* partsOfEvent(event, calls, origin);
  }
}

function* partsOfEvent(event: Event, calls: ToolCallsUnderWay, origin: ErrorOrigin): Generator<StreamPart> {
  switch (event.type) {
    case 'response.output_text.delta':
    // A refusal is an answer too: it is what the user is to read.
    case 'response.refusal.delta':
      yield* textDelta(event.delta);
      return;
    case 'response.reasoning_summary_text.delta':
    case 'response.reasoning_text.delta':
      yield* reasoningDelta(event.delta);
      return;
    case 'response.output_item.added':
      if (isCall(event.item)) yield* calls.start(event.output_index, event.item.call_id, event.item.name);
      return;
    case 'response.function_call_arguments.delta':
    case 'response.custom_tool_call_input.delta':
      yield* calls.add(event.output_index, event.delta);
      return;
    case 'response.output_item.done':
      yield* partsOfReasoningItem(event.item);
      yield* calls.end(event.output_index);
      return;
    case 'response.completed':
    case 'response.incomplete': {
      const { parts, usageDoubt } = readResponsesUsage((event.response ?? {}) as BilledResponse);
      yield* parts;
      yield* calls.endAll();
      yield { type: 'finish', reason: finishOf(event.response, calls), ...(usageDoubt !== undefined && { usageDoubt }) };
      return;
    }
    case 'response.failed':
      yield* readResponsesUsage((event.response ?? {}) as BilledResponse).parts;
      yield { type: 'error', error: failureOf(event.response?.error, origin) };
      return;
    case 'error':
      // Documented flat, sent with the error in an object of its own.
      yield { type: 'error', error: failureOf('error' in event ? event.error : event, origin) };
      return;
  }
}

type Call = Extract<Item, { readonly call_id: string; readonly name: string }>;

const isCall = (item: Item): item is Call => item?.type === 'function_call' || item?.type === 'custom_tool_call';

function finishOf(response: OpenAI.Responses.Response, calls: ToolCallsUnderWay): 'stop' | 'length' | 'content-filter' | 'tool-calls' {
  const cut = response?.incomplete_details?.reason;
  if (cut === 'content_filter') return 'content-filter';
  if (cut !== undefined || response?.status === 'incomplete') return 'length';
  return calls.count() > 0 ? 'tool-calls' : 'stop';
}

/** Said in a stream that began with status 200: the server broke, unless it says better. */
function failureOf(said: unknown, { provider, apiKey }: ErrorOrigin): ProviderError {
  const { code, type, message } = (said ?? {}) as { readonly code?: unknown; readonly type?: unknown; readonly message?: unknown };
  const words = typeof message === 'string' ? message : 'the answer failed without a word';
  return new ProviderError(reasonOfWords(code, type) ?? 'server-error', `${provider}: ${fewWords(words, apiKey)}`);
}
