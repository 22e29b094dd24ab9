import type { Finish } from '../answers.ts';
import { writtenTokens } from '../buckets.ts';
import { errorBody } from '../errors.ts';
import { type Generated, type GeneratedPart, textOfPart } from '../generate.ts';
import type { Job } from '../job.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Served } from '../prepare.ts';
import { signatureOf } from '../thoughts.ts';
import { namedSse, type Wire } from './wire.ts';

const stopReasons: Readonly<Record<Finish, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'stop-sequence': 'stop_sequence',
  'tool-calls': 'tool_use',
  refusal: 'refusal',
};

/** Messages. `message_start` carries the input side and one token of output; `message_delta` the cumulative truth. */
export function createAnthropicWire(job: Job): Wire {
  const stopOf = (generated: Generated): JsonObject => ({
    stop_reason: stopReasons[generated.finish],
    stop_sequence: generated.stopSequence ?? null,
  });
  const message = (content: Json, stop: JsonObject, usage: JsonObject | undefined): JsonObject => ({
    model: job.model.id,
    id: job.id,
    type: 'message',
    role: 'assistant',
    content,
    ...stop,
    ...(usage && { usage }),
  });
  const deltaUsage = (usage: JsonObject): JsonObject => {
    const { cache_creation: _, service_tier: __, inference_geo: ___, speed: ____, ...cumulative } = usage;
    return cumulative;
  };
  return {
    contentType: 'text/event-stream; charset=utf-8',
    usage: (served) => usageOf(job, served),
    start: (usage) => {
      const atStart = usage && { ...usage, output_tokens: 1, output_tokens_details: { thinking_tokens: 0 } };
      return [
        namedSse({ type: 'message_start', message: message([], { stop_reason: null, stop_sequence: null }, atStart) }),
        namedSse({ type: 'ping' }),
      ];
    },
    partStart: (part, index) => [namedSse({ type: 'content_block_start', index, content_block: emptyBlock(part) })],
    piece: (part, index, text) => {
      // A call without arguments streams no `{}`: its one delta is empty.
      const delta = part.kind === 'tool-call' && textOfPart(part) === '{}' ? '' : text;
      return [namedSse({ type: 'content_block_delta', index, delta: deltaOf(part, delta) })];
    },
    partEnd: (part, index) => [
      ...(part.kind === 'reasoning'
        ? [
            namedSse({
              type: 'content_block_delta',
              index,
              delta: { type: 'signature_delta', signature: signatureOf(job.model.id, textOfPart(part)) },
            }),
          ]
        : []),
      namedSse({ type: 'content_block_stop', index }),
    ],
    finish: (generated, usage) => [
      namedSse({ type: 'message_delta', delta: stopOf(generated), ...(usage && { usage: deltaUsage(usage) }) }),
      namedSse({ type: 'message_stop' }),
    ],
    usageAlone: (usage) => [
      namedSse({ type: 'message_delta', delta: { stop_reason: null, stop_sequence: null }, usage: deltaUsage(usage) }),
    ],
    error: (refusal) => [namedSse(errorBody('anthropic', refusal, `req_${job.id}`))],
    whole: (generated, usage) =>
      message(
        generated.parts.map((part) => blockOf(part, job.model.id)),
        stopOf(generated),
        usage,
      ),
  };
}

function usageOf(job: Job, { buckets, reasoningTokens }: Served): JsonObject {
  return {
    input_tokens: buckets.uncachedInput,
    cache_creation_input_tokens: writtenTokens(buckets),
    cache_read_input_tokens: buckets.cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: buckets.cacheWrite5m, ephemeral_1h_input_tokens: buckets.cacheWrite1h },
    output_tokens: buckets.output,
    output_tokens_details: { thinking_tokens: reasoningTokens },
    service_tier: job.tier,
    inference_geo: job.geo ?? (job.model.prices.factors?.geoUs ? 'global' : 'not_available'),
    ...(job.model.prices.factors?.fast && { speed: job.fast ? 'fast' : 'standard' }),
  };
}

function emptyBlock(part: GeneratedPart): JsonObject {
  if (part.kind === 'tool-call') return { type: 'tool_use', id: part.id, name: part.name, input: {} };
  return part.kind === 'reasoning' ? { type: 'thinking', thinking: '', signature: '' } : { type: 'text', text: '' };
}

function deltaOf(part: GeneratedPart, text: string): JsonObject {
  if (part.kind === 'tool-call') return { type: 'input_json_delta', partial_json: text };
  return part.kind === 'reasoning' ? { type: 'thinking_delta', thinking: text } : { type: 'text_delta', text };
}

function blockOf(part: GeneratedPart, modelId: string): JsonObject {
  const text = textOfPart(part);
  if (part.kind === 'tool-call') return { type: 'tool_use', id: part.id, name: part.name, input: parsed(text) };
  return part.kind === 'reasoning' ? { type: 'thinking', thinking: text, signature: signatureOf(modelId, text) } : { type: 'text', text };
}

/** Arguments cut short by the token limit are no JSON: Anthropic then gives what it has, here nothing. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
