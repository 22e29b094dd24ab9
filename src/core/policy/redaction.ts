import type { Segment } from '../task/index.ts';

/** Replaces what must not leave the machine. It runs when segments are made, so that the bytes stay the same from turn to turn. */
export type Redact = (segment: Segment) => Segment;

/** Local models see the text as it is: it does not leave the machine. */
export const redactNothing: Redact = (segment) => segment;
