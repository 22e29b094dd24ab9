import type OpenAI from 'openai';
import { type FinishReason, noUsage, type StreamPart } from '../../core/task/index.ts';

/** What llama.cpp's server adds to a chunk, and reasoning models to a delta: the SDK's types do not know them. */
interface Extensions {
  readonly timings?: { readonly prompt_ms?: number; readonly predicted_ms?: number };
}

interface ReasoningDelta {
  readonly reasoning_content?: string | null;
}

/** The SDK does not check what it parses: a chunk may be without choices. */
export function partsOfChatChunk(chunk: OpenAI.ChatCompletionChunk): readonly StreamPart[] {
  const choice = chunk.choices?.[0];
  const delta: (OpenAI.ChatCompletionChunk.Choice.Delta & ReasoningDelta) | undefined = choice?.delta;
  return [
    ...(delta?.reasoning_content ? [{ type: 'reasoning-delta', text: delta.reasoning_content } as const] : []),
    ...textPart(delta?.content),
    ...usagePart(chunk),
    ...finishPart(choice?.finish_reason),
  ];
}

export function partsOfCompletionChunk(chunk: OpenAI.Completion): readonly StreamPart[] {
  const choice = chunk.choices?.[0];
  return [...textPart(choice?.text), ...usagePart(chunk), ...finishPart(choice?.finish_reason)];
}

function textPart(text: string | null | undefined): readonly StreamPart[] {
  return text ? [{ type: 'text-delta', text }] : [];
}

function usagePart(chunk: { readonly usage?: OpenAI.CompletionUsage | null } & Extensions): readonly StreamPart[] {
  const { usage, timings } = chunk;
  if (!usage || !isCount(usage.prompt_tokens) || !isCount(usage.completion_tokens)) return [];
  // `prompt_tokens` includes what was read from the cache; the buckets are disjoint.
  const cached = usage.prompt_tokens_details?.cached_tokens;
  const cacheRead = isCount(cached) ? Math.min(cached, usage.prompt_tokens) : 0;
  return [
    {
      type: 'usage',
      usage: { ...noUsage, uncachedInput: usage.prompt_tokens - cacheRead, cacheRead, output: usage.completion_tokens },
      ...(timings && { timings: { promptMs: timings.prompt_ms ?? 0, outputMs: timings.predicted_ms ?? 0 } }),
    },
  ];
}

/** The SDK takes what comes on trust; what is no count cannot be priced. */
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function finishPart(reason: string | null | undefined): readonly StreamPart[] {
  return reason ? [{ type: 'finish', reason: finishOf(reason) }] : [];
}

function finishOf(reason: string): FinishReason {
  if (reason === 'length') return 'length';
  return reason === 'content_filter' ? 'content-filter' : 'stop';
}
