import { promptTokens } from '../buckets.ts';
import { type Generated, type GeneratedPart, textOfPart } from '../generate.ts';
import type { Job } from '../job.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Wire } from './wire.ts';

/** Ollama's own API: one JSON object a line; the last one has the counts. */
export function createOllamaWire(job: Job, route: 'generate' | 'chat', createdAt: string): Wire {
  const line = (data: JsonObject): string => `${JSON.stringify(data)}\n`;
  const base: JsonObject = { model: job.model.id, created_at: createdAt };
  const saying = (part: GeneratedPart, text: string): JsonObject => {
    if (route === 'generate') return part.kind === 'reasoning' ? { response: '', thinking: text } : { response: text };
    if (part.kind === 'tool-call') return { message: { role: 'assistant', content: '', tool_calls: [callOf(part)] } };
    return {
      message: { role: 'assistant', content: part.kind === 'text' ? text : '', ...(part.kind === 'reasoning' && { thinking: text }) },
    };
  };
  const done = (generated: Generated, usage: JsonObject | undefined): JsonObject => ({
    done: true,
    done_reason: generated.finish === 'length' ? 'length' : 'stop',
    total_duration: 120_000_000,
    load_duration: 10_000_000,
    ...usage,
  });
  return {
    contentType: 'application/x-ndjson',
    usage: ({ buckets }) => ({
      prompt_eval_count: promptTokens(buckets),
      prompt_eval_duration: 30_000_000,
      eval_count: buckets.output,
      eval_duration: 80_000_000,
    }),
    start: () => [],
    partStart: () => [],
    piece: (part, _index, text) => (part.kind === 'tool-call' ? [] : [line({ ...base, ...saying(part, text), done: false })]),
    // A call comes in one piece, when it is complete.
    partEnd: (part) => (part.kind === 'tool-call' ? [line({ ...base, ...saying(part, ''), done: false })] : []),
    finish: (generated, usage) => [
      line({
        ...base,
        ...(route === 'chat' ? { message: { role: 'assistant', content: '' } } : { response: '' }),
        ...done(generated, usage),
      }),
    ],
    usageAlone: () => [],
    error: (refusal) => [line({ error: refusal.message })],
    whole: (generated, usage) => ({ ...base, ...wholeAnswer(generated, route), ...done(generated, usage) }),
  };
}

const callOf = (part: GeneratedPart): JsonObject => ({
  id: part.id,
  function: { name: part.name, arguments: JSON.parse(textOfPart(part)) as Json },
});

function wholeAnswer(generated: Generated, route: 'generate' | 'chat'): JsonObject {
  const joined = (kind: GeneratedPart['kind']) =>
    generated.parts
      .filter((part) => part.kind === kind)
      .map(textOfPart)
      .join('');
  const thinking = joined('reasoning');
  if (route === 'generate') return { response: joined('text'), ...(thinking !== '' && { thinking }) };
  const calls = generated.parts.filter((part) => part.kind === 'tool-call').map(callOf);
  return {
    message: {
      role: 'assistant',
      content: joined('text'),
      ...(thinking !== '' && { thinking }),
      ...(calls.length > 0 && { tool_calls: calls }),
    },
  };
}
