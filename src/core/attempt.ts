import type { Candidate } from './catalogue/index.ts';
import type { ChosenDecision, Profile, Rejection } from './selection/index.ts';
import type { Task } from './task/index.ts';

/** One candidate's turn to answer a task. */
export interface Attempt {
  readonly task: Task;
  readonly profile: Profile;
  readonly decision: ChosenDecision;
  readonly candidate: Candidate;
  readonly number: number;
  /** The candidates before it, and why they did not answer. */
  readonly passedOver: readonly Rejection[];
}

/** Which budget could not hold how much. */
export interface Shortage {
  readonly budgetId: string;
  readonly neededNanoUsd: number;
  readonly leftNanoUsd: number;
}
