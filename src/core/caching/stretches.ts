import type { CacheTtl } from '../catalogue/index.ts';
import { type Depth, depths, type PromptPath } from './promptPath.ts';

/** A piece of a prompt that is written to the cache. */
export interface Stretch {
  /** The boundary that it ends at. */
  readonly end: number;
  readonly ttl: CacheTtl;
  /** Estimated o200k tokens. */
  readonly tokens: number;
}

export interface StretchTerms {
  /** The boundary up to which the cache holds the prompt; -1: nothing. */
  readonly from: number;
  /** Those that may be asked for, the longest first. */
  readonly ttls: readonly CacheTtl[];
  /** In estimated o200k tokens: a shorter beginning is not cached. */
  readonly leastTokens: number;
  /** What writing a token of that depth for so long is expected to save, in any unit; negative: to cost. */
  readonly gain: (depth: Depth, ttl: CacheTtl) => number;
}

/** The most that a piece and all after it can save, if none lives longer than that; undefined where writing it does not pay. */
interface Choice {
  readonly gain: number;
  readonly stretch: Stretch;
  readonly next: Choice | undefined;
}

/**
 * How far into the prompt writing pays, depth by depth, and for how long each: no piece without all before it, and none for longer than one
 * before it (Anthropic refuses that). Empty where it does not pay. From the last piece back, because it is asked for every candidate.
 */
export function stretchesThatPay({ boundaries, ends }: PromptPath, { from, ttls, leastTokens, gain }: StretchTerms): readonly Stretch[] {
  /** Of the pieces seen so far, by the longest lifetime that is allowed. */
  const best: (Choice | undefined)[] = ttls.map(() => undefined);
  for (let index = depths.length - 1; index >= 0; index -= 1) {
    const depth = depths[index];
    const end = (depth && ends[depth]) ?? -1;
    const upTo = boundaries[end]?.tokens ?? 0;
    if (depth === undefined || end <= from || upTo < leastTokens) continue;
    const tokens = upTo - beginOf(index);
    let shorter: Choice | undefined;
    for (let allowed = ttls.length - 1; allowed >= 0; allowed -= 1) {
      const ttl = ttls[allowed];
      if (ttl === undefined) continue;
      const total = tokens * gain(depth, ttl) + (best[allowed]?.gain ?? 0);
      if (total > 0 && total >= (shorter?.gain ?? 0)) shorter = { gain: total, stretch: { end, ttl, tokens }, next: best[allowed] };
      best[allowed] = shorter;
    }
  }
  const stretches: Stretch[] = [];
  for (let choice = best[0]; choice; choice = choice.next) stretches.push(choice.stretch);
  return stretches;

  /** Where the piece of that depth begins: at what is warm, or at the end of the piece before it. */
  function beginOf(index: number): number {
    for (let before = index - 1; before >= 0; before -= 1) {
      const depth = depths[before];
      const end = (depth && ends[depth]) ?? -1;
      const tokens = boundaries[end]?.tokens ?? 0;
      if (end > from && tokens >= leastTokens) return tokens;
    }
    return boundaries[from]?.tokens ?? 0;
  }
}
