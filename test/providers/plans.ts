import type { Breakpoint, CachePlan } from '../../src/core/caching/index.ts';

const expected = { expectedReadTokens: 0, expectedWriteTokens: 0, reason: 'a test' };

/** Nothing is asked of any cache. */
export const noPlan: CachePlan = { ...expected, type: 'none' };

export const slotPlan = (slot: number): CachePlan => ({ ...expected, type: 'slot', slot });

export const keyPlan = (key: string): CachePlan => ({ ...expected, type: 'automatic', key });

/** Marks after the segments at these places; -1: after the tools. */
export function marksPlan(marks: readonly (number | Breakpoint)[], more: { readonly key?: string } = {}): CachePlan {
  const breakpoints = marks.map((mark): Breakpoint => (typeof mark === 'number' ? { afterSegment: mark, ttl: '5m' } : mark));
  return { ...expected, type: 'breakpoints', breakpoints, ...more };
}
