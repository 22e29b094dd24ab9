import { type BillingReport, noUsage } from '../../core/task/index.ts';
import { restOf } from '../http/includedCounts.ts';
import { countOf, isTold, readingOf, reasoningTokensOf, requiredCountOf, type UsageReading, untold } from '../http/tokenCounts.ts';

/** Usage as `message_start`, `message_delta` and whole messages tell it; the SDK checks nothing of it. */
export interface UsageOnWire {
  readonly input_tokens?: unknown;
  readonly output_tokens?: unknown;
  readonly cache_read_input_tokens?: unknown;
  readonly cache_creation_input_tokens?: unknown;
  readonly cache_creation?: { readonly ephemeral_5m_input_tokens?: unknown; readonly ephemeral_1h_input_tokens?: unknown } | null;
  readonly output_tokens_details?: { readonly thinking_tokens?: unknown } | null;
  readonly service_tier?: unknown;
  readonly inference_geo?: unknown;
  readonly speed?: unknown;
}

/**
 * What is known after another event told its usage: the counts are cumulative, so a later one replaces an earlier one and is never added. What
 * the later one leaves out (`message_delta` repeats only some) stands as it was.
 */
export function laterUsage(earlier: UsageOnWire, later: UsageOnWire | null | undefined): UsageOnWire {
  const told = Object.entries(later ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return { ...earlier, ...Object.fromEntries(told) };
}

/** The usage, in disjoint buckets. Anthropic's `input_tokens` excludes what the cache read or wrote. */
export function readUsage(usage: UsageOnWire, isPartial?: 'partial'): UsageReading {
  if (!isTold(usage.input_tokens, usage.output_tokens)) return untold;
  const split = usage.cache_creation;
  const written5m = countOf(split?.ephemeral_5m_input_tokens);
  const cacheWrite1h = countOf(split?.ephemeral_1h_input_tokens);
  const written = countOf(usage.cache_creation_input_tokens ?? written5m + cacheWrite1h);
  const output = requiredCountOf(usage.output_tokens);
  // Whatever was written for no other time was written for five minutes, the API's own choice.
  const { rest: cacheWrite5m, doubts } = restOf({
    total: written,
    name: 'tokens written to the cache',
    included: { 'for an hour': cacheWrite1h },
  });
  const uncachedInput = requiredCountOf(usage.input_tokens);
  const cacheRead = countOf(usage.cache_read_input_tokens);
  const billing = billingOf(usage);
  return readingOf(
    { ...noUsage, uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output },
    {
      ...(isPartial && { isPartial: true }),
      ...reasoningTokensOf(usage.output_tokens_details?.thinking_tokens, output),
      ...(Object.keys(billing).length > 0 && { billing }),
    },
    doubts,
  );
}

function billingOf({ service_tier, inference_geo, speed }: UsageOnWire): BillingReport {
  return {
    ...(typeof service_tier === 'string' && { serviceTier: service_tier }),
    ...(typeof inference_geo === 'string' && { inferenceGeo: inference_geo }),
    ...(typeof speed === 'string' && { speed }),
  };
}
