import type Anthropic from '@anthropic-ai/sdk';
import type { ProviderCall } from '../../core/provider.ts';
import type { Segment, Tool } from '../../core/task/index.ts';
import { quirkOf, textQuirkOf } from '../http/quirks.ts';

type Request = Anthropic.MessageCreateParamsStreaming;
type Block = Anthropic.TextBlockParam | Anthropic.ImageBlockParam | Anthropic.ToolUseBlockParam | Anthropic.ToolResultBlockParam;

/** What is asked and what counts as input: the same for the answer and for the free count. */
export function questionOf({ candidate, segments, tools }: ProviderCall): Anthropic.MessageCountTokensParams {
  const system = segments.filter(({ role, text }) => role === 'system' && text !== '');
  const thinking = thinkingOf(quirkOf(candidate, 'thinking'));
  return {
    model: candidate.model.id,
    ...(tools.length > 0 && { tools: tools.map(toolOf) }),
    // One block for each segment, so that the unchanging ones stay the same block.
    ...(system.length > 0 && { system: system.map(({ text }) => ({ type: 'text', text })) }),
    messages: messagesOf(segments.filter(({ role }) => role !== 'system')),
    ...(thinking && { thinking }),
  };
}

/**
 * A request to Messages. Only the standard tier is asked for, so that a request costs no more than was reserved for it. Quirks: `thinking`
 * (`adaptive`, `disabled` or a number of tokens; the API's own way where it is missing), `reasoning` (true: the model takes no stop strings),
 * `serviceTier`, `inferenceGeo`, `speed`.
 */
export function requestOf(call: ProviderCall): Request {
  const { candidate, maxOutputTokens } = call;
  // The API refuses stop strings of white space only.
  const stops = quirkOf(candidate, 'reasoning') === true ? [] : call.stop.filter((stop) => stop.trim() !== '');
  const geo = textQuirkOf(candidate, 'inferenceGeo');
  const speed = textQuirkOf(candidate, 'speed');
  return {
    ...questionOf(call),
    max_tokens: maxOutputTokens,
    ...(stops.length > 0 && { stop_sequences: stops }),
    // The words are the provider's and pass through: which there are changes faster than the SDK's types.
    service_tier: (textQuirkOf(candidate, 'serviceTier') ?? 'standard_only') as NonNullable<Request['service_tier']>,
    ...(geo !== undefined && { inference_geo: geo }),
    ...(speed !== undefined && { speed: speed as NonNullable<Request['speed']> }),
    stream: true,
  };
}

function thinkingOf(quirk: string | number | boolean | undefined): Anthropic.ThinkingConfigParam | undefined {
  if (typeof quirk === 'number') return { type: 'enabled', budget_tokens: quirk };
  return quirk === 'adaptive' || quirk === 'disabled' ? { type: quirk } : undefined;
}

const toolOf = ({ name, description, inputSchema }: Tool): Anthropic.Tool => ({
  name,
  description,
  input_schema: { ...inputSchema, type: 'object' },
});

/** Turns of one role in a row are one turn: all results of a round of calls have to be in one. */
function messagesOf(segments: readonly Segment[]): Anthropic.MessageParam[] {
  const messages: { role: 'user' | 'assistant'; content: Block[] }[] = [];
  for (const segment of segments) {
    const blocks = blocksOf(segment);
    if (blocks.length === 0) continue;
    const role = segment.role === 'assistant' ? 'assistant' : 'user';
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...blocks);
    else messages.push({ role, content: blocks });
  }
  return messages;
}

/** Empty texts are left out: the API refuses them. */
function blocksOf({ role, text, images = [], toolCalls = [], toolCallId }: Segment): Block[] {
  if (role === 'tool' && toolCallId !== undefined) return [{ type: 'tool_result', tool_use_id: toolCallId, content: text }];
  const texts: Block[] = text === '' ? [] : [{ type: 'text', text }];
  if (role === 'assistant') {
    return [
      ...texts,
      ...toolCalls.map(({ id, name, argumentsText }) => ({ type: 'tool_use' as const, id, name, input: inputOf(argumentsText) })),
    ];
  }
  const pictures = images.map(({ mediaType, base64 }) => ({
    type: 'image' as const,
    source: { type: 'base64' as const, media_type: mediaType as Anthropic.Base64ImageSource['media_type'], data: base64 },
  }));
  return [...pictures, ...texts];
}

/** The arguments as an object. What is none is wrapped as Anthropic's documentation of fine-grained tool streaming advises. */
function inputOf(argumentsText: string): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = JSON.parse(argumentsText);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input };
  } catch {
    // Said below.
  }
  return { INVALID_JSON: argumentsText };
}
