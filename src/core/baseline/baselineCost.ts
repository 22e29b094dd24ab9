import { type Candidate, cacheRulesOf } from '../catalogue/index.ts';
import { costOf, type NanoUsd } from '../money/index.ts';
import { inputTokens, noUsage, type Usage } from '../task/index.ts';

/** What was really used, and the tokenizers' ratios to o200k of the model that answered and of the baseline. */
export interface Answered {
  readonly usage: Usage;
  readonly ratio: number;
  readonly baselineRatio: number;
  /** Milliseconds since the epoch: some prices depend on the hour. */
  readonly atMs: number;
}

/**
 * What ONE attempt on the baseline would have cost for the same prompt and as long an answer: its own tokens (x its ratio / the other's), its own
 * cache (the same share read and written, where it has one and the prompt is long enough for it), its own prices. An upper bound of what would
 * have been spent, because no trial says that it would have been needed. Undefined where the baseline is unpriced.
 */
export function baselineCostOf(baseline: Candidate, { usage, ratio, baselineRatio, atMs }: Answered): NanoUsd | undefined {
  const { price } = baseline.model;
  if (!price) return undefined;
  const scale = baselineRatio / ratio;
  const input = Math.round(inputTokens(usage) * scale);
  const output = Math.round(usage.output * scale);
  const { read, written } = cachedOf(baseline, usage, scale, input);
  return costOf({ ...noUsage, uncachedInput: input - read - written, cacheRead: read, cacheWrite5m: written, output }, price, { atMs });
}

function cachedOf(baseline: Candidate, usage: Usage, scale: number, input: number): { readonly read: number; readonly written: number } {
  const rules = cacheRulesOf(baseline);
  const nothing = { read: 0, written: 0 };
  if (!rules || input < (baseline.model.minimumCacheableTokens ?? 0)) return nothing;
  if (rules.type !== 'automatic' && rules.type !== 'breakpoints') return nothing;
  const read = Math.min(input, Math.round(usage.cacheRead * scale));
  const writes = usage.cacheWrite5m + usage.cacheWrite30m + usage.cacheWrite1h + usage.cacheWrite12h;
  // Who caches by itself charges nothing for writing, unless its list has a price for it.
  const isCharged = rules.type === 'breakpoints' || baseline.model.price?.cacheWrite5m !== undefined;
  return { read, written: isCharged ? Math.min(input - read, Math.round(writes * scale)) : 0 };
}
