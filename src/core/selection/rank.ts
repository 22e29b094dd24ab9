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

/** The best first. Equal ones keep their order. */
export function ranked<Each extends Expected>(all: readonly Each[], sorting: Sort, rungs: Rungs): readonly Each[] {
  return all
    .map((expected) => placeOf(expected, sorting, rungs))
    .sort(compare)
    .map(({ expected }) => expected);
}

/** What is compared, each where all before it are equal: less is better. */
interface Place<Each> {
  readonly expected: Each;
  readonly lastResort: number;
  readonly key: number;
  readonly cost: number;
  /** What costs nothing costs nothing for each useful answer too, however few there are. */
  readonly uselessness: number;
  readonly rung: number;
}

function placeOf<Each extends Expected>(expected: Each, sorting: Sort, rungs: Rungs): Place<Each> {
  const { candidate, expectation } = expected;
  // An unpriced model comes after every priced one.
  const cost = expectation.costPerUsefulNanoUsd ?? Number.MAX_SAFE_INTEGER;
  return {
    expected,
    lastResort: isLastResort(candidate, rungs) ? 1 : 0,
    key: keyOf(expectation, sorting, cost),
    cost,
    uselessness: -expectation.quality.mean,
    rung: rungs.rankOf(candidate),
  };
}

function keyOf({ speed }: Expectation, sorting: Sort, cost: number): number {
  switch (sorting) {
    case 'price':
      return cost;
    case 'latency':
      return speed?.firstTokenMs.median ?? unknownFirstTokenMs;
    case 'throughput':
      return -(speed?.outputTokensPerSecond ?? unknownTokensPerSecond);
  }
}

function compare(a: Place<unknown>, b: Place<unknown>): number {
  return a.lastResort - b.lastResort || a.key - b.key || a.cost - b.cost || a.uselessness - b.uselessness || a.rung - b.rung;
}
