import type OpenAI from 'openai';
import type { Candidate } from '../../../core/catalogue/index.ts';
import { ownReasoning, type ReasoningBlock, type Segment, type Tool } from '../../../core/task/index.ts';
import type { CacheBreakpoint } from '../openAiCaching.ts';
import { reasoningItemOf } from './reasoningItem.ts';

type Item = OpenAI.Responses.ResponseInputItem;

/** The segments as the input items of OpenAI's Responses, in their order; `marks` is what the last part of a segment's item gets, by its place. */
export function responsesInputOf(segments: readonly Segment[], candidate: Candidate, marks?: ReadonlyMap<number, CacheBreakpoint>): Item[] {
  return segments.flatMap((segment, place) => itemsOf(segment, ownReasoning(segment, candidate), marks?.get(place)));
}

/** Has its item a part that can be marked? What the model said itself has none. */
export function canCarryMark({ role, text, images = [] }: Segment): boolean {
  return role !== 'assistant' && (text !== '' || (images.length > 0 && role !== 'tool' && role !== 'system'));
}

function itemsOf(segment: Segment, reasoning: readonly ReasoningBlock[], mark: CacheBreakpoint | undefined): readonly Item[] {
  const { role, text, images = [], toolCalls = [], toolCallId } = segment;
  const content = mark ? [{ type: 'input_text' as const, text, ...mark }] : text;
  if (role === 'system') return [{ role: 'developer', content }];
  if (role === 'tool' && toolCallId !== undefined) return [{ type: 'function_call_output', call_id: toolCallId, output: content }];
  if (role === 'assistant') {
    const thoughts = (isWanted: (block: ReasoningBlock) => boolean): Item[] =>
      reasoning.filter(isWanted).flatMap((block) => reasoningItemOf(block) ?? []);
    const calls = toolCalls.flatMap(({ id, name, argumentsText }, index) => [
      ...thoughts(({ isBehindText, callsBefore }) => callsBefore === index && (isBehindText || index > 0)),
      { type: 'function_call' as const, call_id: id, name, arguments: argumentsText },
    ]);
    const said: readonly Item[] = text === '' ? [] : [{ role, content: text }];
    return [...thoughts(({ isBehindText, callsBefore }) => callsBefore === 0 && !isBehindText), ...said, ...calls];
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
