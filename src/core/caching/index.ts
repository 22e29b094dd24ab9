export { CacheMemory } from './cacheMemory.ts';
export type { CacheExpectation, CacheRequest } from './cacheRequest.ts';
export type { Breakpoint, CacheMissCause, CachePlan } from './plan.ts';
