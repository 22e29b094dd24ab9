import type { Candidate } from '../../src/core/catalogue/index.ts';
import type { ReasoningBlock, Segment, StreamPart, Tool, ToolCall } from '../../src/core/task/index.ts';

export const readTool: Tool = {
  name: 'read',
  description: 'Reads a file',
  inputSchema: { type: 'object', properties: { path: { type: 'string' } } },
};

/** The user's question, an answer with its calls and what was thought before it, and what came of each call. */
export function secondRound(
  question: readonly Segment[],
  parts: readonly StreamPart[],
  { endpoint, model }: Candidate,
): readonly Segment[] {
  const blocks: ReasoningBlock[] = [];
  const toolCalls: ToolCall[] = [];
  let text = '';
  for (const part of parts) {
    if (part.type === 'text-delta') text += part.text;
    if (part.type === 'tool-call-end') toolCalls.push(part.call);
    if (part.type !== 'reasoning-end') continue;
    blocks.push({ texts: part.texts, opaque: part.opaque, isBehindText: text !== '', callsBefore: toolCalls.length });
  }
  const reasoning = { endpoint: endpoint.id, model: model.id, blocks };
  return [
    ...question,
    { role: 'assistant', stability: 'session', text, toolCalls, ...(blocks.length > 0 && { reasoning }) },
    ...toolCalls.map(({ id }): Segment => ({ role: 'tool', stability: 'session', text: 'contents', toolCallId: id })),
  ];
}

/** The same with another word in each thought: what a signature is against. */
export const withChangedThoughts = (segments: readonly Segment[]): readonly Segment[] =>
  segments.map((segment) =>
    segment.reasoning
      ? {
          ...segment,
          reasoning: {
            ...segment.reasoning,
            blocks: segment.reasoning.blocks.map((block) => ({ ...block, texts: block.texts.map((text) => `${text} Or not.`) })),
          },
        }
      : segment,
  );
