import type OpenAI from 'openai';
import type { Segment, Tool } from '../../../core/task/index.ts';
import type { CacheBreakpoint } from '../openAiCaching.ts';

type Item = OpenAI.Responses.ResponseInputItem;

/** The segments as the input items of OpenAI's Responses, in their order; `marks` is what the last part of a segment's item gets, by its place. */
export function responsesInputOf(segments: readonly Segment[], marks?: ReadonlyMap<number, CacheBreakpoint>): Item[] {
  return segments.flatMap((segment, place) => itemsOf(segment, marks?.get(place)));
}

/** Has its item a part that can be marked? What the model said itself has none. */
export function canCarryMark({ role, text, images = [] }: Segment): boolean {
  return role !== 'assistant' && (text !== '' || (images.length > 0 && role !== 'tool' && role !== 'system'));
}

function itemsOf(segment: Segment, mark: CacheBreakpoint | undefined): readonly Item[] {
  const { role, text, images = [], toolCalls = [], toolCallId } = segment;
  const content = mark ? [{ type: 'input_text' as const, text, ...mark }] : text;
  if (role === 'system') return [{ role: 'developer', content }];
  if (role === 'tool' && toolCallId !== undefined) return [{ type: 'function_call_output', call_id: toolCallId, output: content }];
  if (role === 'assistant') {
    return [
      ...(text === '' ? [] : [{ role, content: text }]),
      ...toolCalls.map(({ id, name, argumentsText }) => ({ type: 'function_call' as const, call_id: id, name, arguments: argumentsText })),
    ];
  }
  if (images.length === 0) return [{ role: 'user', content }];
  const pictures = images.map(({ mediaType, base64 }, index) => ({
    type: 'input_image' as const,
    detail: 'auto' as const,
    image_url: `data:${mediaType};base64,${base64}`,
    ...(index === images.length - 1 && mark),
  }));
  return [{ role: 'user', content: [...(text === '' ? [] : [{ type: 'input_text' as const, text }]), ...pictures] }];
}

/** The tools as Responses takes them. Not strict, which would be the default: strict schemas allow no optional arguments. */
export function responsesToolsOf(tools: readonly Tool[]): OpenAI.Responses.FunctionTool[] {
  return tools.map(({ name, description, inputSchema }) => ({
    type: 'function',
    name,
    description,
    parameters: inputSchema,
    strict: false,
  }));
}
