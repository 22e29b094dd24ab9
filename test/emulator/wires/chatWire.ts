import type { Finish } from '../answers.ts';
import { promptTokens, writtenTokens } from '../buckets.ts';
import { errorBody } from '../errors.ts';
import { type Generated, type GeneratedPart, textOfPart } from '../generate.ts';
import type { Dialect, Job } from '../job.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Served } from '../prepare.ts';
import { signatureOf } from '../thoughts.ts';
import { sse, type Wire } from './wire.ts';

const finishReasons: Readonly<Record<Finish, string>> = {
  stop: 'stop',
  length: 'length',
  'stop-sequence': 'stop',
  'tool-calls': 'tool_calls',
  refusal: 'content_filter',
};
/** Who shows the model's thoughts, and under which name. OpenAI and Azure only count them. */
const reasoningFields: Readonly<Partial<Record<Dialect, string>>> = {
  openrouter: 'reasoning',
  deepseek: 'reasoning_content',
  compatible: 'reasoning_content',
};

/** Chat Completions in the dialects of those who speak it. */
export function createChatWire(job: Job, options: { readonly created: number; readonly includeUsage: boolean }): Wire {
  const { dialect } = job;
  const base = (object: string): JsonObject => ({
    id: job.id,
    object,
    created: options.created,
    model: job.model.id,
    ...(dialect === 'openrouter' && { provider: 'Emulated Upstream' }),
    ...((dialect === 'openai' || dialect === 'azure') && { service_tier: tierName(job) }),
    system_fingerprint: 'fp_emulated',
  });
  const asksUsage = options.includeUsage || dialect === 'openrouter' || dialect === 'mistral';
  const chunk = (choices: Json, usage?: JsonObject): string =>
    sse({ ...base('chat.completion.chunk'), choices, ...(usage ? { usage } : options.includeUsage && { usage: null }) });
  const delta = (content: JsonObject, finish: string | null = null, usage?: JsonObject): string =>
    chunk([{ index: 0, delta: content, logprobs: null, finish_reason: finish }], usage);
  // DeepSeek and Mistral put the usage beside the finish reason, the others into a chunk of its own.
  const usageIsBesideFinish = dialect === 'deepseek' || dialect === 'mistral';
  const reasoningField = reasoningFields[dialect];
  const callIndex = new Map<number, number>();

  return {
    contentType: 'text/event-stream; charset=utf-8',
    usage: (served) => chatUsage(job, served),
    start: () => [
      ...(dialect === 'openrouter' ? [': OPENROUTER PROCESSING\n\n'] : []),
      // Azure judges the prompt first, in a chunk without choices.
      ...(dialect === 'azure' ? [chunk([])] : []),
      delta({ role: 'assistant', content: '', ...((dialect === 'openai' || dialect === 'azure') && { refusal: null }) }),
    ],
    partStart: (part, index) => {
      if (part.kind !== 'tool-call') return [];
      const position = callIndex.size;
      callIndex.set(index, position);
      return [delta({ tool_calls: [{ index: position, id: part.id, type: 'function', function: { name: part.name, arguments: '' } }] })];
    },
    piece: (part, index, text) => {
      if (part.kind === 'text') return [delta({ content: text })];
      if (part.kind === 'reasoning')
        return reasoningField ? [delta({ content: null, [reasoningField]: text, ...detailsOf(dialect, { text }) })] : [];
      return text === '' ? [] : [delta({ tool_calls: [{ index: callIndex.get(index) ?? 0, function: { arguments: text } }] })];
    },
    partEnd: (part) =>
      part.kind === 'reasoning' && dialect === 'openrouter'
        ? [delta({ content: null, ...detailsOf(dialect, { signature: signatureOf(job.model.id, textOfPart(part)) }) })]
        : [],
    finish: (generated, usage) => {
      const asked = asksUsage ? usage : undefined;
      const reason = finishReasons[generated.finish];
      const last = usageIsBesideFinish ? [delta({}, reason, asked)] : [delta({}, reason), ...(asked ? [chunk([], asked)] : [])];
      return [...last, 'data: [DONE]\n\n'];
    },
    usageAlone: (usage) => [chunk([], usage)],
    error: (refusal) =>
      dialect === 'openrouter'
        ? [
            sse({
              ...base('chat.completion.chunk'),
              ...errorBody(dialect, refusal, ''),
              choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
            }),
          ]
        : [sse(errorBody(dialect, refusal, ''))],
    whole: (generated, usage) => ({
      ...base('chat.completion'),
      choices: [
        { index: 0, message: messageOf(generated, reasoningField), logprobs: null, finish_reason: finishReasons[generated.finish] },
      ],
      ...(usage && { usage }),
    }),
  };
}

/** OpenRouter tells the thoughts a second time, in the list that it wants back. */
const detailsOf = (dialect: Dialect, told: JsonObject): JsonObject =>
  dialect === 'openrouter' ? { reasoning_details: [{ type: 'reasoning.text', format: 'emulated-v1', index: 0, ...told }] } : {};

/** `auto` is answered with the tier that was used. */
export const tierName = (job: Job): string => (job.tier === 'standard' ? 'default' : job.tier);

function messageOf(generated: Generated, reasoningField: string | undefined): JsonObject {
  const joined = (kind: GeneratedPart['kind']) =>
    generated.parts
      .filter((part) => part.kind === kind)
      .map(textOfPart)
      .join('');
  const calls = generated.parts.filter((part) => part.kind === 'tool-call');
  const text = joined('text');
  return {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    ...(reasoningField && { [reasoningField]: joined('reasoning') }),
    ...(calls.length > 0 && {
      tool_calls: calls.map((part) => ({ id: part.id, type: 'function', function: { name: part.name, arguments: textOfPart(part) } })),
    }),
  };
}

/** Cached tokens are inside `prompt_tokens`, reasoning inside `completion_tokens`. */
export function chatUsage(job: Job, { buckets, reasoningTokens, rejectedPredictionTokens, charge }: Served): JsonObject {
  const prompt = promptTokens(buckets);
  const totals = { prompt_tokens: prompt, completion_tokens: buckets.output, total_tokens: prompt + buckets.output };
  switch (job.dialect) {
    case 'mistral':
      return totals;
    case 'deepseek':
      return {
        ...totals,
        prompt_tokens_details: { cached_tokens: buckets.cacheRead },
        completion_tokens_details: { reasoning_tokens: reasoningTokens },
        prompt_cache_hit_tokens: buckets.cacheRead,
        prompt_cache_miss_tokens: prompt - buckets.cacheRead,
      };
    case 'openrouter':
      return {
        ...totals,
        cost: charge.gatewayNanoUsd / 1e9,
        is_byok: job.account.bringsOwnKey,
        prompt_tokens_details: { cached_tokens: buckets.cacheRead, cache_write_tokens: writtenTokens(buckets), audio_tokens: 0 },
        // On credits this repeats `cost`; on one's own key it is the upstream's bill and comes on top.
        cost_details: { upstream_inference_cost: charge.upstreamNanoUsd / 1e9 },
        completion_tokens_details: { reasoning_tokens: reasoningTokens },
      };
    default:
      return {
        ...totals,
        prompt_tokens_details: {
          cached_tokens: buckets.cacheRead,
          audio_tokens: 0,
          ...(writesAreBilled(job) && { cache_write_tokens: writtenTokens(buckets) }),
        },
        completion_tokens_details: {
          reasoning_tokens: reasoningTokens,
          audio_tokens: 0,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: rejectedPredictionTokens,
        },
      };
  }
}

export const writesAreBilled = (job: Job): boolean => job.model.cache?.style === 'automatic' && job.model.cache.writesAreBilled;
