import type { PromptPart } from '../ledger/index.ts';
import type { PolicyRequest } from '../policy/index.ts';
import type { RequestStatistics, SizePrediction } from '../statistics/index.ts';
import {
  type AgentState,
  orderByStability,
  type Segment,
  type Stability,
  type Task,
  type TaskKind,
  type Tool,
  textsOfReasoning,
} from '../task/index.ts';
import { framingBound, measureText, type TextMeasure } from '../tokens/index.ts';

/** What selection knows of a task. */
export interface Profile extends PolicyRequest {
  readonly kind: TaskKind;
  readonly segments: readonly Segment[];
  readonly tools: readonly Tool[];
  /** The bytes of all the texts in UTF-8: the bound for reservations. */
  readonly inputBytes: number;
  /** The estimate for context limits and expected cost. */
  readonly inputTokens: number;
  /** At the most so many tokens come on top, as the provider frames messages and tools. */
  readonly framingTokens: number;
  readonly images: number;
  readonly maxOutputTokens: number;
  /** How long the answer is expected to be. */
  readonly predicted: SizePrediction;
  readonly language?: string;
  readonly trigger: string;
  readonly sessionId?: string;
  readonly deadlineMs?: number;
  readonly state?: AgentState;
  readonly leastTier?: Task['leastTier'];
  readonly mostTier?: Task['mostTier'];
  readonly tier?: Task['tier'];
  readonly isFreeOnly?: true;
}

/** Orders the prompt and measures it. What is known of a piece of text is kept, so that only what is new takes time. */
export function profileOf(task: Task, statistics: Pick<RequestStatistics, 'predictSize'>): Profile {
  const { kind, origin, maxOutputTokens, sessionId, deadlineMs, state, leastTier, mostTier, tier, isFreeOnly } = task;
  const segments = orderByStability(task.segments);
  const tools = task.tools ?? [];
  const { bytes, tokens } = measuresOf(segments, tools);
  return {
    kind,
    segments,
    tools,
    inputBytes: bytes,
    inputTokens: tokens,
    framingTokens: framingBound({ messages: segments.length, tools: tools.length }),
    images: segments.reduce((sum, { images = [] }) => sum + images.length, 0),
    maxOutputTokens,
    predicted: statistics.predictSize(kind),
    paths: pathsOf(task),
    trigger: origin.trigger,
    ...(origin.language !== undefined && { language: origin.language }),
    ...(origin.workspace !== undefined && { workspace: origin.workspace }),
    ...(sessionId !== undefined && { sessionId }),
    ...(deadlineMs !== undefined && { deadlineMs }),
    ...(state && { state }),
    ...(leastTier && { leastTier }),
    ...(mostTier && { mostTier }),
    ...(tier && { tier }),
    ...(isFreeOnly && { isFreeOnly }),
  };
}

/** The same task with other text: what is sent may be redacted. */
export function withPrompt(profile: Profile, segments: readonly Segment[], tools: readonly Tool[]): Profile {
  if (segments === profile.segments && tools === profile.tools) return profile;
  const { bytes, tokens } = measuresOf(segments, tools);
  return { ...profile, segments, tools, inputBytes: bytes, inputTokens: tokens };
}

function measuresOf(segments: readonly Segment[], tools: readonly Tool[]): TextMeasure {
  let bytes = 0;
  let tokens = 0;
  const add = (measure: TextMeasure): void => {
    bytes += measure.bytes;
    tokens += measure.tokens;
  };
  for (const tool of tools) add(measureOf(tool, textsOfTool));
  for (const segment of segments) add(measureOf(segment, textsOf));
  return { bytes, tokens };
}

/** How big its pieces are, by stability, the most stable first; tools are as stable as can be. Empty kinds are left out. */
export function promptPartsOf({ segments, tools }: Pick<Profile, 'segments' | 'tools'>): readonly PromptPart[] {
  const parts = new Map<Stability, { segments: number; tokens: number }>();
  const add = (stability: Stability, { tokens }: TextMeasure): void => {
    const part = parts.get(stability);
    if (part) {
      part.segments += 1;
      part.tokens += tokens;
    } else parts.set(stability, { segments: 1, tokens });
  };
  for (const tool of tools) add('static', measureOf(tool, textsOfTool));
  for (const segment of segments) add(segment.stability, measureOf(segment, textsOf));
  return [...parts].map(([stability, part]) => ({ stability, ...part }));
}

/** Pieces of a prompt never change, and most are sent again with the next one. */
const measured = new WeakMap<Segment | Tool, TextMeasure>();

function measureOf<Piece extends Segment | Tool>(piece: Piece, textsOfIt: (piece: Piece) => readonly string[]): TextMeasure {
  const known = measured.get(piece);
  if (known) return known;
  const measures = textsOfIt(piece).map(measureText);
  const measure = {
    bytes: measures.reduce((sum, { bytes }) => sum + bytes, 0),
    tokens: measures.reduce((sum, { tokens }) => sum + tokens, 0),
  };
  measured.set(piece, measure);
  return measure;
}

function pathsOf({ paths = [], segments }: Task): readonly string[] {
  const all = new Set(paths);
  for (const { name } of segments) if (name !== undefined) all.add(name);
  return [...all];
}

/** All the text of a prompt, in order. */
export function promptTexts(segments: readonly Segment[], tools: readonly Tool[]): readonly string[] {
  return [...tools.flatMap(textsOfTool), ...segments.flatMap(textsOf)];
}

function textsOfTool(tool: Tool): readonly string[] {
  return [JSON.stringify(tool)];
}

function textsOf(segment: Segment): readonly string[] {
  const { text, toolCalls = [] } = segment;
  return [text, ...toolCalls.map(({ name, argumentsText }) => name + argumentsText), ...textsOfReasoning(segment)];
}
