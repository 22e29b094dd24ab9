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
  /** What it is worth to the user times how likely it is taken, less what a look at one that is not taken costs; never below 0. */
  readonly valueNanoUsd: number;
  readonly costNanoUsd: number;
  readonly mode: WorthMode;
  /** It is not worth its cost, and leaves all the same: few do, so that a user who changes is noticed. */
  readonly isTrial?: true;
}

/** Estimates what a paid request is worth, and learns from what becomes of the answers. */
export interface WorthJudge {
  judge(question: WorthQuestion): WorthVerdict;
  /** A key was pressed: the rhythm tells whether the user looks. */
  observe(snapshot: Snapshot, atMs: number): void;
  /**
   * A request leaves, of whatever price and however it was asked for: local ones teach as well. Of one of which no outcome is heard while many
   * more leave, it is learned that nothing came.
   */
  noticed?(question: WorthQuestion): void;
  /** Of a task that was judged, or asked without being judged: it was taken, or it was seen and not taken. */
  learn(taskId: string, outcome: 'accepted' | 'rejected', characters: number): void;
}
