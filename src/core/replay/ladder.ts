import type { CascadePlan } from '../cascade/index.ts';
import { cascadeRunner, type SimulatedJudge } from './judge.ts';
import { modelTotals, type OutcomeTable, strongestModel } from './outcomeTable.ts';
import { areAsUseful, costOf, resultOfModel } from './taskResult.ts';

/** Models in the order in which they are asked. */
export type Ladder = readonly number[];

/** A rung that saves less than this share is noise, and one model more to wait for. */
const leastGain = 0.01;

/** A ladder that is climbed to its end, whatever it costs. */
export function plainPlan(ladder: Ladder): CascadePlan {
  return { rungs: ladder.map((model) => ({ id: String(model), tries: [{ worstCaseNanoUsd: 0, expectedNanoUsd: 0, chance: 0 }] })) };
}

/** Every model, the cheapest first. */
export function wholeLadder(training: OutcomeTable): Ladder {
  return byCost(training).map(({ model }) => model);
}

/**
 * The cheapest ladder that is as useful as the strongest model alone, on the training tasks and under that judge. What fails with the rungs
 * below it costs without helping, so a long ladder of weak models loses money. From the strongest model alone it goes on adding, leaving out
 * or exchanging one rung while that saves; the rungs stand in the order of their cost.
 */
export function chooseLadder(training: OutcomeTable, judge: SimulatedJudge): Ladder {
  const strongest = strongestModel(training);
  const strong = training.outcomes.map((outcomes) => resultOfModel(outcomes, strongest));
  const order = wholeLadder(training);
  const costs = new Map<string, number>();
  /** Infinite where it is less useful. */
  const costOfLadder = (ladder: Ladder): number => {
    const key = ladder.join();
    const known = costs.get(key);
    if (known !== undefined) return known;
    const results = training.outcomes.map(cascadeRunner(plainPlan(ladder), judge));
    const cost = areAsUseful(results, strong) ? costOf(results) : Number.POSITIVE_INFINITY;
    costs.set(key, cost);
    return cost;
  };
  let best: Ladder = [strongest];
  for (;;) {
    const [next] = neighbours(best, order)
      .map((ladder) => ({ ladder, cost: costOfLadder(ladder) }))
      .toSorted((a, b) => a.cost - b.cost);
    if (!next || next.cost > costOfLadder(best) * (1 - leastGain) || next.cost === costOfLadder(best)) return best;
    best = next.ladder;
  }
}

/** Ladders that differ in one rung: one more, one fewer, another one instead. */
function neighbours(ladder: Ladder, order: readonly number[]): readonly Ladder[] {
  const others = order.filter((model) => !ladder.includes(model));
  const sorted = (models: Ladder): Ladder => order.filter((model) => models.includes(model));
  const fewer = ladder.length > 1 ? ladder.map((model) => ladder.filter((each) => each !== model)) : [];
  const more = others.map((model) => sorted([...ladder, model]));
  const exchanged = ladder.flatMap((model) => others.map((other) => sorted([...ladder.filter((each) => each !== model), other])));
  return [...fewer, ...more, ...exchanged];
}

function byCost(training: OutcomeTable): ReturnType<typeof modelTotals> {
  return modelTotals(training).toSorted((a, b) => a.costNanoUsd - b.costNanoUsd || a.model - b.model);
}
