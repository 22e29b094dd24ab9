import type { Model } from '../catalogue/index.ts';
import type { AgentState, TaskKind } from '../task/index.ts';

/** From 0, all is well, to 3: what was tried does not work. */
export type Trouble = 0 | 1 | 2 | 3;

/** Steps without progress after which the model is helped, and after which it is given up. */
const slowSteps = 3;
const stuckSteps = 6;

/**
 * How badly an agent's task goes, by what happened and never by what the model says. Each sign counts one: the same call made again, three steps
 * without progress, six of them, and tests that still fail by then.
 */
export function troubleOf(state: AgentState | undefined): Trouble {
  if (!state) return 0;
  const { repeatedCalls, stepsWithoutProgress, failingTests = 0 } = state;
  const signs = [
    repeatedCalls > 0,
    stepsWithoutProgress >= slowSteps,
    stepsWithoutProgress >= stuckSteps,
    failingTests > 0 && stepsWithoutProgress >= slowSteps,
  ];
  return Math.min(3, signs.filter(Boolean).length) as Trouble;
}

/** Kinds that need no thinking: what is asked of them is short and plain. */
const plain: ReadonlySet<TaskKind> = new Set(['completion.line', 'completion.block', 'commit-message', 'title', 'compaction']);

/** The place of the usual effort among a model's: the lowest for plain kinds, else `medium`, else the middle one. */
function usualPlace(kind: TaskKind, efforts: readonly string[]): number {
  if (plain.has(kind)) return 0;
  const medium = efforts.indexOf('medium');
  return medium >= 0 ? medium : Math.floor((efforts.length - 1) / 2);
}

/** Effort rises with trouble before the model changes. Undefined where the model gives no choice. */
export function effortFor(kind: TaskKind, { efforts = [] }: Pick<Model, 'efforts'>, trouble: Trouble): string | undefined {
  return efforts[Math.min(efforts.length - 1, usualPlace(kind, efforts) + trouble)];
}
