import type { NanoUsd } from '../money/index.ts';
import type { CascadeTry } from './plan.ts';

/** What going on promises: of all ways to stop later, the one with the cheapest useful answer. */
export interface Outlook {
  /** How many more tries that takes at most. */
  readonly tries: number;
  readonly chance: number;
  /** Expected cost / chance. Infinite where nothing that is left can succeed. */
  readonly costPerUsefulNanoUsd: NanoUsd;
}

/**
 * Going on for n tries costs c1 + (1 - p1) c2 + (1 - p1)(1 - p2) c3 ... on average, and brings a useful answer with 1 - (1 - p1)(1 - p2) ...;
 * `costFactor` is what this task costs compared with others. Going on pays exactly where the least quotient of the two, over all n, is at most
 * what a useful answer is worth.
 */
export function outlook(tries: readonly CascadeTry[], costFactor: number): Outlook {
  let best: Outlook = { tries: 0, chance: 0, costPerUsefulNanoUsd: Number.POSITIVE_INFINITY };
  let failed = 1;
  let cost = 0;
  tries.forEach(({ expectedNanoUsd, worstCaseNanoUsd, chance }, index) => {
    cost += failed * Math.min(worstCaseNanoUsd, expectedNanoUsd * costFactor);
    failed *= 1 - chance;
    const costPerUsefulNanoUsd = failed < 1 ? cost / (1 - failed) : Number.POSITIVE_INFINITY;
    if (costPerUsefulNanoUsd < best.costPerUsefulNanoUsd) best = { tries: index + 1, chance: 1 - failed, costPerUsefulNanoUsd };
  });
  return best;
}
