import * as vscode from 'vscode';
import type { RollUp } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { tierInWords } from '../../platform/entryWords.ts';
import { scopeAsHeading } from '../../platform/kindWords.ts';
import type { Formats } from './formats.ts';
import type { Period } from './periods.ts';
import type { PeriodId, PeriodRow, PeriodState, PeriodTable } from './protocol.ts';

const { t } = vscode.l10n;

type Totals = Pick<
  RollUp,
  | 'attempts'
  | 'unpricedAttempts'
  | 'estimatedAttempts'
  | 'costNanoUsd'
  | 'countedNanoUsd'
  | 'listPriceNanoUsd'
  | 'inputTokens'
  | 'cacheReadTokens'
  | 'outputTokens'
>;

/** What a period sums up to, and what it is made of. `rollUps` may hold other days too. */
export function periodState({ id, fromDay, toDay }: Period, rollUps: readonly RollUp[], formats: Formats): PeriodState {
  const inPeriod = rollUps.filter(({ localDay }) => localDay >= fromDay && localDay <= toDay);
  const total = totalsOf(inPeriod);
  return {
    id,
    name: nameOf(id),
    days: formats.days(fromDay, toDay),
    spend: formatUsd(total.costNanoUsd),
    spendNotes: notesOf(total, formats),
    requests: formats.count(total.attempts),
    tokensIn: formats.count(total.inputTokens),
    fromCache: formats.count(total.cacheReadTokens),
    tokensOut: formats.count(total.outputTokens),
    tables: tablesOf(inPeriod, total, formats),
  };
}

function nameOf(id: PeriodId): string {
  const names: Readonly<Record<PeriodId, string>> = { day: t('Today'), week: t('This week'), month: t('This month') };
  return names[id];
}

/** What the spend leaves out or does not know exactly. Nothing unpriced passes as free. */
function notesOf(
  { unpricedAttempts, countedNanoUsd, costNanoUsd, estimatedAttempts, listPriceNanoUsd }: Totals,
  formats: Formats,
): string[] {
  const beyond = countedNanoUsd - costNanoUsd;
  return [
    ...(unpricedAttempts > 0
      ? [
          beyond > 0
            ? t('{0} unpriced, at most {1} more', formats.count(unpricedAttempts), formatUsd(beyond))
            : t('{0} unpriced', formats.count(unpricedAttempts)),
        ]
      : []),
    ...(estimatedAttempts > 0 ? [t('{0} estimated', formats.count(estimatedAttempts))] : []),
    ...(listPriceNanoUsd > 0 ? [t('flat plans: {0} at list prices', formatUsd(listPriceNanoUsd))] : []),
  ];
}

function tablesOf(rollUps: readonly RollUp[], total: Totals, formats: Formats): readonly PeriodTable[] {
  if (rollUps.length === 0) return [];
  // Where all was free, shares of the spend would say nothing.
  const shareHeading = total.costNanoUsd > 0 ? t('Share of spend') : t('Share of requests');
  const rows = (nameOfRow: (rollUp: RollUp) => string): readonly PeriodRow[] => rowsBy(rollUps, nameOfRow, total, formats);
  return [
    { by: 'tier', caption: t('By tier'), heading: t('Tier'), shareHeading, rows: rows(({ tier }) => tierInWords(tier)) },
    { by: 'model', caption: t('By model'), heading: t('Model'), shareHeading, rows: rows(({ model }) => model) },
    { by: 'kind', caption: t('By kind'), heading: t('Kind'), shareHeading, rows: rows(({ kind }) => scopeAsHeading(kind)) },
  ];
}

function rowsBy(rollUps: readonly RollUp[], nameOfRow: (rollUp: RollUp) => string, total: Totals, formats: Formats): readonly PeriodRow[] {
  return [...Map.groupBy(rollUps, nameOfRow)]
    .map(([name, group]) => ({ name, totals: totalsOf(group) }))
    .toSorted((a, b) => b.totals.costNanoUsd - a.totals.costNanoUsd || b.totals.attempts - a.totals.attempts)
    .map(({ name, totals }) => {
      const shareThousandths = shareOf(totals, total);
      return {
        id: name,
        name,
        spend: totals.attempts > 0 && totals.unpricedAttempts === totals.attempts ? t('unpriced') : formatUsd(totals.costNanoUsd),
        notes: notesOf(totals, formats),
        requests: formats.count(totals.attempts),
        tokensIn: formats.count(totals.inputTokens),
        tokensOut: formats.count(totals.outputTokens),
        share: formats.percent(shareThousandths),
        shareThousandths,
      };
    });
}

function shareOf(part: Totals, total: Totals): number {
  const [of, all] = total.costNanoUsd > 0 ? [part.costNanoUsd, total.costNanoUsd] : [part.attempts, total.attempts];
  return all === 0 ? 0 : Math.round((of * 1000) / all);
}

function totalsOf(rollUps: readonly RollUp[]): Totals {
  const sum = (key: keyof Totals): number => rollUps.reduce((total, rollUp) => total + rollUp[key], 0);
  return {
    attempts: sum('attempts'),
    unpricedAttempts: sum('unpricedAttempts'),
    estimatedAttempts: sum('estimatedAttempts'),
    costNanoUsd: sum('costNanoUsd'),
    countedNanoUsd: sum('countedNanoUsd'),
    listPriceNanoUsd: sum('listPriceNanoUsd'),
    inputTokens: sum('inputTokens'),
    cacheReadTokens: sum('cacheReadTokens'),
    outputTokens: sum('outputTokens'),
  };
}
