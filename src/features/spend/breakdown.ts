import * as vscode from 'vscode';
import type { RollUp } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { tierInWords } from '../../platform/entryWords.ts';
import { scopeAsHeading } from '../../platform/kindWords.ts';
import type { Formats } from './formats.ts';
import type { BreakdownRow, BreakdownTable } from './protocol.ts';
import { cacheRateOf, notesOf, type Totals, totalsBy, totalsOf } from './totals.ts';

const { t } = vscode.l10n;

type By = BreakdownTable['by'];

/** What is left after so many rows is summed up in one more. */
const mostRows = 12;

/** One table for each thing that spend is broken down by. None where there is nothing. */
export function breakdowns(by: readonly By[], rollUps: readonly RollUp[], formats: Formats): readonly BreakdownTable[] {
  if (rollUps.length === 0) return [];
  const total = totalsOf(rollUps);
  // Where all was free, shares of the spend would say nothing.
  const shareHeading = total.costNanoUsd > 0 ? t('Share of spend') : t('Share of requests');
  return by.map((each) => ({ by: each, ...headingsOf(each), shareHeading, rows: rowsBy(each, rollUps, total, formats) }));
}

/** What a roll-up is counted under. */
export function fieldOf(rollUp: RollUp, by: By): string {
  return rollUp[by];
}

/** As it is read: requests that came without a workspace or a language have no name of their own. */
export function nameOfValue(by: By, value: string): string {
  switch (by) {
    case 'tier':
      return tierInWords(value as RollUp['tier']) ?? value;
    case 'kind':
      return scopeAsHeading(value);
    case 'workspace':
      return value || t('no folder');
    case 'language':
      return value || t('no language');
    default:
      return value || t('not known');
  }
}

function headingsOf(by: By): Pick<BreakdownTable, 'caption' | 'heading'> {
  const words: Readonly<Record<By, Pick<BreakdownTable, 'caption' | 'heading'>>> = {
    tier: { caption: t('By tier'), heading: t('Tier') },
    model: { caption: t('By model'), heading: t('Model') },
    kind: { caption: t('By kind'), heading: t('Kind') },
    workspace: { caption: t('By workspace'), heading: t('Workspace') },
    language: { caption: t('By language'), heading: t('Language') },
    provider: { caption: t('By provider'), heading: t('Provider') },
  };
  return words[by];
}

function rowsBy(by: By, rollUps: readonly RollUp[], total: Totals, formats: Formats): readonly BreakdownRow[] {
  const groups = [...totalsBy(rollUps, (rollUp) => fieldOf(rollUp, by))].toSorted(
    ([, a], [, b]) => b.costNanoUsd - a.costNanoUsd || b.attempts - a.attempts,
  );
  const alone = groups.length > mostRows ? groups.slice(0, mostRows - 1) : groups;
  const others = groups.slice(alone.length).map(([, totals]) => totals);
  const rows = alone.map(([value, totals]) => ({ value, ...rowOf(`=${value}`, nameOfValue(by, value), totals, total, formats) }));
  if (others.length === 0) return rows;
  return [...rows, rowOf('others', t('{0} others', formats.count(others.length)), totalsOf(others), total, formats)];
}

function rowOf(id: string, name: string, totals: Totals, total: Totals, formats: Formats): BreakdownRow {
  const shareThousandths = shareOf(totals, total);
  const cacheRate = cacheRateOf(totals);
  return {
    id,
    name,
    spend: totals.attempts > 0 && totals.unpricedAttempts === totals.attempts ? t('unpriced') : formatUsd(totals.costNanoUsd),
    notes: notesOf(totals, formats),
    requests: formats.count(totals.attempts),
    tokensIn: formats.count(totals.inputTokens),
    tokensOut: formats.count(totals.outputTokens),
    cacheRate: cacheRate === undefined ? '–' : formats.percent(cacheRate),
    share: formats.percent(shareThousandths),
    shareThousandths,
  };
}

function shareOf(part: Totals, total: Totals): number {
  const [of, all] = total.costNanoUsd > 0 ? [part.costNanoUsd, total.costNanoUsd] : [part.attempts, total.attempts];
  return all === 0 ? 0 : Math.round((of * 1000) / all);
}
