import { type BillingReport, inputTokens, noUsage, type ServerTimings, type Usage } from '../../../core/task/index.ts';
import { restOf } from '../includedCounts.ts';
import { countOf, isTold, readingOf, reasoningTokensOf, requiredCountOf, type UsageReading, untold } from '../tokenCounts.ts';

/** Usage in the dialects of those who speak Chat Completions or Completions. Nothing is checked by the SDK, so every field may be anything. */
export interface UsageOnWire {
  readonly prompt_tokens?: unknown;
  readonly completion_tokens?: unknown;
  readonly total_tokens?: unknown;
  readonly prompt_tokens_details?: { readonly cached_tokens?: unknown; readonly cache_write_tokens?: unknown } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: unknown } | null;
  /** DeepSeek. */
  readonly prompt_cache_hit_tokens?: unknown;
  /** OpenRouter: what it charges itself, in USD. */
  readonly cost?: unknown;
  readonly is_byok?: unknown;
  readonly cost_details?: { readonly upstream_inference_cost?: unknown } | null;
  /** xAI: what it charges, 10,000,000,000 to the dollar. */
  readonly cost_in_usd_ticks?: unknown;
}

/** Whose own words about its charge are a bill: OpenRouter's `usage.cost` and xAI's `cost_in_usd_ticks` are documented as one. */
export type ChargeStyle = 'openrouter' | 'xai';

/** A chunk, or a whole answer, as far as its bill goes. */
export interface BilledChunk {
  readonly id?: unknown;
  readonly usage?: UsageOnWire | null;
  readonly service_tier?: unknown;
  /** llama.cpp's server: how long it worked, in milliseconds. */
  readonly timings?: { readonly prompt_ms?: number; readonly predicted_ms?: number } | null;
}

/** The usage that a chunk, or a whole answer, carries. */
export function readChatUsage(chunk: BilledChunk, chargeStyle?: ChargeStyle): UsageReading {
  const { usage, timings } = chunk;
  if (!usage || !isTold(usage.prompt_tokens, usage.completion_tokens)) return untold;
  const prompt = requiredCountOf(usage.prompt_tokens);
  const completion = requiredCountOf(usage.completion_tokens);
  // `prompt_tokens` includes what was read from and written to the cache; the buckets are disjoint.
  const cacheRead = countOf(usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens);
  // Chat Completions tells no lifetime: OpenAI's is 30 minutes unless more is asked for.
  const cacheWrite30m = countOf(usage.prompt_tokens_details?.cache_write_tokens);
  const { rest: uncachedInput, doubts } = restOf({
    total: prompt,
    name: 'prompt tokens',
    included: { 'read from the cache': cacheRead, 'written to it': cacheWrite30m },
  });
  const input = { ...noUsage, uncachedInput, cacheRead, cacheWrite30m };
  const output = completion >= 0 ? completion + thoughtsBeside(countOf(usage.total_tokens) - completion, prompt, input) : completion;
  const billing = billingOf(usage, chunk, chargeStyle);
  const more = {
    ...reasoningTokensOf(usage.completion_tokens_details?.reasoning_tokens, output),
    ...(timings && { timings: timingsOf(timings) }),
    ...(Object.keys(billing).length > 0 && { billing }),
  };
  return readingOf({ ...input, output }, more, doubts);
}

/**
 * xAI and Gemini leave the thoughts out of `completion_tokens` and count them in the total only. They are billed as output. A total that is large
 * enough for a prompt apart from its cached tokens is read so; else it counts the prompt alone.
 */
function thoughtsBeside(total: number, prompt: number, input: Usage): number {
  const beside = total - inputTokens(input);
  return beside >= 0 ? beside : Math.max(0, total - prompt);
}

const timingsOf = (timings: NonNullable<BilledChunk['timings']>): ServerTimings => ({
  promptMs: timings.prompt_ms ?? 0,
  outputMs: timings.predicted_ms ?? 0,
});

function billingOf(usage: UsageOnWire, chunk: BilledChunk, chargeStyle: ChargeStyle | undefined): BillingReport {
  const { id, service_tier: serviceTier } = chunk;
  const charged = chargeStyle && chargedNanoUsd(usage, chargeStyle);
  return {
    ...(typeof serviceTier === 'string' && { serviceTier }),
    ...(charged !== undefined && { chargedNanoUsd: charged }),
    ...(chargeStyle === 'openrouter' && typeof id === 'string' && asGenerationId.test(id) && { generationId: id }),
  };
}

/** It is kept with each attempt and sent back in an address. OpenRouter's have some thirty characters: `gen-1700000000-AbC…`. */
const asGenerationId = /^[!-~]{1,100}$/;

/** On one's own upstream key the upstream's bill comes on top of the gateway's; on credits it only repeats it. */
function chargedNanoUsd(usage: UsageOnWire, chargeStyle: ChargeStyle): number | undefined {
  if (chargeStyle === 'xai') return amountOf(usage.cost_in_usd_ticks, 0.1);
  const own = amountOf(usage.cost, 1e9);
  if (own === undefined || usage.is_byok !== true) return own;
  const upstream = amountOf(usage.cost_details?.upstream_inference_cost, 1e9);
  // Half of a bill is no bill: our own arithmetic is closer.
  return upstream === undefined ? undefined : own + upstream;
}

function amountOf(value: unknown, nanoUsdPerUnit: number): number | undefined {
  if (typeof value !== 'number' || value < 0) return undefined;
  const nanoUsd = Math.round(value * nanoUsdPerUnit);
  return Number.isSafeInteger(nanoUsd) ? nanoUsd : undefined;
}
