/** What a user typed as a number of tokens: `500000`, `500k`, `2M`, `1.5 M`. A comma is refused, because it means two things. */
export type TokenText = { readonly tokens: number } | { readonly refused: 'empty' | 'no-amount' | 'comma' | 'too-much' };

const factors: Readonly<Record<string, number>> = { '': 1, k: 1000, m: 1_000_000 };

export function readTokens(text: string): TokenText {
  const typed = text.trim().toLowerCase();
  if (typed === '') return { refused: 'empty' };
  if (typed.includes(',')) return { refused: 'comma' };
  const [, digits, factor = ''] = /^(\d+(?:\.\d+)?)\s*([km]?)$/.exec(typed) ?? [];
  if (digits === undefined) return { refused: 'no-amount' };
  const tokens = Number(digits) * (factors[factor] ?? 1);
  if (!Number.isInteger(tokens)) return { refused: 'no-amount' };
  return Number.isSafeInteger(tokens) ? { tokens } : { refused: 'too-much' };
}
