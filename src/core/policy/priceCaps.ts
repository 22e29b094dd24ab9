import type { Candidate } from '../catalogue/index.ts';
import type { TokenPrices } from '../money/index.ts';
import type { ProviderPreferences } from './preferences.ts';

/**
 * What a gateway may ask for a million tokens: the dearest that the candidate's own row does, because by that row the request is held and its
 * limits are kept, and a gateway may know a dearer host. Nothing where nobody pays by the token, and where no price is known. Prices above a
 * cliff count wherever the model's context reaches it: how long the prompt is, is not known here.
 */
export function priceCapsOf({ model, endpoint }: Candidate): Pick<ProviderPreferences, 'maxInputPriceNanoUsd' | 'maxOutputPriceNanoUsd'> {
  const { price, contextTokens = Number.POSITIVE_INFINITY } = model;
  if (endpoint.billing !== 'metered' || !price) return {};
  const { longContext = [], hours = [] } = price;
  const cliffs = longContext.filter(({ abovePromptTokens }) => abovePromptTokens < contextTokens);
  const lists: readonly TokenPrices[] = [price, ...[...hours, ...cliffs].map(({ prices }) => prices)];
  return {
    maxInputPriceNanoUsd: Math.max(...lists.map(({ uncachedInput }) => uncachedInput)),
    maxOutputPriceNanoUsd: Math.max(...lists.map(({ output }) => output)),
  };
}
