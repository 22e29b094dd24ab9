import type OpenAI from 'openai';
import type { Segment, Tool } from '../../../core/task/index.ts';

type Message = OpenAI.ChatCompletionMessageParam;

export interface ChatDialect {
  /** How the server calls the one who instructs; OpenAI's newer models prefer `developer`. */
  readonly systemRole?: 'system' | 'developer';
}

/** The segments as the messages of Chat Completions, one each, in their order. Context is told by the user. */
export function chatMessagesOf(segments: readonly Segment[], { systemRole = 'system' }: ChatDialect = {}): Message[] {
  return segments.map((segment) => messageOf(segment, systemRole));
}

function messageOf({ role, text, images = [], toolCalls = [], toolCallId }: Segment, systemRole: 'system' | 'developer'): Message {
  if (role === 'system') return { role: systemRole, content: text };
  if (role === 'tool' && toolCallId !== undefined) return { role: 'tool', tool_call_id: toolCallId, content: text };
  if (role === 'assistant') {
    if (toolCalls.length === 0) return { role, content: text };
    const calls = toolCalls.map(({ id, name, argumentsText }) => ({
      id,
      type: 'function' as const,
      function: { name, arguments: argumentsText },
    }));
    // A turn that only calls has no content: some servers refuse an empty text.
    return { role, content: text === '' ? null : text, tool_calls: calls };
  }
  if (images.length === 0) return { role: 'user', content: text };
  const pictures = images.map(({ mediaType, base64 }) => ({
    type: 'image_url' as const,
    image_url: { url: `data:${mediaType};base64,${base64}` },
  }));
  return { role: 'user', content: [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...pictures] };
}

/** The tools as Chat Completions takes them. */
export function chatToolsOf(tools: readonly Tool[]): OpenAI.ChatCompletionFunctionTool[] {
  return tools.map(({ name, description, inputSchema }) => ({
    type: 'function',
    function: { name, description, parameters: inputSchema },
  }));
}
