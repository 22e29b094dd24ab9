import type { OutcomeCount } from '../ledger/index.ts';

/** Outcomes that were judged, older ones counting less. */
export interface Tally {
  readonly useful: number;
  readonly notUseful: number;
  /** How many they were, before age made them count less. */
  readonly outcomes: number;
}

export const noTally: Tally = { useful: 0, notUseful: 0, outcomes: 0 };

/** After so many days an outcome counts half: models are changed behind their names, and so are habits and projects. */
const halfLifeDays = 30;

const dayMs = 24 * 60 * 60 * 1000;

/** What an outcome of that day counts, 1 at the most: days to come, where a clock was set back, are like today. */
export function weightOn(localDay: string, today: string): number {
  const ageDays = Math.max(0, (Date.parse(today) - Date.parse(localDay)) / dayMs);
  return 0.5 ** (ageDays / halfLifeDays);
}

export function tallyOf({ useful, notUseful }: OutcomeCount, weight: number): Tally {
  return { useful: useful * weight, notUseful: notUseful * weight, outcomes: useful + notUseful };
}

export function plus(a: Tally, b: Tally): Tally {
  return { useful: a.useful + b.useful, notUseful: a.notUseful + b.notUseful, outcomes: a.outcomes + b.outcomes };
}

export function sumOf(tallies: Iterable<Tally>): Tally {
  let sum = noTally;
  for (const tally of tallies) sum = plus(sum, tally);
  return sum;
}
