const nanoUsdPerUsd = 1_000_000_000n;

/** `none`: the field is empty. `absurd`: it is an amount, but so large that it is more likely a slip than meant. */
export type ReadDollars =
  | { readonly amount: 'none' }
  | { readonly amount: 'read'; readonly nanoUsd: number }
  | { readonly amount: 'bad' }
  | { readonly amount: 'absurd' };

/** Nobody's editor spends so much; who means it writes it into the settings. An assumption. */
const mostNanoUsd = 100_000n * nanoUsdPerUsd;

/**
 * Reads what a person writes into a field of dollars, without a detour over fractions: `2`, `0.50`, `$1`, `0,5`. A comma before three digits
 * is refused, because it parts thousands for some readers and fractions for others.
 */
export function readDollars(text: string): ReadDollars {
  const written = text.trim().replace(/^\$\s*/, '');
  if (written === '') return { amount: text.trim() === '' ? 'none' : 'bad' };
  const [, whole = '', point = '', comma = ''] = /^(\d{0,30})(?:\.(\d{1,9})|,(\d{1,2}))?$/.exec(written) ?? [];
  const fraction = point || comma;
  if (whole === '' && fraction === '') return { amount: 'bad' };
  const nanoUsd = BigInt(whole) * nanoUsdPerUsd + BigInt(fraction.padEnd(9, '0'));
  return nanoUsd > mostNanoUsd ? { amount: 'absurd' } : { amount: 'read', nanoUsd: Number(nanoUsd) };
}
