/** A count, and what it is said to include, by what it is. */
export interface InclusiveCount {
  readonly total: number;
  /** In the plural, e.g. `prompt tokens`. */
  readonly name: string;
  /** By words that follow "of them", e.g. `read from the cache`. */
  readonly included: Readonly<Record<string, number>>;
}

/**
 * What is left of a count without what it includes. Where it includes more than there is, nobody knows which of the numbers is wrong, and the
 * dearer reading is taken: that it was counted apart from them, so that every number stands as it was told and no budget is spent unseen.
 */
export function restOf({ total, name, included }: InclusiveCount): { readonly rest: number; readonly doubts: readonly string[] } {
  const parts = Object.entries(included);
  const rest = total - parts.reduce((sum, [, count]) => sum + count, 0);
  if (!(rest < 0)) return { rest, doubts: [] };
  return { rest: total, doubts: [`${total} ${name}, ${parts.map(([what, count]) => `${count} of them ${what}`).join(' and ')}`] };
}
