import type { Candidate } from '../catalogue/index.ts';
import type { Sort } from '../rules/index.ts';
import type { Expectation } from './expectation.ts';
import type { Rungs } from './rungs.ts';

/** Someone who may and can answer, and what is expected of it. */
export interface Expected {
  readonly candidate: Candidate;
  readonly expectation: Expectation;
}

/** Local models where the ladder does not name them as its first choice: they answer when nobody else does. */
export function isLastResort({ model }: Candidate, { names }: Rungs): boolean {
  return model.tier === 'local' && names[0] !== 'local';
}

/** Unknown speeds come after those known to be usual, and before those known to be slow. */
const unknownFirstTokenMs = 2000;
const unknownTokensPerSecond = 30;

export function rankBy(sorting: Sort, rungs: Rungs): (a: Expected, b: Expected) => number {
  const keyOf = ({ expectation: { costPerUsefulNanoUsd, speed } }: Expected): number => {
    // An unpriced model comes after every priced one.
    const cost = costPerUsefulNanoUsd ?? Number.MAX_SAFE_INTEGER;
    if (sorting === 'latency') return speed?.firstTokenMs.median ?? unknownFirstTokenMs;
    return sorting === 'throughput' ? -(speed?.outputTokensPerSecond ?? unknownTokensPerSecond) : cost;
  };
  const lastResort = ({ candidate }: Expected): number => Number(isLastResort(candidate, rungs));
  const costOf = ({ expectation: { costPerUsefulNanoUsd } }: Expected): number => costPerUsefulNanoUsd ?? Number.MAX_SAFE_INTEGER;
  return (a, b) =>
    lastResort(a) - lastResort(b) ||
    keyOf(a) - keyOf(b) ||
    costOf(a) - costOf(b) ||
    // What costs nothing costs nothing for each useful answer too, however few there are.
    b.expectation.quality.mean - a.expectation.quality.mean ||
    rungs.rankOf(a.candidate) - rungs.rankOf(b.candidate);
}
