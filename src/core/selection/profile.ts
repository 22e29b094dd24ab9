import type { Redact } from '../policy/index.ts';
import { orderByStability, type Segment, type Task, type TaskKind } from '../task/index.ts';
import { estimateTokens, utf8Bytes } from '../tokens/index.ts';

/** What selection knows of a task. */
export interface Profile {
  readonly kind: TaskKind;
  readonly segments: readonly Segment[];
  /** The bound for reservations. */
  readonly inputBytes: number;
  /** The estimate for context limits and expected cost. */
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
}

/** Orders and redacts the prompt, and measures it. */
export function profileOf(task: Task, redact: Redact): Profile {
  const segments = orderByStability(task.segments).map(redact);
  return {
    kind: task.kind,
    segments,
    inputBytes: segments.reduce((sum, segment) => sum + utf8Bytes(segment.text), 0),
    inputTokens: segments.reduce((sum, segment) => sum + estimateTokens(segment.text), 0),
    maxOutputTokens: task.maxOutputTokens,
  };
}
