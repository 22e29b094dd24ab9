import { noUsage } from '../../../core/task/index.ts';
import { restOf } from '../includedCounts.ts';
import { countOf, isTold, readingOf, reasoningTokensOf, requiredCountOf, type UsageReading, untold } from '../tokenCounts.ts';

/** As much of a response as its bill needs. Nothing of it is checked by the SDK. */
export interface BilledResponse {
  readonly service_tier?: unknown;
  readonly usage?: {
    readonly input_tokens?: unknown;
    readonly output_tokens?: unknown;
    readonly input_tokens_details?: {
      readonly cached_tokens?: unknown;
      readonly cache_write_tokens?: unknown;
      readonly cache_write_tokens_details?: { readonly ttl_12h_tokens?: unknown } | null;
    } | null;
    readonly output_tokens_details?: { readonly reasoning_tokens?: unknown } | null;
  } | null;
}

/** The usage that a response tells. */
export function readResponsesUsage({ usage, service_tier }: BilledResponse): UsageReading {
  if (!usage || !isTold(usage.input_tokens, usage.output_tokens)) return untold;
  const input = requiredCountOf(usage.input_tokens);
  const output = requiredCountOf(usage.output_tokens);
  const details = usage.input_tokens_details;
  const cacheRead = countOf(details?.cached_tokens);
  // What was written without a word of its lifetime lives as long as OpenAI's caches do unless asked otherwise: 30 minutes.
  const written = countOf(details?.cache_write_tokens);
  const cacheWrite12h = countOf(details?.cache_write_tokens_details?.ttl_12h_tokens);
  const uncached = restOf({
    total: input,
    name: 'input tokens',
    included: { 'read from the cache': cacheRead, 'written to it': written },
  });
  const written30m = restOf({ total: written, name: 'tokens written to the cache', included: { 'for 12 hours': cacheWrite12h } });
  return readingOf(
    { ...noUsage, uncachedInput: uncached.rest, cacheRead, cacheWrite30m: written30m.rest, cacheWrite12h, output },
    {
      ...reasoningTokensOf(usage.output_tokens_details?.reasoning_tokens, output),
      ...(typeof service_tier === 'string' && { billing: { serviceTier: service_tier } }),
    },
    [...uncached.doubts, ...written30m.doubts],
  );
}
