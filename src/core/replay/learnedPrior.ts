import { learnClassifier } from './logisticRegression.ts';
import { modelTotals, type OutcomeTable, type ReplayTask } from './outcomeTable.ts';
import { promptFeatures } from './promptFeatures.ts';
import { routedCost } from './promptLength.ts';
import type { Route } from './taskResult.ts';

/** What a useful answer may be worth, in multiples of the dearest model's average cost; each so many times the one before. */
const worths = Array.from({ length: 240 }, (_, index) => 0.01 * 1.045 ** index);

/**
 * How likely each model is useful and what it costs, learned from prompts; a task goes to the model with the most expected worth after its cost.
 * The worth of a useful answer is the highest one with which the training tasks stay within the cost that routers are compared at.
 */
export function learnPrior(training: OutcomeTable): Route {
  const lengths = training.tasks.map(lengthOf);
  const chances = learnClassifier(
    training.tasks.map(promptFeatures),
    training.models.map((_name, model) => training.outcomes.map((outcomes) => outcomes[model]?.isUseful === true)),
  );
  const costs = training.models.map((_name, model) =>
    learnLine(
      lengths,
      training.outcomes.map((outcomes) => outcomes[model]?.costNanoUsd ?? 0),
    ),
  );
  const expect = (task: ReplayTask): readonly Expectation[] => {
    const chance = chances(promptFeatures(task));
    return costs.map((costOf, model) => ({ chance: chance[model] ?? 0, costNanoUsd: costOf(lengthOf(task)) }));
  };
  const expected = training.tasks.map(expect);
  const affordable = routedCost(training);
  const unit = Math.max(...modelTotals(training).map(({ costNanoUsd }) => costNanoUsd)) / Math.max(1, training.tasks.length);
  const isAffordable = (worth: number): boolean =>
    expected.reduce((sum, ofTask, task) => sum + (training.outcomes[task]?.[bestOf(ofTask, worth)]?.costNanoUsd ?? 0), 0) <= affordable;
  const worthNanoUsd = unit * (worths.findLast((worth) => isAffordable(worth * unit)) ?? 0);
  return (task) => bestOf(expect(task), worthNanoUsd);
}

interface Expectation {
  readonly chance: number;
  readonly costNanoUsd: number;
}

function bestOf(expected: readonly Expectation[], worthNanoUsd: number): number {
  let best = { model: 0, gain: Number.NEGATIVE_INFINITY };
  expected.forEach(({ chance, costNanoUsd }, model) => {
    const gain = chance * worthNanoUsd - costNanoUsd;
    if (gain > best.gain) best = { model, gain };
  });
  return best.model;
}

/** Least squares of one variable. */
function learnLine(xs: readonly number[], ys: readonly number[]): (x: number) => number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const square = xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0);
  const product = xs.reduce((sum, x, index) => sum + (x - meanX) * ((ys[index] ?? 0) - meanY), 0);
  const slope = square > 0 ? product / square : 0;
  return (x) => Math.max(0, meanY + slope * (x - meanX));
}

const lengthOf = ({ prompt = '' }: ReplayTask): number => prompt.length;
