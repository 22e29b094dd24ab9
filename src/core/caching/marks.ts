import type { CacheTtl } from '../catalogue/index.ts';
import type { Breakpoint } from './plan.ts';
import type { PromptPath } from './promptPath.ts';
import type { Stretch } from './stretches.ts';

export interface MarkTerms {
  /** What the cache holds already, and for how long. */
  readonly warm?: { readonly end: number; readonly ttl: CacheTtl } | undefined;
  readonly stretches: readonly Stretch[];
  readonly mostBreakpoints: number;
  /** A mark finds what ends at its own block or at one of the blocks before it, so many in all. */
  readonly lookBackBlocks: number;
  /** In estimated o200k tokens. */
  readonly leastTokens: number;
}

/** Blocks between spare marks: fewer than any look-back, so that a turn with some more calls than usual is still bridged. */
const spareBlocks = 15;

/**
 * Where to mark, in the order of the prompt. What is written ends at the last mark, and more marks before it cost nothing; so the room that is
 * left goes to the ends of what other requests may share (static, workspace), and to spare marks, every 15 blocks back from the last one, from
 * which the next request finds its way even where this process has forgotten what it wrote.
 */
export function placeMarks({ boundaries, ends }: PromptPath, terms: MarkTerms): readonly Breakpoint[] {
  const { warm, stretches, leastTokens } = terms;
  const last = stretches.at(-1)?.end ?? warm?.end;
  if (last === undefined) return [];
  const blocksAt = (end: number): number => boundaries[end]?.blocks ?? 0;
  const placed = new Set<number>();
  const place = (end: number | undefined): void => {
    if (placed.size < terms.mostBreakpoints && end !== undefined && end <= last && (boundaries[end]?.tokens ?? 0) >= leastTokens)
      placed.add(end);
  };
  // The end of what is kept longer than the rest has to be marked, or it is kept as short.
  for (const { end } of stretches.filter(({ ttl }, index) => stretches[index + 1]?.ttl !== ttl).toReversed()) place(end);
  place(last);
  if (warm && blocksAt(last) - blocksAt(warm.end) >= terms.lookBackBlocks) place(warm.end);
  place(ends.static);
  place(ends.workspace);
  for (let blocks = blocksAt(last) - spareBlocks; blocks > 0 && placed.size < terms.mostBreakpoints; blocks -= spareBlocks) {
    place(boundaries.findLastIndex((boundary) => boundary.blocks <= blocks));
  }
  const ttlAt = (end: number): CacheTtl | undefined =>
    warm && end <= warm.end ? warm.ttl : stretches.find((stretch) => end <= stretch.end)?.ttl;
  return [...placed]
    .toSorted((a, b) => a - b)
    .flatMap((end) => {
      const [boundary, ttl] = [boundaries[end], ttlAt(end)];
      return boundary && ttl ? [{ afterSegment: boundary.afterSegment, ttl }] : [];
    });
}
