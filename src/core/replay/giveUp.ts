import { type CascadePlan, type CascadeTry, chanceOf, outlook } from '../cascade/index.ts';
import { acceptance, cascadeRunner, type SimulatedJudge } from './judge.ts';
import { chooseLadder, type Ladder, plainPlan } from './ladder.ts';
import { type ModelOutcome, type OutcomeTable, strongestModel } from './outcomeTable.ts';
import { areAsUseful, costOf, resultOfModel } from './taskResult.ts';

/**
 * What is tried as the worth of a useful answer: each so many times the one before, from a 12th of what going on costs on average to 12
 * times that.
 */
const worthStep = 1.15;
const worthSpan = 12;

/**
 * A cascade that gives up hopeless tasks, learned on the training tasks with the judge that it will have: the ladder that is cheapest
 * without giving up, how often each rung succeeds after those below failed, what it costs then, how far a surprise in cost lasts, and the
 * least worth of a useful answer with which it stays as useful as the strongest model alone. Where that cannot be had with this judge, it is
 * the strongest model alone.
 */
export function learnGiveUp(training: OutcomeTable, judge: SimulatedJudge): CascadePlan {
  const strongest = strongestModel(training);
  const strong = training.outcomes.map((outcomes) => resultOfModel(outcomes, strongest));
  const alone = plainPlan([strongest]);
  const ladder = chooseLadder(training, judge);
  const plan = learnPlan(training, ladder, judge);
  const plans = [plan, ...worths(plan).map((worthNanoUsd) => ({ ...plan, worthNanoUsd }))];
  const [best] = plans
    .map((each) => ({ each, results: training.outcomes.map(cascadeRunner(each, judge)) }))
    .filter(({ results }) => areAsUseful(results, strong))
    .map(({ each, results }) => ({ each, cost: costOf(results) }))
    .concat({ each: alone, cost: costOf(strong) })
    .toSorted((a, b) => a.cost - b.cost);
  return best?.each ?? alone;
}

/** The ladder with what the training tasks tell of its rungs, by the share of tasks that reach them. */
function learnPlan({ outcomes }: OutcomeTable, ladder: Ladder, judge: SimulatedJudge): CascadePlan {
  let reaching = outcomes.map((ofTask) => ({ ofTask, weight: 1, spent: 0 }));
  let expected = 0;
  const surprises = { product: 0, square: 0 };
  const rungs = ladder.map((model) => {
    const asked = reaching.map((each) => ({ ...each, outcome: outcomeOf(each.ofTask, model) }));
    const tried = sum(asked, ({ weight }) => weight);
    const succeeded = sum(asked, ({ weight, outcome }) => (outcome.isUseful ? weight * acceptance(judge, outcome) : 0));
    const expectedNanoUsd = tried > 0 ? sum(asked, ({ weight, outcome }) => weight * outcome.costNanoUsd) / tried : 0;
    if (expected > 0 && expectedNanoUsd > 0)
      for (const { weight, spent, outcome } of asked) {
        const before = spent / expected - 1;
        surprises.product += weight * before * (outcome.costNanoUsd / expectedNanoUsd - 1);
        surprises.square += weight * before * before;
      }
    reaching = asked.map(({ ofTask, weight, spent, outcome }) => ({
      ofTask,
      weight: weight * (1 - acceptance(judge, outcome)),
      spent: spent + outcome.costNanoUsd,
    }));
    expected += expectedNanoUsd;
    const aTry: CascadeTry = { worstCaseNanoUsd: Number.POSITIVE_INFINITY, expectedNanoUsd, chance: chanceOf({ tried, succeeded }) };
    return { id: String(model), tries: [aTry] };
  });
  const costPersistence = surprises.square > 0 ? Math.min(1, Math.max(0, surprises.product / surprises.square)) : 0;
  return { rungs, costPersistence };
}

/** Around what a useful answer costs from the second rung on. */
function worths({ rungs }: CascadePlan): readonly number[] {
  const { costPerUsefulNanoUsd } = outlook(
    rungs.slice(1).flatMap(({ tries }) => tries),
    1,
  );
  if (!Number.isFinite(costPerUsefulNanoUsd)) return [];
  const steps = Math.ceil(Math.log(worthSpan) / Math.log(worthStep));
  return Array.from({ length: 2 * steps + 1 }, (_, index) => costPerUsefulNanoUsd * worthStep ** (index - steps));
}

function outcomeOf(outcomes: readonly ModelOutcome[], model: number): ModelOutcome {
  const outcome = outcomes[model];
  if (!outcome) throw new RangeError(`there is no model ${model}`);
  return outcome;
}

function sum<Value>(values: readonly Value[], amountOf: (value: Value) => number): number {
  return values.reduce((total, value) => total + amountOf(value), 0);
}
