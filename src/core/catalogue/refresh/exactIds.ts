/** By what a model of genai-prices is recognised, as far as it is exact; other clauses (`starts_with`, `regex` ...) are of no use here. */
export type GenaiMatch = { readonly equals: string } | { readonly or: readonly GenaiMatch[] } | Readonly<Record<string, unknown>>;

/** A model's exact ids. Its other clauses would match models that nobody has seen yet, at an older one's price. */
export function exactIds({ id, match }: { readonly id: string; readonly match: GenaiMatch }): readonly string[] {
  return [id, ...exactIdsIn(match)];
}

function exactIdsIn(match: GenaiMatch): readonly string[] {
  if ('equals' in match && typeof match.equals === 'string') return [match.equals];
  return 'or' in match && Array.isArray(match.or) ? match.or.flatMap((one: GenaiMatch) => exactIdsIn(one)) : [];
}
