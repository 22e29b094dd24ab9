import type { CauseKind } from '../cause.ts';
import type { ComparedRow } from '../dayRow.ts';
import type { ImportedUsage } from '../imported.ts';
import { isUncertain, isUnpriced } from './ourAttempts.ts';

const halfCentNanoUsd = 5_000_000;

/**
 * What gateways take on top, in thousandths: OpenRouter 55 on buying credits and 50 of what passes on one's own key
 * (https://openrouter.ai/docs/faq, read 2026-11).
 */
const feeThousandths: Readonly<Record<ImportedUsage['provider'], readonly number[]>> = { anthropic: [], openai: [], openrouter: [55, 50] };

/** Half price, of batches and flex, or the other way round. Both providers' priority tiers have factors of their own: the bill names those. */
const tierFactors: readonly number[] = [0.5, 2];

/** As exact as a day's amounts in micro-dollars allow. */
const isAbout = (value: number, wanted: number): boolean => Math.abs(value - wanted) <= 0.0015 * wanted;

const factorOf = ({ theirs, ours }: Pick<ComparedRow, 'theirs' | 'ours'>): number | undefined =>
  ours.costNanoUsd > 0 ? theirs.costNanoUsd / ours.costNanoUsd : undefined;

/** Is the difference in money no more than rounding every amount to cents makes? */
export function isWithinCents({ difference, billed }: ComparedRow, { isInCents }: ImportedUsage): boolean {
  return isInCents && Math.abs(difference.costNanoUsd) <= halfCentNanoUsd * billed.length;
}

/** What the money of a row speaks for whose tokens agree, or are not told. `ofModel` are all rows of its model. */
export function causesInMoney(row: ComparedRow, ofModel: readonly ComparedRow[], imported: ImportedUsage): readonly CauseKind[] {
  const { differing, difference, billed, entries, tells } = row;
  if (!differing.includes('costNanoUsd') || billed.length === 0 || entries.length === 0) return [];
  if (differing.some((name) => name !== 'costNanoUsd')) return [];
  if (isWithinCents(row, imported)) return ['rounding'];
  const factor = factorOf(row);
  const tellsTokens = tells.includes('input') && tells.includes('output');
  if (factor === undefined || entries.some(isUnpriced) || (!tellsTokens && isUncertain(row))) return [];
  if (billed.some(({ serviceTier }) => serviceTier !== undefined) || tierFactors.some((tier) => isAbout(factor, tier)))
    return ['service-tier'];
  if (feeThousandths[imported.provider].some((fee) => isAbout(factor, 1 + fee / 1000))) return ['gateway-fee'];
  if (tellsTokens || isFactorOfAll(factor, ofModel)) return ['price'];
  // Money alone does not tell a dearer token from one token more.
  return difference.costNanoUsd > 0 ? ['price', 'other-use'] : ['price'];
}

function isFactorOfAll(factor: number, rows: readonly ComparedRow[]): boolean {
  return rows.length > 1 && rows.every((row) => isAbout(factorOf(row) ?? 0, factor));
}
