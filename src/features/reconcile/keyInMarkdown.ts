import * as vscode from 'vscode';
import { formatUsd, type NanoUsd } from '../../core/money/index.ts';
import { type KeyPeriod, mostDiffering } from '../../core/reconcile/index.ts';
import { plainMarkdown } from '../../platform/visible.ts';
import type { AskedGeneration } from './askGenerations.ts';
import { generationsInMarkdown } from './generationsInMarkdown.ts';

const { t } = vscode.l10n;

export interface KeyPage {
  readonly endpointId: string;
  readonly periods: readonly KeyPeriod[];
  readonly creditsLeft: NanoUsd | undefined;
  readonly limitLeft: NanoUsd | undefined;
  /** The dearest requests of a period that differs. */
  readonly asked: readonly AskedGeneration[];
  /** The user's, for numbers. */
  readonly language: string;
}

/** What the provider says that the key has used, beside what the ledger has. */
export function keyInMarkdown({ endpointId, periods, creditsLeft, limitLeft, asked, language }: KeyPage): string {
  const rows = periods.map(
    ({ period, fromDay, theirsNanoUsd, oursNanoUsd, differenceNanoUsd, attempts }) =>
      `| ${t('{0}, from {1}', periodInWords(period), fromDay)} | ${formatUsd(theirsNanoUsd)} | ${formatUsd(oursNanoUsd)} | ${signedUsd(differenceNanoUsd)} | ${attempts} |`,
  );
  return [
    `# ${t('What your key has used at {0}', plainMarkdown(endpointId))}`,
    t('Days, weeks from Monday and months are those of UTC, as OpenRouter books them. Amounts are US dollars.'),
    [`| | ${t('the provider')} | ${t('the ledger')} | ${t('difference')} | ${t('attempts')} |`, '|---|---:|---:|---:|---:|', ...rows].join(
      '\n',
    ),
    ...(periods.length === 0 ? [] : [verdict(mostDiffering(periods))]),
    ...(creditsLeft === undefined ? [] : [t('Credits left in the account: {0}', formatUsd(creditsLeft))]),
    ...(limitLeft === undefined ? [] : [t('Left of the key’s own limit: {0}', formatUsd(limitLeft))]),
    ...generationsInMarkdown(asked, language),
    '',
  ].join('\n\n');
}

/** Of the period that differs most. The longest does not stand for all: a week may have begun in the month before. */
function verdict(period: KeyPeriod | undefined): string {
  if (!period) return t('They agree.');
  const { differenceNanoUsd, uncertain } = period;
  const parts = [
    differenceNanoUsd > 0
      ? t('The provider has more: something else uses this key, or another machine whose ledger is not this one.')
      : t('The ledger has more: the provider has not booked the newest requests yet, or they went out with another key.'),
    ...(uncertain > 0 ? [t('Of {0} attempts the ledger itself is not sure: they broke off, or have no price.', uncertain)] : []),
  ];
  return parts.join(' ');
}

function periodInWords(period: KeyPeriod['period']): string {
  switch (period) {
    case 'day':
      return t('today');
    case 'week':
      return t('this week');
    case 'month':
      return t('this month');
  }
}

const signedUsd = (amount: NanoUsd): string => `${amount > 0 ? '+' : ''}${formatUsd(amount)}`;
