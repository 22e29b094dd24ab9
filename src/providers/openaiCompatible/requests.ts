import type OpenAI from 'openai';
import type { ProviderCall } from '../../core/provider.ts';
import { holeOf } from '../hole.ts';
import { chatMessagesOf, chatToolsOf } from '../http/chatCompletions/chatMessages.ts';
import type { Dialect } from './dialect.ts';

/** OpenAI takes four; some servers refuse more. */
const maxStops = 4;

/** What OpenRouter adds. */
interface CostRequest {
  readonly usage?: { readonly include: true };
}

export function chatRequest(call: ProviderCall, dialect: Dialect): OpenAI.ChatCompletionCreateParamsStreaming & CostRequest {
  const { candidate, segments, tools, stop, maxOutputTokens } = call;
  return {
    model: candidate.model.id,
    messages: chatMessagesOf(segments),
    ...(tools.length > 0 && { tools: chatToolsOf(tools) }),
    [dialect.maxTokensField]: maxOutputTokens,
    ...(stop.length > 0 && { stop: [...stop] }),
    ...streaming(dialect),
  };
}

/** Sampling is greedy: the same place gives the same text. Throws `unsupported` where the model fills no holes. */
export function holeRequest(call: ProviderCall, dialect: Dialect): OpenAI.CompletionCreateParamsStreaming & CostRequest {
  const { stop, ...hole } = holeOf(call);
  return {
    model: call.candidate.model.id,
    ...hole,
    max_tokens: call.maxOutputTokens,
    temperature: 0,
    stop: [...call.stop, ...stop].slice(0, maxStops),
    ...streaming(dialect),
  };
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
