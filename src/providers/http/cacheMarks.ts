import type { CachePlan } from '../../core/caching/index.ts';
import { type CacheTtl, ttlMs } from '../../core/catalogue/index.ts';

/** For how long the cache is to keep the prompt up to the end of a segment, by the segment's place; -1: up to the end of the tools. */
export type CacheMarks = ReadonlyMap<number, CacheTtl>;

/** No marks at all. */
const noMarks: CacheMarks = new Map();

/**
 * Where the plan's marks go. A segment that cannot carry one (an empty text, or what the protocol has no place for) leaves it to the nearest one
 * before it that can; of two marks at one place the longer-lived stands, and one before which nothing can carry it is dropped.
 */
export function cacheMarksOf(plan: CachePlan, canCarry: (place: number) => boolean): CacheMarks {
  if (plan.type !== 'breakpoints') return noMarks;
  const marks = new Map<number, CacheTtl>();
  for (const { afterSegment, ttl } of plan.breakpoints) {
    let place = afterSegment;
    while (place >= -1 && !canCarry(place)) place -= 1;
    const other = marks.get(place);
    if (place >= -1 && (other === undefined || ttlMs(ttl) > ttlMs(other))) marks.set(place, ttl);
  }
  return marks;
}
