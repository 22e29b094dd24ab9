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

/**
 * How far into the prompt writing pays, depth by depth, and for how long each: no piece without all before it, and none for longer than one
 * before it (Anthropic refuses that). Empty where it does not pay.
 */
export function stretchesThatPay({ boundaries, ends }: PromptPath, terms: StretchTerms): readonly Stretch[] {
  const pieces: { readonly end: number; readonly depth: Depth; readonly tokens: number }[] = [];
  let before = boundaries[terms.from]?.tokens ?? 0;
  for (const depth of depths) {
    const end = ends[depth] ?? -1;
    const tokens = boundaries[end]?.tokens ?? 0;
    if (end <= terms.from || tokens < terms.leastTokens) continue;
    pieces.push({ end, depth, tokens: tokens - before });
    before = tokens;
  }

  function best(piece: number, shortest: number): { readonly gain: number; readonly stretches: readonly Stretch[] } {
    let found: ReturnType<typeof best> = { gain: 0, stretches: [] };
    const next = pieces[piece];
    if (!next) return found;
    for (let index = shortest; index < terms.ttls.length; index += 1) {
      const ttl = terms.ttls[index];
      if (ttl === undefined) continue;
      const rest = best(piece + 1, index);
      const gain = next.tokens * terms.gain(next.depth, ttl) + rest.gain;
      if (gain > found.gain) found = { gain, stretches: [{ end: next.end, ttl, tokens: next.tokens }, ...rest.stretches] };
    }
    return found;
  }
  return best(0, 0).stretches;
}
