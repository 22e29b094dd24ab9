import { type OutcomeTable, strongestModel } from './outcomeTable.ts';
import { costOf, type Route, resultOfModel } from './taskResult.ts';

/** Routers that look only at the prompt are compared at half of what the strongest model costs, where random mixing has room on both sides. */
const routedCostShare = 0.5;

/** What a router may spend on the training tasks. */
export function routedCost(training: OutcomeTable): number {
  const strongest = strongestModel(training);
  return routedCostShare * costOf(training.outcomes.map((outcomes) => resultOfModel(outcomes, strongest)));
}

/**
 * Prompts shorter than a threshold go to one model, the others to a dearer one: the pair and the threshold that were most useful on the training
 * tasks within the cost. Where nothing is within it, the cheapest model.
 */
export function learnPromptLength(training: OutcomeTable): Route {
  const byLength = training.tasks
    .map((task, index) => ({ length: lengthOf(task), outcomes: training.outcomes[index] ?? [] }))
    .toSorted((a, b) => a.length - b.length);
  const affordable = routedCost(training);
  let best = { useful: -1, shorter: 0, longer: 0, threshold: 0 };
  for (let shorter = 0; shorter < training.models.length; shorter += 1)
    for (let longer = shorter; longer < training.models.length; longer += 1) {
      // With the threshold at 0 all go to the dearer one; each prompt below it moves to the other.
      let useful = 0;
      let cost = 0;
      for (const { outcomes } of byLength) {
        useful += resultOfModel(outcomes, longer).useful;
        cost += resultOfModel(outcomes, longer).costNanoUsd;
      }
      byLength.forEach(({ length, outcomes }, index) => {
        if (length !== byLength[index - 1]?.length && cost <= affordable && useful > best.useful)
          best = { useful, shorter, longer, threshold: length };
        const [cheap, dear] = [resultOfModel(outcomes, shorter), resultOfModel(outcomes, longer)];
        useful += cheap.useful - dear.useful;
        cost += cheap.costNanoUsd - dear.costNanoUsd;
      });
      if (cost <= affordable && useful > best.useful) best = { useful, shorter, longer, threshold: Number.POSITIVE_INFINITY };
    }
  const { shorter, longer, threshold } = best;
  return (task) => (lengthOf(task) < threshold ? shorter : longer);
}

const lengthOf = ({ prompt = '' }: { readonly prompt?: string }): number => prompt.length;
