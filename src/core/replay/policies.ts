import type { CascadePlan } from '../cascade/index.ts';
import { learnGiveUp } from './giveUp.ts';
import { cascadeRunner, perfectJudge, type SimulatedJudge } from './judge.ts';
import { chooseLadder, plainPlan, wholeLadder } from './ladder.ts';
import { learnPrior } from './learnedPrior.ts';
import { type ModelOutcome, type OutcomeTable, strongestModel } from './outcomeTable.ts';
import { learnPromptLength } from './promptLength.ts';
import { costOf, type HeldOut, holdOut, type Route, resultOfModel, type TaskResult, usefulOf } from './taskResult.ts';

/** What `--policy` takes. */
export const policyNames = [
  'always',
  'random-mix',
  'prompt-length',
  'learned-prior',
  'cascade',
  'cascade-every-model',
  'cascade-give-up',
  'oracle',
] as const;

export type PolicyName = (typeof policyNames)[number];

/** What a policy does, task by task. */
export interface PolicyRun {
  /** Unique in a replay. */
  readonly name: string;
  readonly policy: PolicyName;
  /** It stands for judges that are simulated. */
  readonly judge?: SimulatedJudge;
  readonly results: readonly TaskResult[];
}

export interface PolicyTerms {
  /** The fold of each task; all the same where there is nothing to learn from. */
  readonly folds: readonly number[];
  readonly judges: readonly SimulatedJudge[];
}

/** Learning needs a fold to learn from; a prompt's length needs prompts. */
export function canRun(policy: PolicyName, { tasks }: OutcomeTable, { folds }: PolicyTerms): boolean {
  const isLearned = policy !== 'always' && policy !== 'random-mix' && policy !== 'oracle';
  if (isLearned && new Set(folds).size < 2) return false;
  return policy !== 'prompt-length' || tasks.some(({ prompt }) => prompt !== undefined);
}

export function runPolicy(policy: PolicyName, table: OutcomeTable, { folds, judges }: PolicyTerms): readonly PolicyRun[] {
  switch (policy) {
    case 'always':
      return table.models.map((model, index) => ({ name: `always ${model}`, policy, results: resultsOfModel(table, index) }));
    case 'random-mix':
      return [{ name: policy, policy, results: table.outcomes.map(averageOf) }];
    case 'prompt-length':
      return [{ name: policy, policy, results: holdOut(table, folds, learnPromptLength).map(routed) }];
    case 'learned-prior':
      return [{ name: policy, policy, results: holdOut(table, folds, learnPrior).map(routed) }];
    case 'cascade':
      return cascades(
        policy,
        judges,
        holdOut(table, folds, (training) => plainPlan(chooseLadder(training, perfectJudge))),
      );
    case 'cascade-every-model':
      return cascades(
        policy,
        judges,
        holdOut(table, folds, (training) => plainPlan(wholeLadder(training))),
      );
    case 'cascade-give-up':
      return judges.flatMap((judge) =>
        cascades(
          policy,
          [judge],
          holdOut(table, folds, (training) => learnGiveUp(training, judge)),
        ),
      );
    case 'oracle':
      return [{ name: policy, policy, results: table.outcomes.map((outcomes) => resultOfModel(outcomes, cheapestUseful(outcomes))) }];
  }
}

/** What savings are measured against: the strongest model of the whole table. */
export function alwaysStrong(table: OutcomeTable): { readonly model: string; readonly results: readonly TaskResult[] } {
  const strongest = strongestModel(table);
  return { model: table.models[strongest] ?? '', results: resultsOfModel(table, strongest) };
}

export function resultsOfModel({ outcomes }: OutcomeTable, model: number): readonly TaskResult[] {
  return outcomes.map((ofTask) => resultOfModel(ofTask, model));
}

/** A route chooses before it knows any outcome of the task; only then is the chosen one looked up. */
function routed({ learned, task, outcomes }: HeldOut<Route>): TaskResult {
  return resultOfModel(outcomes, learned(task));
}

function cascades(policy: PolicyName, judges: readonly SimulatedJudge[], held: readonly HeldOut<CascadePlan>[]): readonly PolicyRun[] {
  return judges.map((judge) => ({
    name: nameWith(policy, judge),
    policy,
    judge,
    results: held.map(({ learned, outcomes }) => cascadeRunner(learned, judge)(outcomes)),
  }));
}

/** Each model is as likely. */
function averageOf(outcomes: readonly ModelOutcome[]): TaskResult {
  const all = outcomes.map((_outcome, model) => resultOfModel(outcomes, model));
  return { useful: usefulOf(all) / all.length, costNanoUsd: costOf(all) / all.length };
}

/** It knows what no policy can. Where no model is useful, it asks the cheapest. */
function cheapestUseful(outcomes: readonly ModelOutcome[]): number {
  const [cheapest] = outcomes
    .map(({ isUseful, costNanoUsd }, model) => ({ isUseful, costNanoUsd, model }))
    .toSorted((a, b) => Number(b.isUseful) - Number(a.isUseful) || a.costNanoUsd - b.costNanoUsd || a.model - b.model);
  return cheapest?.model ?? 0;
}

/** A judge that errs is part of the name: `cascade, 10 % false accepts`. */
function nameWith(policy: PolicyName, { falseAccept, falseReject }: SimulatedJudge): string {
  const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
  return [
    policy,
    ...(falseAccept > 0 ? [`${percent(falseAccept)} false accepts`] : []),
    ...(falseReject > 0 ? [`${percent(falseReject)} false rejects`] : []),
  ].join(', ');
}
