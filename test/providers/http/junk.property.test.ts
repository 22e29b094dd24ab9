import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputTokens, type StreamPart, totalTokens, usageBuckets } from '../../../src/core/task/index.ts';
import { partsOfEvents } from '../../../src/providers/anthropic/events.ts';
import { readUsage } from '../../../src/providers/anthropic/usage.ts';
import { partsOfChatChunks } from '../../../src/providers/http/chatCompletions/chatChunks.ts';
import { readChatUsage } from '../../../src/providers/http/chatCompletions/chatUsage.ts';
import { partsOfResponsesEvents } from '../../../src/providers/http/responses/responsesEvents.ts';
import { readResponsesUsage } from '../../../src/providers/http/responses/responsesUsage.ts';
import { collect } from '../../support/collect.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

/** Most often a count, now and then what no count should be. */
const count = fc.oneof(
  { weight: 6, arbitrary: fc.nat(200_000) },
  { weight: 1, arbitrary: fc.constantFrom(-7, 1.5, 9e15, Number.NaN, Infinity, 'many', '5', null, undefined, true, {}, []) },
);
const chatUsage = fc.record(
  {
    prompt_tokens: count,
    completion_tokens: count,
    total_tokens: count,
    prompt_tokens_details: fc.record({ cached_tokens: count, cache_write_tokens: count }, { requiredKeys: [] }),
    completion_tokens_details: fc.record({ reasoning_tokens: count }),
    prompt_cache_hit_tokens: count,
    cost: count,
    is_byok: fc.boolean(),
    cost_details: fc.record({ upstream_inference_cost: count }),
  },
  { requiredKeys: [] },
);
const responsesUsage = fc.record(
  {
    input_tokens: count,
    output_tokens: count,
    input_tokens_details: fc.record({
      cached_tokens: count,
      cache_write_tokens: count,
      cache_write_tokens_details: fc.record({ ttl_30m_tokens: count, ttl_12h_tokens: count }),
    }),
  },
  { requiredKeys: [] },
);
const anthropicUsage = fc.record(
  {
    input_tokens: count,
    output_tokens: count,
    cache_read_input_tokens: count,
    cache_creation_input_tokens: count,
    cache_creation: fc.record({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count }),
  },
  { requiredKeys: [] },
);

/** What everybody behind an adapter takes for granted of its parts. */
function areSound(parts: readonly StreamPart[]): void {
  for (const part of parts) {
    if (part.type === 'text-delta' || part.type === 'reasoning-delta') expect(part.text).toBeTypeOf('string');
    if (part.type === 'tool-call-start') expect([typeof part.id, typeof part.name]).toEqual(['string', 'string']);
    if (part.type === 'tool-call-end') expect(part.call.argumentsText).toBeTypeOf('string');
    if (part.type !== 'usage') continue;
    expect(usageBuckets.every((bucket) => Number.isSafeInteger(part.usage[bucket]) && part.usage[bucket] >= 0)).toBe(true);
    expect(part.reasoningTokens ?? 0).toBeLessThanOrEqual(part.usage.output);
    expect(part.billing?.chargedNanoUsd ?? 0).toSatisfy(Number.isSafeInteger);
  }
}

describe('Whatever a provider says of its usage', () => {
  it('the buckets of Chat Completions are counts, and hold every token of prompt and answer once', () => {
    fc.assert(
      fc.property(chatUsage, (usage) => {
        const { parts } = readChatUsage({ usage });
        areSound(parts);
        const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = usage;
        const { cached_tokens, cache_write_tokens } = usage.prompt_tokens_details ?? {};
        const cached = sum(cached_tokens ?? usage.prompt_cache_hit_tokens, cache_write_tokens);
        for (const part of parts) {
          expect(part.doubt !== undefined).toBe(cached > Number(prompt));
          if (part.doubt === undefined) expect(totalTokens(part.usage)).toBe(atLeast(prompt, completion, total));
          else expect(inputTokens(part.usage)).toBe(sum(prompt, cached));
        }
      }),
      runs,
    );
  });

  it('the buckets of Responses are counts, and hold every token of input and output once', () => {
    fc.assert(
      fc.property(responsesUsage, (usage) => {
        const { parts } = readResponsesUsage({ usage });
        areSound(parts);
        const { cached_tokens, cache_write_tokens, cache_write_tokens_details } = usage.input_tokens_details ?? {};
        const cached = sum(cached_tokens, cache_write_tokens);
        const apart =
          sum(cache_write_tokens_details?.ttl_12h_tokens) > sum(cache_write_tokens) ? cache_write_tokens_details?.ttl_12h_tokens : 0;
        for (const part of parts) {
          const isTooMuch = cached > Number(usage.input_tokens);
          expect(part.doubt !== undefined).toBe(isTooMuch || apart !== 0);
          expect(totalTokens(part.usage)).toBe(sum(usage.input_tokens, usage.output_tokens, isTooMuch ? cached : 0, apart));
        }
      }),
      runs,
    );
  });

  it('the buckets of Anthropic are counts, and hold what was fresh, read, written and answered once', () => {
    fc.assert(
      fc.property(anthropicUsage, (usage) => {
        const { parts } = readUsage(usage);
        areSound(parts);
        const { cache_creation: split } = usage;
        const written = usage.cache_creation_input_tokens ?? sum(split?.ephemeral_5m_input_tokens, split?.ephemeral_1h_input_tokens);
        const all = sum(usage.input_tokens, usage.cache_read_input_tokens, written, usage.output_tokens);
        const isTooMuch = sum(split?.ephemeral_1h_input_tokens) > sum(written);
        for (const part of parts) {
          expect(part.doubt !== undefined).toBe(isTooMuch);
          expect(totalTokens(part.usage)).toBe(isTooMuch ? sum(all, split?.ephemeral_1h_input_tokens) : all);
        }
      }),
      runs,
    );
  });
});

const sum = (...values: readonly unknown[]): number => values.reduce<number>((all, value) => all + Number(value ?? 0), 0);
const atLeast = (prompt: unknown, completion: unknown, total?: unknown): number =>
  Math.max(sum(prompt, completion), typeof total === 'number' && total >= 0 ? total : 0);

describe('Whatever a stream holds', () => {
  const anything = fc.anything({ values: [fc.string(), fc.integer(), fc.constantFrom(null, 'function_call', 'tool_use', 'text_delta')] });
  const shaped = (keys: readonly string[], types: readonly string[]) =>
    fc.oneof(
      fc.jsonValue(),
      fc.record(
        Object.fromEntries([['type', fc.constantFrom(...types)], ...keys.map((key) => [key, anything])]) as Record<
          string,
          fc.Arbitrary<unknown>
        >,
        { requiredKeys: [] },
      ),
    );
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');
  async function* stream<T>(events: readonly unknown[]): AsyncGenerator<T> {
    for (const event of events) yield plain(event) as T;
  }
  async function* texts(events: readonly unknown[]): AsyncGenerator<string> {
    for (const event of events) yield JSON.stringify(plain(event));
  }
  const origin = { provider: 'p', address: 'a' };

  it('no event of Anthropic breaks the reading of it', async () => {
    const types = ['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop'];
    const event = shaped(['message', 'index', 'content_block', 'delta', 'usage'], types);
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 6 }), async (events) => areSound(await collect(partsOfEvents(stream(events))))),
      runs,
    );
  });

  it('no event of Responses does', async () => {
    const types = [
      'response.output_text.delta',
      'response.reasoning_summary_text.delta',
      'response.output_item.added',
      'response.output_item.done',
      'response.function_call_arguments.delta',
      'response.completed',
      'response.incomplete',
      'response.failed',
      'error',
    ];
    const event = shaped(['delta', 'item', 'output_index', 'response', 'error'], types);
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 6 }), async (events) =>
        areSound(await collect(partsOfResponsesEvents(texts(events), origin))),
      ),
      runs,
    );
  });

  it('no chunk of Chat Completions does', async () => {
    const call = fc.record({ index: anything, id: anything, function: anything }, { requiredKeys: [] });
    const delta = fc.record(
      { content: anything, reasoning: anything, tool_calls: fc.oneof(anything, fc.array(call)) },
      { requiredKeys: [] },
    );
    const choice = fc.record({ delta: fc.oneof(delta, anything), finish_reason: anything }, { requiredKeys: [] });
    const chunk = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { id: anything, choices: fc.oneof(anything, fc.array(choice)), usage: fc.oneof(chatUsage, anything) },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 6 }), async (chunks) => areSound(await collect(partsOfChatChunks(stream(chunks))))),
      runs,
    );
  });
});
