import type { Decision } from '../../selection/index.ts';
import type { Task } from '../../task/index.ts';
import type { Snapshot } from '../snapshot.ts';

/** What a paid request must be worth: the frugal ask for more, the eager for less. */
export const worthModes = ['frugal', 'balanced', 'eager'] as const;

export type WorthMode = (typeof worthModes)[number];

/** A paid request that would leave by itself. */
export interface WorthQuestion {
  readonly snapshot: Snapshot;
  readonly task: Task;
  readonly decision: Extract<Decision, { outcome: 'chosen' }>;
  readonly atMs: number;
}

/** Nano-dollars. */
export interface WorthVerdict {
  readonly isWorth: boolean;
  /** From 0 to 1: how likely the user takes the answer. */
  readonly acceptance: number;
  /** What it is worth to the user, times how likely it is taken. */
  readonly valueNanoUsd: number;
  readonly costNanoUsd: number;
  readonly mode: WorthMode;
}

/** Estimates what a paid request is worth, and learns from what becomes of the answers. */
export interface WorthJudge {
  judge(question: WorthQuestion): WorthVerdict;
  /** A key was pressed: the rhythm tells whether the user looks. */
  observe(snapshot: Snapshot, atMs: number): void;
  /** Of a task that was judged, or asked without being judged: it was taken, or it was seen and not taken. */
  learn(taskId: string, outcome: 'accepted' | 'rejected', characters: number): void;
}
