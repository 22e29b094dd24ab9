import type { NanoUsd } from '../money/index.ts';

/** What is known of a task before any model was asked. */
export interface ReplayTask {
  readonly id: string;
  readonly kind: string;
  /** Tasks that belong together, such as those of one repository: none of them is learned from where another one is judged. */
  readonly group: string;
  readonly prompt?: string;
}

/** What became of one task with one model. */
export interface ModelOutcome {
  readonly isUseful: boolean;
  readonly costNanoUsd: NanoUsd;
}

/** Every task with every model. */
export interface OutcomeTable {
  /** The cheapest on average first. */
  readonly models: readonly string[];
  readonly tasks: readonly ReplayTask[];
  /** By task, then by model. */
  readonly outcomes: readonly (readonly ModelOutcome[])[];
}

/** The table of some of its tasks. */
export function tableOf(table: OutcomeTable, isIn: (task: number) => boolean): OutcomeTable {
  return {
    models: table.models,
    tasks: table.tasks.filter((_task, index) => isIn(index)),
    outcomes: table.outcomes.filter((_outcomes, index) => isIn(index)),
  };
}

/** How a model did over all tasks of a table. */
export interface ModelTotals {
  readonly model: number;
  readonly usefulTasks: number;
  readonly costNanoUsd: NanoUsd;
}

export function modelTotals({ models, outcomes }: OutcomeTable): readonly ModelTotals[] {
  return models.map((_name, model) => ({
    model,
    usefulTasks: outcomes.reduce((sum, ofTask) => sum + (ofTask[model]?.isUseful ? 1 : 0), 0),
    costNanoUsd: outcomes.reduce((sum, ofTask) => sum + (ofTask[model]?.costNanoUsd ?? 0), 0),
  }));
}

/** The model with the most useful answers, and the cheaper one of equals: what savings are measured against. */
export function strongestModel(table: OutcomeTable): number {
  const [first] = modelTotals(table).toSorted((a, b) => b.usefulTasks - a.usefulTasks || a.costNanoUsd - b.costNanoUsd);
  return first?.model ?? 0;
}
