import { type NanoUsd, nanoUsdPerUsd } from '../../money/index.ts';
import type { WorthMode, WorthVerdict } from './judge.ts';

/**
 * What a user's time costs. ASSUMPTIONS (2026-11-22):
 * - an hour of a developer costs $60;
 * - a character that is taken saves 105 ms: typing one takes some 200 ms, reading it and pressing the key some 50 ms, and some of what is taken
 *   is changed or deleted later;
 * - what is asked for and not taken costs 80 ms: a glance of some 200 ms at those that are seen, which are less than half of them.
 */
const hourNanoUsd = 60 * nanoUsdPerUsd;
const savedMsPerCharacter = 105;
const lostMsPerLook = 80;

const nanoUsdPerMs = hourNanoUsd / 3_600_000;

/** Nano-dollars. */
const characterNanoUsd: NanoUsd = Math.round(savedMsPerCharacter * nanoUsdPerMs);
const lookNanoUsd: NanoUsd = Math.round(lostMsPerLook * nanoUsdPerMs);

/** How dear the user's time is to whoever chose the mode: the frugal count half of it, the eager twice of it. */
const factors: Readonly<Record<WorthMode, number>> = { frugal: 0.5, balanced: 1, eager: 2 };

export interface Expected {
  /** From 0 to 1. */
  readonly acceptance: number;
  /** Of an answer that is taken. */
  readonly characters: number;
  readonly costNanoUsd: NanoUsd;
}

/** Worth it is what saves more than it costs. Whoever is more eager asks wherever the less eager do. */
export function weigh({ acceptance, characters, costNanoUsd }: Expected, mode: WorthMode): WorthVerdict {
  const gain = acceptance * characters * characterNanoUsd * factors[mode];
  const loss = (1 - acceptance) * lookNanoUsd;
  const valueNanoUsd = Math.max(0, Math.round(gain - loss));
  return { isWorth: valueNanoUsd > costNanoUsd, acceptance, valueNanoUsd, costNanoUsd, mode };
}
