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
