import * as vscode from 'vscode';
import type { RollUp } from '../../core/ledger/index.ts';
import { formatUsd, type NanoUsd } from '../../core/money/index.ts';
import type { Formats } from './formats.ts';

const { t } = vscode.l10n;

/** The sums of what roll-ups hold. */
export type Totals = Readonly<Pick<RollUp, Summed>>;

type Summed =
  | 'attempts'
  | 'unpricedAttempts'
  | 'estimatedAttempts'
  | 'costNanoUsd'
  | 'countedNanoUsd'
  | 'listPriceNanoUsd'
  | 'inputTokens'
  | 'cacheReadTokens'
  | 'outputTokens'
  | 'cacheWriteTokens'
  | 'cacheSavedNanoUsd'
  | 'baselineNanoUsd';

class Sum implements Totals {
  attempts = 0;
  unpricedAttempts = 0;
  estimatedAttempts = 0;
  costNanoUsd = 0;
  countedNanoUsd = 0;
  listPriceNanoUsd = 0;
  inputTokens = 0;
  cacheReadTokens = 0;
  outputTokens = 0;
  cacheWriteTokens = 0;
  cacheSavedNanoUsd = 0;
  baselineNanoUsd = 0;

  /** Field by field, because a year has tens of thousands of roll-ups. */
  add(more: Pick<RollUp, Summed>): void {
    this.attempts += more.attempts;
    this.unpricedAttempts += more.unpricedAttempts;
    this.estimatedAttempts += more.estimatedAttempts;
    this.costNanoUsd += more.costNanoUsd;
    this.countedNanoUsd += more.countedNanoUsd;
    this.listPriceNanoUsd += more.listPriceNanoUsd;
    this.inputTokens += more.inputTokens;
    this.cacheReadTokens += more.cacheReadTokens;
    this.outputTokens += more.outputTokens;
    this.cacheWriteTokens += more.cacheWriteTokens;
    this.cacheSavedNanoUsd += more.cacheSavedNanoUsd;
    this.baselineNanoUsd += more.baselineNanoUsd;
  }
}

export function totalsOf(rollUps: Iterable<Pick<RollUp, Summed>>): Totals {
  const sum = new Sum();
  for (const rollUp of rollUps) sum.add(rollUp);
  return sum;
}

/** The totals under each key. */
export function totalsBy(rollUps: Iterable<RollUp>, keyOf: (rollUp: RollUp) => string): ReadonlyMap<string, Totals> {
  const sums = new Map<string, Sum>();
  for (const rollUp of rollUps) {
    const key = keyOf(rollUp);
    let sum = sums.get(key);
    if (!sum) {
      sum = new Sum();
      sums.set(key, sum);
    }
    sum.add(rollUp);
  }
  return sums;
}

/** One for all days of those that differ in nothing else: what whoever asks several times, and not for days, has to go through. */
export function withoutDays(rollUps: Iterable<RollUp>): readonly RollUp[] {
  const sums = new Map<string, { readonly first: RollUp; readonly sum: Sum }>();
  for (const rollUp of rollUps) {
    const { kind, tier, model, endpoint, provider, billing, workspace, language } = rollUp;
    const key = `${kind}\n${tier}\n${model}\n${endpoint}\n${provider}\n${billing}\n${workspace}\n${language}`;
    let known = sums.get(key);
    if (!known) {
      known = { first: rollUp, sum: new Sum() };
      sums.set(key, known);
    }
    known.sum.add(rollUp);
  }
  return [...sums.values()].map(({ first, sum }) => ({ ...first, ...sum, localDay: '' }));
}

/** What is left out of a spend, or not known exactly. */
type Noted = Pick<Totals, 'unpricedAttempts' | 'countedNanoUsd' | 'costNanoUsd' | 'estimatedAttempts' | 'listPriceNanoUsd'>;

/** What the spend leaves out or does not know exactly. Nothing unpriced passes as free. */
export function notesOf(totals: Noted, formats: Formats): readonly string[] {
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
  const days = [...totalsBy(rollUps, ({ localDay }) => localDay)].filter(([, totals]) => totals.baselineNanoUsd > 0);
  const [sinceDay] = days.map(([day]) => day).toSorted();
  if (sinceDay === undefined) return undefined;
  const { baselineNanoUsd, countedNanoUsd } = totalsOf(days.map(([, totals]) => totals));
  return { baselineNanoUsd, costNanoUsd: countedNanoUsd, savedNanoUsd: baselineNanoUsd - countedNanoUsd, sinceDay };
}
