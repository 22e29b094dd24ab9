import type { Candidate } from '../catalogue/index.ts';
import type { RequestedTerms } from './worstCase.ts';

/** Asked for each candidate of each request. */
const known = new WeakMap<Candidate, RequestedTerms>();

/** The tier and the speed that adapters ask for: the candidate's own, else the user's row's. It is what is billed, unless the provider reports otherwise. */
export function requestedTerms(candidate: Candidate): RequestedTerms {
  const before = known.get(candidate);
  if (before) return before;
  const terms = termsOf(candidate);
  known.set(candidate, terms);
  return terms;
}

function termsOf({ model, endpoint, serviceTier: chosen }: Candidate): RequestedTerms {
  const { serviceTier: byRow, speed } = { ...endpoint.quirks, ...model.quirks };
  const serviceTier = chosen ?? byRow;
  return { ...(typeof serviceTier === 'string' && { serviceTier }), ...(typeof speed === 'string' && { speed }) };
}
