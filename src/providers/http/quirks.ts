import type { Candidate } from '../../core/catalogue/index.ts';

/** What the row says of a matter that the protocol leaves open: the model's word first, then the endpoint's. */
export function quirkOf({ model, endpoint }: Candidate, name: string): string | number | boolean | undefined {
  return model.quirks?.[name] ?? endpoint.quirks?.[name];
}

/** The same where only a text makes sense. */
export function textQuirkOf(candidate: Candidate, name: string): string | undefined {
  const quirk = quirkOf(candidate, name);
  return typeof quirk === 'string' && quirk !== '' ? quirk : undefined;
}

/** The reasoning effort to ask for: the candidate's own, or what its row fixes. */
export function effortOf(candidate: Candidate): string | undefined {
  return candidate.effort ?? textQuirkOf(candidate, 'reasoningEffort');
}

/** The service tier to ask for: the candidate's own, or what its row fixes. */
export function serviceTierOf(candidate: Candidate): string | undefined {
  return candidate.serviceTier ?? textQuirkOf(candidate, 'serviceTier');
}
