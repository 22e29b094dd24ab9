import type { ProviderPreferences } from '../../core/policy/index.ts';

/**
 * OpenRouter's `provider` object. It has no `order`, which would switch off that a session stays with the host whose cache is warm. Prices are
 * USD per million tokens.
 */
export interface OpenRouterProvider {
  readonly zdr?: true;
  readonly data_collection?: 'deny';
  readonly quantizations?: readonly string[];
  readonly only?: readonly string[];
  readonly ignore?: readonly string[];
  readonly max_price?: { readonly prompt?: number; readonly completion?: number };
  /** Only hosts that know every field of the request. */
  readonly require_parameters?: true;
}

const nanoUsdPerUsd = 1_000_000_000;

/** What the policy asks of a gateway, in OpenRouter's words. */
export function openRouterProviderOf(preferences: ProviderPreferences): OpenRouterProvider {
  const { zeroRetention, noTraining, precisions, only, ignore, maxInputPriceNanoUsd: input, maxOutputPriceNanoUsd: output } = preferences;
  const maxPrice = {
    ...(input !== undefined && { prompt: input / nanoUsdPerUsd }),
    ...(output !== undefined && { completion: output / nanoUsdPerUsd }),
  };
  return {
    ...(zeroRetention && { zdr: true }),
    ...(noTraining && { data_collection: 'deny' }),
    ...(precisions && { quantizations: precisions }),
    ...(only && { only }),
    ...(ignore && { ignore }),
    ...(Object.keys(maxPrice).length > 0 && { max_price: maxPrice }),
  };
}
