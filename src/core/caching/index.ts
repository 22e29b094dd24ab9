export { type CacheExpectation, CacheMemory, type CacheRequest } from './cacheMemory.ts';
export type { Breakpoint, CacheMissCause, CachePlan } from './plan.ts';
