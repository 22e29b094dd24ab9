import * as vscode from 'vscode';
import type { RollUp } from '../../core/ledger/index.ts';
import { formatUsd, type NanoUsd } from '../../core/money/index.ts';
import type { Formats } from './formats.ts';

const { t } = vscode.l10n;

/** Every number of a roll-up, those of older schemas too. */
const summed = [
  'attempts',
  'unpricedAttempts',
  'estimatedAttempts',
  'costNanoUsd',
  'countedNanoUsd',
  'listPriceNanoUsd',
  'inputTokens',
  'cacheReadTokens',
  'outputTokens',
  'cacheWriteTokens',
  'cacheSavedNanoUsd',
  'baselineNanoUsd',
] as const satisfies readonly (keyof RollUp)[];

export type Totals = Readonly<Record<(typeof summed)[number], number>>;

/** In one go, because a year has tens of thousands of roll-ups. */
export function totalsOf(rollUps: Iterable<RollUp>): Totals {
  const totals = Object.fromEntries(summed.map((key) => [key, 0])) as Record<(typeof summed)[number], number>;
  for (const rollUp of rollUps) for (const key of summed) totals[key] += rollUp[key] ?? 0;
  return totals;
}

/** What the spend leaves out or does not know exactly. Nothing unpriced passes as free. */
export function notesOf(totals: Totals, formats: Formats): readonly string[] {
  const { unpricedAttempts, countedNanoUsd, costNanoUsd, estimatedAttempts, listPriceNanoUsd } = totals;
  const beyond = countedNanoUsd - costNanoUsd;
  const unpriced =
    beyond > 0
      ? t('{0} unpriced, at most {1} more', formats.count(unpricedAttempts), formatUsd(beyond))
      : t('{0} unpriced', formats.count(unpricedAttempts));
  return [
    ...(unpricedAttempts > 0 ? [unpriced] : []),
    ...(estimatedAttempts > 0 ? [t('{0} estimated', formats.count(estimatedAttempts))] : []),
    ...(listPriceNanoUsd > 0 ? [t('flat plans: {0} at list prices', formatUsd(listPriceNanoUsd))] : []),
  ];
}

/** Of the input, what was read from caches, in thousandths; undefined where there was no input. */
export function cacheRateOf({ cacheReadTokens, inputTokens }: Totals): number | undefined {
  return inputTokens === 0 ? undefined : Math.round((cacheReadTokens * 1000) / inputTokens);
}

/** What was spent against one attempt on each baseline, on the days for which baselines are known. */
export interface Saving {
  readonly baselineNanoUsd: NanoUsd;
  readonly costNanoUsd: NanoUsd;
  /** Below zero where it cost more. */
  readonly savedNanoUsd: NanoUsd;
  /** The first day with a baseline, `YYYY-MM-DD`. */
  readonly sinceDay: string;
}

/**
 * Everything that was spent counts, failed attempts and retries too, which add to no baseline. Days without any baseline are left out on both
 * sides: their entries are older than baselines are. Undefined where no day has one. What is unpriced counts as what it counts against budgets.
 */
export function savingOf(rollUps: readonly RollUp[]): Saving | undefined {
  const days = new Set(rollUps.filter(({ baselineNanoUsd = 0 }) => baselineNanoUsd > 0).map(({ localDay }) => localDay));
  const [sinceDay] = [...days].toSorted();
  if (sinceDay === undefined) return undefined;
  const { baselineNanoUsd, countedNanoUsd } = totalsOf(rollUps.filter(({ localDay }) => days.has(localDay)));
  return { baselineNanoUsd, costNanoUsd: countedNanoUsd, savedNanoUsd: baselineNanoUsd - countedNanoUsd, sinceDay };
}
