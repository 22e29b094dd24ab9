import type { CauseKind } from '../cause.ts';
import { rangesOf } from '../dayRange.ts';
import type { ComparedRow } from '../dayRow.ts';
import type { Figures, ImportedUsage } from '../imported.ts';
import { isUncertain } from './ourAttempts.ts';

const told = ({ differing }: ComparedRow, ...names: readonly (keyof Figures)[]): boolean => names.some((name) => differing.includes(name));

/** What the tokens and requests of a row that differs speak for. */
export function causesInTokens(row: ComparedRow, imported: ImportedUsage): readonly CauseKind[] {
  const { difference, entries, billed } = row;
  const isLastDay = rangesOf(imported).some(({ toDay }) => toDay === row.day);
  if (billed.length === 0) return imported.isWhole && !isLastDay ? ['elsewhere'] : [];
  if (entries.length === 0) return ['other-use'];
  if (!told(row, 'input', 'output', 'requests')) return told(row, 'cacheRead', 'cacheWrite') ? ['cache'] : [];
  if (agreesInMoney(row, imported)) return ['counted-otherwise'];
  const hasMore = difference.requests > 0 || (!isUncertain(row) && (difference.input > 0 || difference.output > 0));
  return hasMore ? ['other-use'] : [];
}

/** Whole cents agree too easily. */
function agreesInMoney(row: ComparedRow, { isInCents }: ImportedUsage): boolean {
  return row.tells.includes('costNanoUsd') && !isInCents && !told(row, 'costNanoUsd', 'requests') && row.ours.costNanoUsd > 0;
}
