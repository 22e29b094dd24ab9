import OpenAI from 'openai';
import { ProviderError } from '../../core/task/index.ts';

/** What the SDK passes on unchecked, as far as servers differ in it. */
interface ChunkOnWire {
  /** `error` at Mistral and vLLM, where an answer breaks off in a stream that began well. */
  readonly object?: unknown;
  readonly choices?: readonly ({ readonly text?: unknown; readonly delta?: object; readonly finish_reason?: unknown } | null)[] | null;
  readonly usage?: object | null;
  /** Groq puts the usage of a stream here unless it is asked for. */
  readonly x_groq?: { readonly usage?: object | null } | null;
}

/**
 * The chunks of a conversation or of a filled hole, all as chunks of a conversation: Completions say `text` where a conversation has a delta,
 * and Mistral answers a hole in the shape of a conversation. Throws for a chunk that is an error, or no chunk at all.
 */
export async function* asChatChunks(chunks: AsyncIterable<unknown>): AsyncGenerator<OpenAI.ChatCompletionChunk> {
  for await (const chunk of chunks) {
    if (!isObject(chunk)) throw new ProviderError('bad-response', 'a chunk of the answer is no object');
    if (chunk.object === 'error') throw new OpenAI.APIError(undefined, chunk, undefined, undefined);
    const usage = chunk.usage ?? chunk.x_groq?.usage;
    const choice = chunk.choices?.[0];
    const delta = typeof choice?.text === 'string' ? { content: choice.text } : choice?.delta;
    const hasFailed = choice?.finish_reason === 'error';
    const choices = choice && [{ ...choice, delta, ...(hasFailed && { finish_reason: null }) }];
    const whole = { ...chunk, ...(usage && { usage }), ...(choices && { choices }) };
    if (!hasFailed) {
      yield whole as OpenAI.ChatCompletionChunk;
      continue;
    }
    // Mistral and OpenRouter name the end so where there is no more to say. The usage that comes with it is the last: a chunk of its own says so.
    yield { ...whole, usage: null } as OpenAI.ChatCompletionChunk;
    if (usage) yield { ...whole, usage, choices: [] } as unknown as OpenAI.ChatCompletionChunk;
    const error = { message: 'the answer ended with an error that the server does not name' };
    throw new OpenAI.APIError(undefined, error, undefined, undefined);
  }
}

const isObject = (value: unknown): value is ChunkOnWire => typeof value === 'object' && value !== null && !Array.isArray(value);
