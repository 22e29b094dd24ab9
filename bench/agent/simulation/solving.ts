import { createHash } from 'node:crypto';
import { randomOf } from '../../cache/random.ts';

/**
 * Who solves what, in shares of 500 tasks: measured on SWE-bench Verified with gpt-5-mini (cheap) and Claude Opus 4.5 (frontier), as the issue has
 * them. One attempt each; what a second attempt of the same model would bring is not known, and here it brings the same.
 */
const solvedShares = { both: 0.57, onlyFrontier: 0.17, onlyCheap: 0.03, neither: 0.23 } as const;

type SolvedBy = keyof typeof solvedShares;

/** ASSUMPTION: tests are wrong about so many of the states of a repository that they are shown, in either direction. */
const judgeErrorShare = 0.1;

/** A task, with all that is decided about it before any policy sees it. */
export interface SimulatedTask {
  readonly id: string;
  readonly solvedBy: SolvedBy;
  /** Files that are looked at before the first change. */
  readonly looks: number;
  /** Of the result of a look, and of an answer; the n-th of each is the one at n modulo their count. */
  readonly resultTokens: readonly number[];
  readonly answerTokens: readonly number[];
  /** Whether a model runs the tests before it says that it is done. */
  readonly runsTests: boolean;
  /** Is the verdict on the n-th state of the files wrong? The same state always gets the same verdict. */
  readonly isVerdictWrong: readonly boolean[];
}

/**
 * Sizes are ASSUMPTIONS: economics.md says that an agent uses 5 to 50 times the tokens of a chat, and its example of a small request has 2,000. Between 2
 * and 14 looks of 200 to 1,500 tokens, on a prompt of 2,000 that is sent again with each step, come to 15,000 to 200,000 in all; the benchmark prints what
 * they came to.
 */
export function solvingTable(seed: number, count: number): readonly SimulatedTask[] {
  const random = randomOf(seed * 7919);
  // The shares exactly, in an order of chance.
  const names = Object.entries(solvedShares).flatMap(([name, share]) =>
    Array.from({ length: Math.round(share * count) }, () => name as SolvedBy),
  );
  const order = names.map((name) => ({ name, place: random.share() })).toSorted((one, other) => one.place - other.place);
  return order.map(({ name: solvedBy }, index) => ({
    ...{ id: `${seed}-${index}`, solvedBy, looks: random.between(2, 14) },
    resultTokens: Array.from({ length: 20 }, () => random.between(200, 1500)),
    answerTokens: Array.from({ length: 20 }, () => random.between(60, 400)),
    runsTests: random.chance(0.5),
    isVerdictWrong: Array.from({ length: 20 }, () => random.chance(judgeErrorShare)),
  }));
}

export function isSolvedBy({ solvedBy }: SimulatedTask, tier: string): boolean {
  return solvedBy === 'both' || solvedBy === (tier === 'frontier' ? 'onlyFrontier' : 'onlyCheap');
}

/** Printed before anything runs, so that nobody can have changed a table after seeing what a policy made of it. */
export function fingerprintOf(table: readonly SimulatedTask[]): string {
  return createHash('sha256').update(JSON.stringify(table)).digest('hex').slice(0, 12);
}
