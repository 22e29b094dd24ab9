import type OpenAI from 'openai';
import type { Candidate } from '../../../core/catalogue/index.ts';
import { ownReasoning, type Segment, type Tool } from '../../../core/task/index.ts';
import { extrasOfCalls } from './callSignatures.ts';
import { reasoningFields } from './chatReasoning.ts';

type Message = OpenAI.ChatCompletionMessageParam;

export interface ChatDialect {
  /** How the server calls the one who instructs; OpenAI's newer models prefer `developer`. */
  readonly systemRole?: 'system' | 'developer';
  /** What the last part of a segment's message gets, by the segment's place. */
  readonly marks?: ReadonlyMap<number, object>;
  /** Who is asked: what it thought goes back to it. Nothing does where it is missing. */
  readonly candidate?: Candidate;
  /** Each turn of the assistant has to say what was thought before it, were it nothing (DeepSeek). */
  readonly wantsReasoning?: boolean;
  /** What a call gets in the place of a signature, where another model made it; undefined: that server wants none. */
  readonly callSignature?: string;
  /** A call's id as that server takes it; as it is, where it is missing. */
  readonly nameCall?: (id: string) => string;
}

/** The segments as the messages of Chat Completions, one each, in their order. Context is told by the user. */
export function chatMessagesOf(segments: readonly Segment[], dialect: ChatDialect = {}): Message[] {
  return segments.map((segment, place) => messageOf(segment, dialect, dialect.marks?.get(place)));
}

/** Has its message a part that can be marked? */
export function canCarryMark({ role, text, images = [] }: Segment): boolean {
  return text !== '' || (images.length > 0 && role !== 'assistant' && role !== 'tool' && role !== 'system');
}

function messageOf(
  segment: Segment,
  { systemRole = 'system', candidate, wantsReasoning = false, callSignature, nameCall = (id) => id }: ChatDialect,
  mark: object | undefined,
): Message {
  const { role, text, images = [], toolCalls = [], toolCallId } = segment;
  const content = mark ? [{ type: 'text' as const, text, ...mark }] : text;
  if (role === 'system') return { role: systemRole, content };
  if (role === 'tool' && toolCallId !== undefined) return { role: 'tool', tool_call_id: nameCall(toolCallId), content };
  if (role === 'assistant') {
    const blocks = candidate ? ownReasoning(segment, candidate) : [];
    const thought = reasoningFields(blocks, wantsReasoning);
    if (toolCalls.length === 0) return { role, content, ...thought };
    const callIds = toolCalls.map(({ id }) => id);
    const extras = extrasOfCalls(blocks, callIds, callSignature);
    const calls = toolCalls.map(({ id, name, argumentsText }) => ({
      id: nameCall(id),
      type: 'function' as const,
      function: { name, arguments: argumentsText },
      ...extras.get(id),
    }));
    // A turn that only calls has no content: some servers refuse an empty text.
    return { role, content: text === '' ? null : content, tool_calls: calls, ...thought };
  }
  if (images.length === 0) return { role: 'user', content };
  const pictures = images.map(({ mediaType, base64 }, index) => ({
    type: 'image_url' as const,
    image_url: { url: `data:${mediaType};base64,${base64}` },
    ...(index === images.length - 1 && mark),
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
