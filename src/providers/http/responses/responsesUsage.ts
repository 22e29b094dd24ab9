import { noUsage, type StreamPart } from '../../../core/task/index.ts';
import { believable, countOf, reasoningTokensOf, requiredCountOf } from '../tokenCounts.ts';

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

/** The usage part of a response that tells its usage; none where it tells none, or one that cannot be true. */
export function responsesUsageParts({ usage, service_tier }: BilledResponse): readonly StreamPart[] {
  if (!usage) return [];
  const input = requiredCountOf(usage.input_tokens);
  const output = requiredCountOf(usage.output_tokens);
  const details = usage.input_tokens_details;
  const cacheRead = countOf(details?.cached_tokens);
  // What was written without a word of its lifetime lives as long as OpenAI's caches do unless asked otherwise: 30 minutes.
  const written = countOf(details?.cache_write_tokens);
  const cacheWrite12h = countOf(details?.cache_write_tokens_details?.ttl_12h_tokens);
  const counted = believable({
    ...noUsage,
    uncachedInput: input - cacheRead - written,
    cacheRead,
    cacheWrite30m: written - cacheWrite12h,
    cacheWrite12h,
    output,
  });
  if (!counted) return [];
  return [
    {
      type: 'usage',
      usage: counted,
      ...reasoningTokensOf(usage.output_tokens_details?.reasoning_tokens, output),
      ...(typeof service_tier === 'string' && { billing: { serviceTier: service_tier } }),
    },
  ];
}
