import type { CelFacts } from './facts.ts';
import type { CelValue } from './value.ts';

export type Ask = (facts: CelFacts) => CelValue;

/** A part of a condition, made ready to be asked. */
export interface Part {
  readonly ask: Ask;
  /** Where it is the same for each request. */
  readonly constant?: CelValue;
}

/** What the variables of the loops around a node stand for at this moment. */
export type Scope = ReadonlyMap<string, { readonly value: CelValue }>;

export function constantOf(constant: CelValue): Part {
  return { constant, ask: () => constant };
}

/** Undefined where it cannot be answered: that must be found again each time it is asked. */
export function constantFrom(workOut: () => CelValue): Part | undefined {
  try {
    return constantOf(workOut());
  } catch {
    return undefined;
  }
}
