import type { Redact } from '../policy/index.ts';
import { orderByStability, type Segment, type Task, type TaskKind, type Tool } from '../task/index.ts';
import { estimateTokens, framingBound, utf8Bytes } from '../tokens/index.ts';

/** What selection knows of a task. */
export interface Profile {
  readonly kind: TaskKind;
  readonly segments: readonly Segment[];
  readonly tools: readonly Tool[];
  /** All the text that is sent, pieces in order: what bounds and counts of tokens are made from. */
  readonly texts: readonly string[];
  /** The bytes of all the texts in UTF-8: the bound for reservations. */
  readonly inputBytes: number;
  /** The estimate for context limits and expected cost. */
  readonly inputTokens: number;
  /** At the most so many tokens come on top, as the provider frames messages and tools. */
  readonly framingTokens: number;
  readonly images: number;
  readonly maxOutputTokens: number;
}

/** Orders and redacts the prompt, and measures it. */
export function profileOf(task: Task, redact: Redact): Profile {
  const segments = orderByStability(task.segments).map(redact);
  const tools = task.tools ?? [];
  const texts = promptTexts(segments, tools);
  return {
    kind: task.kind,
    segments,
    tools,
    texts,
    inputBytes: texts.reduce((sum, text) => sum + utf8Bytes(text), 0),
    inputTokens: texts.reduce((sum, text) => sum + estimateTokens(text), 0),
    framingTokens: framingBound({ messages: segments.length, tools: tools.length }),
    images: segments.reduce((sum, { images = [] }) => sum + images.length, 0),
    maxOutputTokens: task.maxOutputTokens,
  };
}

/** All the text of a prompt, in order. */
export function promptTexts(segments: readonly Segment[], tools: readonly Tool[]): readonly string[] {
  return [...tools.map((tool) => JSON.stringify(tool)), ...segments.flatMap(textsOf)];
}

function textsOf({ text, toolCalls = [] }: Segment): readonly string[] {
  return [text, ...toolCalls.map(({ name, argumentsText }) => name + argumentsText)];
}
