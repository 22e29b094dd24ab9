import type Anthropic from '@anthropic-ai/sdk';
import { isChatHole } from '../../core/hole/index.ts';
import type { ProviderCall } from '../../core/provider.ts';
import { ownReasoning, type ReasoningBlock, type Segment, type SegmentRole, type Tool } from '../../core/task/index.ts';
import { type CacheControl, cacheControlsOf } from '../http/cacheControl.ts';
import { cacheMarksOf } from '../http/cacheMarks.ts';
import { effortOf, quirkOf, serviceTierOf, textQuirkOf } from '../http/quirks.ts';
import { samplingOf } from '../sampling.ts';
import { mayThinkAnew, thinkingBlockOf } from './thinking.ts';

type Request = Anthropic.MessageCreateParamsStreaming;
type Block =
  | Anthropic.TextBlockParam
  | Anthropic.ImageBlockParam
  | Anthropic.ThinkingBlockParam
  | Anthropic.RedactedThinkingBlockParam
  | Anthropic.ToolUseBlockParam
  | Anthropic.ToolResultBlockParam;

/**
 * What is asked and what counts as input: the same for the answer and for the free count, which takes the marks of the cache and the effort as
 * well. Empty texts are left out, because the API refuses them, and so are never marked.
 */
export function questionOf({ candidate, segments, tools, cachePlan }: ProviderCall): Anthropic.MessageCountTokensParams {
  const placed = segments.map(
    (segment, place): Placed => ({ place, segment, blocks: blocksOf(segment, ownReasoning(segment, candidate)) }),
  );
  // One block for each segment, so that the unchanging ones stay the same block.
  const system = placed.filter(({ segment }) => segment.role === 'system');
  const turns = placed.filter(({ segment }) => segment.role !== 'system');
  const marks = cacheMarksOf(cachePlan, (place) => (place === -1 ? tools.length > 0 : (placed[place]?.blocks.length ?? 0) > 0));
  const controls = cacheControlsOf(marks, [-1, ...[...system, ...turns].map(({ place }) => place)]);
  const marked = ({ place, blocks }: Placed): Block[] => withMark(blocks, controls.get(place));
  const instructions = system.flatMap(marked) as Anthropic.TextBlockParam[];
  const messages = messagesOf(turns.map((turn) => ({ role: turn.segment.role, blocks: marked(turn) })));
  const thinking = thinkingOf(quirkOf(candidate, 'thinking'), messages);
  const effort = effortOf(candidate);
  return {
    model: candidate.model.id,
    ...(tools.length > 0 && { tools: withMark(tools.map(toolOf), controls.get(-1)) }),
    ...(instructions.length > 0 && { system: instructions }),
    messages,
    ...(thinking && { thinking }),
    // The words are the provider's and pass through: which there are changes faster than the SDK's types.
    ...(effort !== undefined && { output_config: { effort: effort as NonNullable<Anthropic.OutputConfig['effort']> } }),
  };
}

/** A segment at its place among the call's, and the blocks that it becomes. */
interface Placed {
  readonly place: number;
  readonly segment: Segment;
  readonly blocks: readonly Block[];
}

/** A mark is on the last block of what it ends. Nothing may be written into thoughts, and none are last where an answer calls. */
function withMark<Part extends object>(parts: readonly Part[], mark: CacheControl | undefined): Part[] {
  return parts.map((part, index) => (mark && index === parts.length - 1 ? { ...part, ...mark } : part));
}

/**
 * A request to Messages. Only the standard tier is asked for, so that a request costs no more than was reserved for it. Quirks: `thinking`
 * (`adaptive`, `disabled` or a number of tokens; the API's own way where it is missing), `reasoning` (true: the model takes no stop strings),
 * `reasoningEffort`, `serviceTier`, `inferenceGeo`, `speed`.
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
    ...(isChatHole(call) && takesTemperature(call) && { temperature: samplingOf(call).temperature }),
    service_tier: (serviceTierOf(candidate) ?? 'standard_only') as NonNullable<Request['service_tier']>,
    ...(geo !== undefined && { inference_geo: geo }),
    ...(speed !== undefined && { speed: speed as NonNullable<Request['speed']> }),
    stream: true,
  };
}

/** What may think, by itself or because it is told to, refuses one, and so do all models that have a choice of effort. */
function takesTemperature({ candidate }: ProviderCall): boolean {
  const thinking = quirkOf(candidate, 'thinking');
  return (
    (thinking === undefined || thinking === 'disabled') &&
    effortOf(candidate) === undefined &&
    candidate.model.efforts === undefined &&
    quirkOf(candidate, 'reasoning') !== true
  );
}

function thinkingOf(
  quirk: string | number | boolean | undefined,
  messages: readonly Anthropic.MessageParam[],
): Anthropic.ThinkingConfigParam | undefined {
  if (typeof quirk === 'number') return mayThinkAnew(messages) ? { type: 'enabled', budget_tokens: quirk } : { type: 'disabled' };
  return quirk === 'adaptive' || quirk === 'disabled' ? { type: quirk } : undefined;
}

const toolOf = ({ name, description, inputSchema }: Tool): Anthropic.Tool => ({
  name,
  description,
  input_schema: { ...inputSchema, type: 'object' },
});

/** Turns of one role in a row are one turn: all results of a round of calls have to be in one. */
function messagesOf(turns: readonly { readonly role: SegmentRole; readonly blocks: Block[] }[]): Anthropic.MessageParam[] {
  const messages: { role: 'user' | 'assistant'; content: Block[] }[] = [];
  for (const turn of turns) {
    if (turn.blocks.length === 0) continue;
    const role = turn.role === 'assistant' ? 'assistant' : 'user';
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...turn.blocks);
    else messages.push({ role, content: turn.blocks });
  }
  return messages;
}

function blocksOf({ role, text, images = [], toolCalls = [], toolCallId }: Segment, reasoning: readonly ReasoningBlock[]): Block[] {
  if (role === 'tool' && toolCallId !== undefined) return [{ type: 'tool_result', tool_use_id: toolCallId, content: text }];
  const texts: Block[] = text === '' ? [] : [{ type: 'text', text }];
  if (role === 'assistant') {
    const thoughts = (isWanted: (block: ReasoningBlock) => boolean): Block[] =>
      reasoning.filter(isWanted).flatMap((block) => thinkingBlockOf(block) ?? []);
    const calls = toolCalls.flatMap(({ id, name, argumentsText }, index) => [
      ...thoughts(({ isBehindText, callsBefore }) => callsBefore === index && (isBehindText || index > 0)),
      { type: 'tool_use' as const, id, name, input: inputOf(argumentsText) },
    ]);
    return [...thoughts(({ isBehindText, callsBefore }) => callsBefore === 0 && !isBehindText), ...texts, ...calls];
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
