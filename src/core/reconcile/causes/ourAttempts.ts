import type { EntryFinish, LedgerEntry } from '../../ledger/index.ts';
import type { CauseKind } from '../cause.ts';
import type { ComparedRow } from '../dayRow.ts';

const brokenOff: ReadonlySet<EntryFinish> = new Set(['aborted', 'budget', 'error', 'lost'] as const);

export const isBrokenOff = ({ finish }: LedgerEntry): boolean => brokenOff.has(finish);
export const isOurEstimate = (entry: LedgerEntry): boolean => entry.isEstimate && !isBrokenOff(entry);
export const isUnpriced = ({ costNanoUsd }: LedgerEntry): boolean => costNanoUsd === undefined;

/** Is there something in the row that we ourselves are not sure of? Then a difference in tokens need not be anybody else's. */
export const isUncertain = ({ entries }: Pick<ComparedRow, 'entries'>): boolean =>
  entries.some((entry) => isBrokenOff(entry) || isOurEstimate(entry));

/** What may be wrong with our own entries of a row that differs. Where the tokens are told and agree, what we counted was right. */
export function causesInOurs({ entries, difference, differing, tells }: ComparedRow): readonly CauseKind[] {
  const isOfMoney = differing.includes('costNanoUsd');
  const isOfTokens = differing.some((name) => name !== 'costNanoUsd') || !(tells.includes('input') && tells.includes('output'));
  return [
    ...(entries.some(isUnpriced) && isOfMoney && difference.costNanoUsd > 0 ? ['unpriced' as const] : []),
    ...(entries.some(isBrokenOff) && isOfTokens ? ['broken-off' as const] : []),
    ...(entries.some(isOurEstimate) && isOfTokens ? ['estimates' as const] : []),
  ];
}
