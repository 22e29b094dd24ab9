import type { Candidate } from '../catalogue/index.ts';
import type { RequestedTerms } from './worstCase.ts';

/** The tier and the speed that adapters ask for: the candidate's own, else the user's row's. It is what is billed, unless the provider reports otherwise. */
export function requestedTerms({ model, endpoint, serviceTier: chosen }: Candidate): RequestedTerms {
  const { serviceTier: byRow, speed } = { ...endpoint.quirks, ...model.quirks };
  const serviceTier = chosen ?? byRow;
  return { ...(typeof serviceTier === 'string' && { serviceTier }), ...(typeof speed === 'string' && { speed }) };
}
