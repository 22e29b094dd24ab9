import type OpenAI from 'openai';
import type { Segment, Tool } from '../../../core/task/index.ts';

type Item = OpenAI.Responses.ResponseInputItem;

/** The segments as the input items of OpenAI's Responses, in their order. */
export function responsesInputOf(segments: readonly Segment[]): Item[] {
  return segments.flatMap(itemsOf);
}

function itemsOf({ role, text, images = [], toolCalls = [], toolCallId }: Segment): readonly Item[] {
  if (role === 'system') return [{ role: 'developer', content: text }];
  if (role === 'tool' && toolCallId !== undefined) return [{ type: 'function_call_output', call_id: toolCallId, output: text }];
  if (role === 'assistant') {
    return [
      ...(text === '' ? [] : [{ role, content: text }]),
      ...toolCalls.map(({ id, name, argumentsText }) => ({ type: 'function_call' as const, call_id: id, name, arguments: argumentsText })),
    ];
  }
  if (images.length === 0) return [{ role: 'user', content: text }];
  const pictures = images.map(({ mediaType, base64 }) => ({
    type: 'input_image' as const,
    detail: 'auto' as const,
    image_url: `data:${mediaType};base64,${base64}`,
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
