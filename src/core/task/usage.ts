/**
 * The disjoint token buckets of one attempt: every token is in exactly one of them, so that cost is a plain sum of bucket x price.
 * Adapters normalise at their edge (OpenAI-style `prompt_tokens` includes cached tokens, Anthropic's `input_tokens` does not).
 */
export interface Usage {
  /** Input tokens that were neither read from nor written to a prompt cache. */
  readonly uncachedInput: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite30m: number;
  readonly cacheWrite1h: number;
  readonly cacheWrite12h: number;
  /** All output tokens, reasoning included. */
  readonly output: number;
}

export const usageBuckets = [
  'uncachedInput',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite30m',
  'cacheWrite1h',
  'cacheWrite12h',
  'output',
] as const satisfies readonly (keyof Usage)[];

export const noUsage: Usage = {
  uncachedInput: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite30m: 0,
  cacheWrite1h: 0,
  cacheWrite12h: 0,
  output: 0,
};

/** All input tokens, however they were billed. */
export function inputTokens(usage: Usage): number {
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite30m, cacheWrite1h, cacheWrite12h } = usage;
  return uncachedInput + cacheRead + cacheWrite5m + cacheWrite30m + cacheWrite1h + cacheWrite12h;
}

export function totalTokens(usage: Usage): number {
  return inputTokens(usage) + usage.output;
}
