import { promptTokens, writtenTokens } from '../buckets.ts';
import { errorBody, type Refusal } from '../errors.ts';
import { type Generated, type GeneratedPart, textOfPart } from '../generate.ts';
import type { Job } from '../job.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Served } from '../prepare.ts';
import { encryptedThought } from '../thoughts.ts';
import { tierName, writesAreBilled } from './chatWire.ts';
import { namedSse, type Wire } from './wire.ts';

/** Responses: numbered, typed events; the usage is inside the last one. */
export function createResponsesWire(job: Job, options: { readonly created: number } & Thoughts): Wire {
  let sequence = 0;
  const thoughts = { showsSummary: options.showsSummary, ...(options.encrypts && { encryptedFor: job.model.id }) };
  let lastUsage: JsonObject | undefined;
  const event = (data: JsonObject): string => namedSse({ ...data, sequence_number: sequence++ });
  const response = (status: string, output: Json, more: JsonObject = {}): JsonObject => ({
    id: job.id,
    object: 'response',
    created_at: options.created,
    status,
    background: false,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: job.maxOutputTokens,
    model: job.model.id,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    service_tier: tierName(job),
    store: false,
    tool_choice: 'auto',
    tools: [],
    truncation: 'disabled',
    usage: null,
    metadata: {},
    ...more,
  });
  const itemId = (index: number) => `item_${job.id}_${index}`;
  const ended = (generated: Generated, usage: JsonObject | undefined): JsonObject => {
    const output = generated.parts.map((part, index) => itemOf(part, itemId(index), 'completed', thoughts));
    const isCut = generated.finish === 'length';
    return response(isCut ? 'incomplete' : 'completed', output, {
      ...(isCut && { incomplete_details: { reason: 'max_output_tokens' } }),
      ...(usage && { usage }),
    });
  };
  return {
    contentType: 'text/event-stream; charset=utf-8',
    usage: (served) => responsesUsage(job, served),
    start: () => [
      event({ type: 'response.created', response: response('in_progress', []) }),
      event({ type: 'response.in_progress', response: response('in_progress', []) }),
    ],
    partStart: (part, index) => {
      const empty = { ...part, pieces: [] };
      const at = { item_id: itemId(index), output_index: index };
      return [
        event({
          type: 'response.output_item.added',
          output_index: index,
          item: itemOf(empty, itemId(index), 'in_progress', thoughts),
        }),
        ...(part.kind === 'text'
          ? [
              event({
                type: 'response.content_part.added',
                ...at,
                content_index: 0,
                part: { type: 'output_text', text: '', annotations: [] },
              }),
            ]
          : []),
        ...(part.kind === 'reasoning' && options.showsSummary
          ? [event({ type: 'response.reasoning_summary_part.added', ...at, summary_index: 0, part: { type: 'summary_text', text: '' } })]
          : []),
      ];
    },
    piece: (part, index, delta) => {
      const at = { item_id: itemId(index), output_index: index };
      if (part.kind === 'text') return [event({ type: 'response.output_text.delta', ...at, content_index: 0, delta, logprobs: [] })];
      if (part.kind === 'tool-call') return delta === '' ? [] : [event({ type: 'response.function_call_arguments.delta', ...at, delta })];
      return options.showsSummary ? [event({ type: 'response.reasoning_summary_text.delta', ...at, summary_index: 0, delta })] : [];
    },
    partEnd: (part, index) => [
      ...doneEvents(part, { item_id: itemId(index), output_index: index }, options.showsSummary).map(event),
      event({
        type: 'response.output_item.done',
        output_index: index,
        item: itemOf(part, itemId(index), 'completed', thoughts),
      }),
    ],
    finish: (generated, usage) => [
      event({
        type: generated.finish === 'length' ? 'response.incomplete' : 'response.completed',
        response: ended(generated, usage),
      }),
    ],
    usageAlone: (usage) => {
      lastUsage = usage;
      return [];
    },
    error: (refusal) => [
      event({ type: 'error', ...errorBody('openai', refusal, '') }),
      event({ type: 'response.failed', response: response('failed', [], { error: failure(refusal), usage: lastUsage ?? null }) }),
    ],
    whole: ended,
  };
}

const failure = (refusal: Refusal): JsonObject => ({ code: refusal.code ?? 'server_error', message: refusal.message });

function responsesUsage(job: Job, { buckets, reasoningTokens }: Served): JsonObject {
  const input = promptTokens(buckets);
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: buckets.cacheRead,
      cache_write_tokens: writesAreBilled(job) ? writtenTokens(buckets) : 0,
      ...(writesAreBilled(job) && {
        cache_write_tokens_details: { ttl_30m_tokens: buckets.cacheWrite30m, ttl_12h_tokens: buckets.cacheWrite12h },
      }),
    },
    output_tokens: buckets.output,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: input + buckets.output,
  };
}

/** What is told of the model's thoughts. */
interface Thoughts {
  readonly showsSummary: boolean;
  /** They come along encrypted, for who wants to give them back. */
  readonly encrypts: boolean;
}

function itemOf(
  part: GeneratedPart,
  id: string,
  status: string,
  { showsSummary, encryptedFor }: Pick<Thoughts, 'showsSummary'> & { readonly encryptedFor?: string },
): JsonObject {
  const text = textOfPart(part);
  switch (part.kind) {
    case 'tool-call':
      return { type: 'function_call', id, call_id: part.id, name: part.name, arguments: text, status };
    case 'reasoning':
      return {
        type: 'reasoning',
        id,
        summary: showsSummary && text !== '' ? [{ type: 'summary_text', text }] : [],
        ...(encryptedFor !== undefined && status === 'completed' && { encrypted_content: encryptedThought(encryptedFor, text) }),
        status,
      };
    case 'text': {
      const content = status === 'completed' ? [{ type: 'output_text', text, annotations: [], logprobs: [] }] : [];
      return { type: 'message', id, role: 'assistant', status, content };
    }
  }
}

function doneEvents(part: GeneratedPart, at: JsonObject, showsSummary: boolean): readonly JsonObject[] {
  const text = textOfPart(part);
  switch (part.kind) {
    case 'tool-call':
      return [{ type: 'response.function_call_arguments.done', ...at, name: part.name, arguments: text }];
    case 'reasoning':
      return showsSummary
        ? [
            { type: 'response.reasoning_summary_text.done', ...at, summary_index: 0, text },
            { type: 'response.reasoning_summary_part.done', ...at, summary_index: 0, part: { type: 'summary_text', text } },
          ]
        : [];
    case 'text':
      return [
        { type: 'response.output_text.done', ...at, content_index: 0, text, logprobs: [] },
        { type: 'response.content_part.done', ...at, content_index: 0, part: { type: 'output_text', text, annotations: [] } },
      ];
  }
}
