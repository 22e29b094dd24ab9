import type { Candidate, Endpoint, Model } from '../catalogue/index.ts';

/**
 * Works out once what depends on a candidate's model and endpoint only: candidates are made anew for each effort and service tier, but those
 * two stay the same objects until the catalogue changes.
 */
export function oncePerCandidate<Answer>(workOut: (candidate: Candidate) => Answer): (candidate: Candidate) => Answer {
  const known = new WeakMap<Endpoint, WeakMap<Model, { readonly answer: Answer }>>();
  return (candidate) => {
    const { endpoint, model } = candidate;
    const ofEndpoint = known.get(endpoint) ?? new WeakMap<Model, { readonly answer: Answer }>();
    const before = ofEndpoint.get(model);
    if (before) return before.answer;
    const answer = workOut(candidate);
    known.set(endpoint, ofEndpoint.set(model, { answer }));
    return answer;
  };
}
