import OpenAI from 'openai';
import type { FillInTheMiddle } from '../../core/catalogue/index.ts';
import type { Provider, ProviderCall } from '../../core/provider.ts';
import { isFillInTheMiddle, ProviderError, reasonForStatus, type Segment, type StreamPart, textOf } from '../../core/task/index.ts';
import { partsOfChatChunk, partsOfCompletionChunk } from './chunks.ts';

export interface OpenAiCompatiblePorts {
  readonly fetch: typeof globalThis.fetch;
}

/** Servers that speak OpenAI's Chat Completions and Completions. Built on OpenAI's SDK and loaded on first use. */
export function createOpenAiCompatible({ fetch }: OpenAiCompatiblePorts): Provider {
  return { id: 'openai-compatible', stream: (call, signal) => stream(clientFor(fetch, call), call, signal) };
}

const apiKey = 'local-servers-need-none';
const headers = { accept: 'application/json', 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };

/** Every setting is named, because the SDK would take the missing ones from environment variables that are meant for somebody else. */
function clientFor(fetch: typeof globalThis.fetch, { candidate }: ProviderCall): OpenAI {
  return new OpenAI({
    baseURL: new URL('/v1', candidate.endpoint.baseUrl).href,
    apiKey,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
    // The SDK adds headers of an environment variable, and what it knows of this machine: only what the protocol needs goes out.
    fetch: (input, init) => fetch(input, { ...init, headers }),
    fetchOptions: { redirect: 'error' },
  });
}

async function* stream(client: OpenAI, call: ProviderCall, signal: AbortSignal): AsyncGenerator<StreamPart> {
  try {
    let finish: StreamPart | undefined;
    for await (const part of isFillInTheMiddle(call.kind) ? fill(client, call, signal) : chat(client, call, signal)) {
      // The usage chunk follows the one that names the reason: the end is told when the stream is over.
      if (part.type === 'finish') finish = part;
      else yield part;
    }
    if (signal.aborted) yield { type: 'finish', reason: 'aborted' };
    else yield finish ?? { type: 'error', error: new ProviderError('bad-response', `${client.baseURL} ended before the answer did`) };
  } catch (cause) {
    yield signal.aborted ? { type: 'finish', reason: 'aborted' } : { type: 'error', error: errorOf(cause, client.baseURL) };
  }
}

async function* chat(client: OpenAI, call: ProviderCall, signal: AbortSignal): AsyncGenerator<StreamPart> {
  const answer = await client.chat.completions.create(
    {
      model: call.candidate.model.id,
      messages: call.segments.map(messageOf),
      max_tokens: call.maxOutputTokens,
      ...(call.stop.length > 0 && { stop: [...call.stop] }),
      stream: true,
      stream_options: { include_usage: true },
    },
    { signal },
  );
  for await (const chunk of answer) yield* partsOfChatChunk(chunk);
}

async function* fill(client: OpenAI, call: ProviderCall, signal: AbortSignal): AsyncGenerator<StreamPart> {
  const how = call.candidate.model.fillInTheMiddle;
  if (how?.type !== 'suffix' && how?.type !== 'template')
    throw new ProviderError('unsupported', 'the model cannot fill in the middle here');
  const { stop, ...hole } = holeOf(how, call);
  const answer = await client.completions.create(
    {
      model: call.candidate.model.id,
      ...hole,
      max_tokens: call.maxOutputTokens,
      temperature: 0,
      stop: [...call.stop, ...stop].slice(0, maxStops),
      stream: true,
      stream_options: { include_usage: true },
    },
    { signal },
  );
  for await (const chunk of answer) yield* partsOfCompletionChunk(chunk);
}

/** OpenAI takes four; some servers refuse more. */
const maxStops = 4;

function holeOf(
  how: Exclude<FillInTheMiddle, { type: 'infill' }>,
  { segments }: ProviderCall,
): { prompt: string; suffix?: string; stop: readonly string[] } {
  const prefix = textOf(segments, 'context') + textOf(segments, 'prefix');
  const suffix = textOf(segments, 'suffix');
  if (how.type === 'suffix') return { prompt: prefix, suffix, stop: [] };
  // Split first: the user's own text may hold `{suffix}`.
  const prompt = how.template.prompt
    .split(/(\{prefix\}|\{suffix\})/)
    .map((piece) => (piece === '{prefix}' ? prefix : piece === '{suffix}' ? suffix : piece))
    .join('');
  return { prompt, stop: how.template.stop };
}

function messageOf({ role, text }: Segment): OpenAI.ChatCompletionMessageParam {
  return { role: role === 'system' || role === 'assistant' ? role : 'user', content: text };
}

function errorOf(cause: unknown, address: string): ProviderError {
  if (cause instanceof ProviderError) return cause;
  if (cause instanceof OpenAI.APIConnectionTimeoutError) return new ProviderError('timeout', `${address} took too long`, { cause });
  if (cause instanceof OpenAI.APIConnectionError) return new ProviderError('unreachable', `${address} does not answer`, { cause });
  if (cause instanceof OpenAI.APIError && typeof cause.status === 'number') {
    const reason =
      cause.type === 'exceed_context_size_error' || cause.code === 'context_length_exceeded'
        ? 'context-overflow'
        : reasonForStatus(cause.status);
    return new ProviderError(reason, cause.message, { status: cause.status, cause });
  }
  if (cause instanceof SyntaxError) return new ProviderError('bad-response', `${address} sent something that is no JSON`, { cause });
  // An error event inside a stream that began with status 200, or a connection that broke.
  return new ProviderError(
    cause instanceof OpenAI.APIError ? 'server-error' : 'unreachable',
    `${address}: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );
}
