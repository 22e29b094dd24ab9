import type { Reasoning } from './reasoning.ts';
import type { ToolCall } from './tool.ts';

/**
 * How long a piece of a prompt stays the same. Prompts are built in this order, byte-identical while nothing changed,
 * because that is what makes the providers' prefix caches hit.
 */
const stabilities = ['static', 'workspace', 'session', 'turn'] as const;

export type Stability = (typeof stabilities)[number];

/** `context`, `prefix` and `suffix` belong to fill-in-the-middle tasks, the others to conversations. */
export type SegmentRole = 'system' | 'user' | 'assistant' | 'tool' | 'context' | 'prefix' | 'suffix';

/** A picture in a user's turn. */
export interface Image {
  /** `image/png`, `image/jpeg`, `image/webp` or `image/gif`. */
  readonly mediaType: string;
  readonly base64: string;
}

/** A piece of a prompt. */
export interface Segment {
  readonly role: SegmentRole;
  readonly stability: Stability;
  readonly text: string;
  /** Where the text comes from, e.g. a file's path relative to its workspace folder. */
  readonly name?: string;
  readonly images?: readonly Image[];
  /** The calls of an assistant's turn. */
  readonly toolCalls?: readonly ToolCall[];
  /** What an assistant's turn was thought before; for whoever thought it. */
  readonly reasoning?: Reasoning;
  /** Which call a `tool` segment answers. */
  readonly toolCallId?: string;
}

/** The segments from the most to the least stable; equal ones keep their order. */
export function orderByStability(segments: readonly Segment[]): readonly Segment[] {
  if (areOrdered(segments)) return segments;
  return stabilities.flatMap((stability) => segments.filter((segment) => segment.stability === stability));
}

function areOrdered(segments: readonly Segment[]): boolean {
  let last = 0;
  return segments.every(({ stability }) => {
    const place = stabilities.indexOf(stability);
    const isOrdered = place >= last;
    last = place;
    return isOrdered;
  });
}

/** The texts of all segments with that role, joined in order. */
export function textOf(segments: readonly Segment[], role: SegmentRole): string {
  return segments
    .filter((segment) => segment.role === role)
    .map((segment) => segment.text)
    .join('');
}
