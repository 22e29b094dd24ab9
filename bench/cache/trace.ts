import type { Segment, TaskKind, Tool } from '../../src/core/task/index.ts';

/** One request of a trace. */
export interface TraceRequest {
  readonly atMs: number;
  readonly kind: TaskKind;
  readonly sessionId?: string;
  readonly segments: readonly Segment[];
  readonly tools: readonly Tool[];
  /** Which of the simulated models is asked. */
  readonly model: 'big' | 'small';
  /** What is answered, reasoning included. */
  readonly outputTokens: number;
}

/** Requests as a user and an agent might make them, in order of time. */
export interface Trace {
  readonly name: string;
  /** What it stands for: regrets are told by class. */
  readonly traceClass: string;
  readonly requests: readonly TraceRequest[];
}
