import type { NanoUsd } from '../../money/index.ts';

/** From there on the task pauses, and the user says how it goes on. A cap of nothing is reached from the start. */
export function isFourFifths(spentNanoUsd: NanoUsd, capNanoUsd: NanoUsd): boolean {
  return spentNanoUsd * 5 >= capNanoUsd * 4;
}

/** Below zero is nothing: what was under way may have cost more than was left of a cap that was lowered meanwhile. */
export function leftOfCap(spentNanoUsd: NanoUsd, capNanoUsd: NanoUsd): NanoUsd {
  return Math.max(0, capNanoUsd - spentNanoUsd);
}

/**
 * What a subtask may cost at the most: half of what is left of its parent's cap, so that as much is left to work with what it reports. An ASSUMPTION; the
 * parent's cap holds besides. Less where the parent asks for less.
 */
export function capForSubtask(spentNanoUsd: NanoUsd, capNanoUsd: NanoUsd, askedNanoUsd: NanoUsd = Number.MAX_SAFE_INTEGER): NanoUsd {
  return Math.min(Math.max(0, Math.floor(askedNanoUsd)), Math.floor(leftOfCap(spentNanoUsd, capNanoUsd) / 2));
}
