/** Disjoint counts: no token is in two of them. Reasoning is inside `output`. */
export interface Buckets {
  readonly uncachedInput: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite30m: number;
  readonly cacheWrite1h: number;
  readonly cacheWrite12h: number;
  readonly output: number;
}

export const bucketNames = [
  'uncachedInput',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite30m',
  'cacheWrite1h',
  'cacheWrite12h',
  'output',
] as const;

export const noTokens: Buckets = {
  uncachedInput: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite30m: 0,
  cacheWrite1h: 0,
  cacheWrite12h: 0,
  output: 0,
};

export const writtenTokens = (counted: Buckets): number =>
  counted.cacheWrite5m + counted.cacheWrite30m + counted.cacheWrite1h + counted.cacheWrite12h;

export const promptTokens = (counted: Buckets): number => counted.uncachedInput + counted.cacheRead + writtenTokens(counted);
