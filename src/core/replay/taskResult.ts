import type { NanoUsd } from '../money/index.ts';
import { type ModelOutcome, type OutcomeTable, type ReplayTask, tableOf } from './outcomeTable.ts';

/** What a policy makes of one task, on average over its chance and its judge's. */
export interface TaskResult {
  /** The probability that what it ends with is useful. */
  readonly useful: number;
  readonly costNanoUsd: NanoUsd;
}

/** Chooses one model for a task. It is not shown any outcome: it could not use the one that it is judged by. */
export type Route = (task: ReplayTask) => number;

/** A task, with what was learned without its fold. */
export interface HeldOut<Learned> {
  readonly learned: Learned;
  readonly task: ReplayTask;
  readonly outcomes: readonly ModelOutcome[];
}

/** Lets a policy learn on all folds but one, for each fold: what judges a task has not seen it, nor any of its group. */
export function holdOut<Learned>(
  table: OutcomeTable,
  folds: readonly number[],
  learn: (training: OutcomeTable) => Learned,
): readonly HeldOut<Learned>[] {
  const byFold = Map.groupBy(table.tasks.keys(), (task) => folds[task]);
  const held = [...byFold].flatMap(([fold, tasks]) => {
    const learned = learn(tableOf(table, (task) => folds[task] !== fold));
    return tasks.map((index) => ({ index, learned }));
  });
  return held
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ index, learned }) => {
      const [task, outcomes] = [table.tasks[index], table.outcomes[index]];
      return task && outcomes ? [{ learned, task, outcomes }] : [];
    });
}

export function resultOfModel(outcomes: readonly ModelOutcome[], model: number): TaskResult {
  const outcome = outcomes[model];
  if (!outcome) throw new RangeError(`there is no model ${model}`);
  return { useful: outcome.isUseful ? 1 : 0, costNanoUsd: outcome.costNanoUsd };
}

export const usefulOf = (results: readonly TaskResult[]): number => results.reduce((sum, { useful }) => sum + useful, 0);
export const costOf = (results: readonly TaskResult[]): NanoUsd => results.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0);

/** 95 % of a normal distribution lie above the mean minus so many standard deviations. */
const oneSided95 = 1.645;

/**
 * Whether results are as useful as others of the same tasks, with 95 % confidence. Where no single task is less useful there is nothing to
 * doubt. Choosing the cheapest of many alternatives that were just as useful on the training tasks would choose those that were lucky there.
 */
export function areAsUseful(results: readonly TaskResult[], others: readonly TaskResult[]): boolean {
  const differences = results.map(({ useful }, index) => useful - (others[index]?.useful ?? 0));
  if (differences.every((difference) => difference >= 0)) return true;
  const count = differences.length;
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / count;
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  return count > 1 && mean >= oneSided95 * Math.sqrt(squares / (count - 1) / count);
}
