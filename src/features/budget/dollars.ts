import type { NanoUsd } from '../../core/money/index.ts';
import { nanoUsdOf } from '../../platform/dollars.ts';

/** What a user typed as an amount: `0.5`, `$0.50`, `.5`. A comma is refused, because it means two things. */
export type DollarText =
  | { readonly usd: number; readonly nanoUsd: NanoUsd }
  | { readonly refused: 'empty' | 'no-amount' | 'comma' | 'too-much' };

export function readDollars(text: string): DollarText {
  const typed = text.trim().replace(/^\$\s*/, '');
  if (typed === '') return { refused: 'empty' };
  if (typed.includes(',')) return { refused: 'comma' };
  if (!/^(\d+(\.\d*)?|\.\d+)$/.test(typed)) return { refused: 'no-amount' };
  const usd = Number(typed);
  const nanoUsd = nanoUsdOf(usd);
  return nanoUsd === undefined ? { refused: 'too-much' } : { usd, nanoUsd };
}
