import { errorBody } from '../errors.ts';
import { type Generated, textOfPart } from '../generate.ts';
import type { Job } from '../job.ts';
import type { Json, JsonObject } from '../json.ts';
import { chatUsage } from './chatWire.ts';
import { sse, type Wire } from './wire.ts';

/** Completions, as `/v1/completions` and DeepSeek's `/beta/completions` answer. Mistral's FIM route answers in the chat's shape. */
export function createCompletionsWire(job: Job, options: { readonly created: number; readonly includeUsage: boolean }): Wire {
  const body = (choices: Json, usage?: JsonObject): JsonObject => ({
    id: job.id,
    object: 'text_completion',
    created: options.created,
    choices,
    model: job.model.id,
    ...(usage ? { usage } : options.includeUsage && { usage: null }),
  });
  const choice = (text: string, finish: string | null): Json => [{ text, index: 0, logprobs: null, finish_reason: finish }];
  const reason = (generated: Generated) => (generated.finish === 'length' ? 'length' : 'stop');
  return {
    contentType: 'text/event-stream; charset=utf-8',
    usage: (served) => chatUsage(job, served),
    start: () => [],
    partStart: () => [],
    piece: (part, _index, text) => (part.kind === 'text' ? [sse(body(choice(text, null)))] : []),
    partEnd: () => [],
    finish: (generated, usage) => [
      sse(body(choice('', reason(generated)))),
      ...(options.includeUsage && usage ? [sse(body([], usage))] : []),
      'data: [DONE]\n\n',
    ],
    usageAlone: (usage) => [sse(body([], usage))],
    error: (refusal) => [sse(errorBody(job.dialect, refusal, ''))],
    whole: (generated, usage) => {
      const text = generated.parts.map((part) => (part.kind === 'text' ? textOfPart(part) : '')).join('');
      const { usage: _, ...answer } = body(choice(text, reason(generated)));
      return { ...answer, ...(usage && { usage }) };
    },
  };
}
