import type OpenAI from 'openai';
import type { ProviderCall } from '../../core/provider.ts';
import { isFillInTheMiddle } from '../../core/task/index.ts';
import { holeOf } from '../hole.ts';
import { chatMessagesOf, chatToolsOf } from '../http/chatCompletions/chatMessages.ts';
import type { Dialect } from './dialect.ts';

/** OpenAI takes four; some servers refuse more. */
const maxStops = 4;

/** What OpenRouter adds. */
interface CostRequest {
  readonly usage?: { readonly include: true };
}

export interface CompatibleRequest {
  readonly url: string;
  readonly body: (OpenAI.ChatCompletionCreateParamsStreaming | OpenAI.CompletionCreateParamsStreaming) & CostRequest;
  /** The stop strings for which the request had no place. */
  readonly unsentStops: readonly string[];
}

/** Throws `unsupported` for a hole that the model cannot fill. */
export function requestOf(call: ProviderCall, dialect: Dialect): CompatibleRequest {
  return isFillInTheMiddle(call.kind) ? holeRequest(call, dialect) : chatRequest(call, dialect);
}

function chatRequest({ candidate, segments, tools, stop, maxOutputTokens }: ProviderCall, dialect: Dialect): CompatibleRequest {
  const body = {
    model: candidate.model.id,
    messages: chatMessagesOf(segments),
    ...(tools.length > 0 && { tools: chatToolsOf(tools) }),
    [dialect.maxTokensField]: maxOutputTokens,
    ...(stop.length > 0 && { stop: stop.slice(0, maxStops) }),
    ...streaming(dialect),
  };
  return { url: `${dialect.baseUrl}/chat/completions`, body, unsentStops: stop.slice(maxStops) };
}

/** Sampling is greedy: the same place gives the same text. */
function holeRequest(call: ProviderCall, dialect: Dialect): CompatibleRequest {
  const { stop, ...hole } = holeOf(call);
  const stops = [...call.stop, ...stop];
  const body = {
    model: call.candidate.model.id,
    ...hole,
    max_tokens: call.maxOutputTokens,
    temperature: 0,
    stop: stops.slice(0, maxStops),
    ...streaming(dialect),
  };
  return { url: dialect.completionsUrl, body, unsentStops: stops.slice(maxStops) };
}

function streaming({
  asksForUsage,
  asksForCost,
}: Dialect): { readonly stream: true; stream_options?: { include_usage: true } } & CostRequest {
  return {
    stream: true,
    ...(asksForUsage && { stream_options: { include_usage: true } }),
    ...(asksForCost && { usage: { include: true } }),
  };
}
