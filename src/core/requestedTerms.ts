import type { RequestedTerms } from './budget/index.ts';
import type { Candidate } from './catalogue/index.ts';

/** The tier and the speed that adapters ask for where the user's row says so: what is billed, unless the provider reports otherwise. */
export function requestedTerms({ model, endpoint }: Candidate): RequestedTerms {
  const { serviceTier, speed } = { ...endpoint.quirks, ...model.quirks };
  return { ...(typeof serviceTier === 'string' && { serviceTier }), ...(typeof speed === 'string' && { speed }) };
}
