import * as vscode from 'vscode';
import { formatUsd } from '../../core/money/index.ts';
import { compareGeneration } from '../../core/reconcile/index.ts';
import { isProviderError } from '../../core/task/index.ts';
import { failureInWords } from '../../platform/failureWords.ts';
import { plainMarkdown } from '../../platform/visible.ts';
import type { AskedGeneration } from './askGenerations.ts';
import { figureInWords } from './figureWords.ts';

const { t } = vscode.l10n;

/** Single requests as the provider settled them beside the ledger; nothing where none was asked for. */
export function generationsInMarkdown(asked: readonly AskedGeneration[], language: string): readonly string[] {
  if (asked.length === 0) return [];
  const numbers = new Intl.NumberFormat(language);
  const rows = asked.map((one) => {
    const { model, startedAtMs, costNanoUsd } = one.entry;
    const theirs = one.settled ? formatUsd(one.settled.costNanoUsd) : '–';
    const ours = costNanoUsd === undefined ? t('no price') : formatUsd(costNanoUsd);
    const at = new Date(startedAtMs).toISOString().slice(0, 16).replace('T', ' ');
    return `| ${at} | ${plainMarkdown(model)} | ${theirs} | ${ours} | ${resultInWords(one, numbers)} |`;
  });
  const head = [t('begun (UTC)'), t('model'), t('the provider'), t('the ledger'), t('difference')].join(' | ');
  return [`## ${t('The dearest requests, one by one')}`, [`| ${head} |`, '|---|---|---:|---:|---|', ...rows].join('\n')];
}

function resultInWords({ entry, settled, failed }: AskedGeneration, numbers: Intl.NumberFormat): string {
  if (failed !== undefined) return isProviderError(failed) ? failureInWords(failed.reason) : t('the server did not answer');
  if (!settled) return t('the provider does not know it, or not yet');
  const { costNanoUsd = 0, ...tokens } = compareGeneration(entry, settled) ?? {};
  const parts = [
    ...(costNanoUsd === 0 ? [] : [signed(costNanoUsd, formatUsd)]),
    ...(['input', 'cacheRead', 'output'] as const).flatMap((name) => {
      const difference = tokens[name] ?? 0;
      return difference === 0 ? [] : [`${signed(difference, (value) => numbers.format(value))} ${figureInWords(name)}`];
    }),
  ];
  return parts.length === 0 ? t('none') : parts.join(', ');
}

const signed = (value: number, inWords: (value: number) => string): string => `${value > 0 ? '+' : ''}${inWords(value)}`;
