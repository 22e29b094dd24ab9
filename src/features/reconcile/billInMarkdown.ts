import * as vscode from 'vscode';
import { formatUsd, type NanoUsd } from '../../core/money/index.ts';
import type { Cause, DayRow, Figures, ImportedUsage, Reconciliation } from '../../core/reconcile/index.ts';
import { plainMarkdown } from '../../platform/visible.ts';
import { causeInWords } from './causeWords.ts';
import { figureInWords } from './figureWords.ts';

const { t } = vscode.l10n;

export interface BillPage {
  /** The files' names. */
  readonly names: readonly string[];
  readonly imported: ImportedUsage;
  /** What the ledger calls the provider. */
  readonly ledgerProvider: string;
  readonly result: Reconciliation;
  /** How many entries of the ledger there were to compare with. */
  readonly ownEntries: number;
  /** The user's, for numbers. */
  readonly language: string;
}

/** More rows than these nobody reads; all of them are in the command's `--json`. */
const mostRows = 200;
const mostProblems = 50;

/** The bill beside the ledger, as a page. Nothing of a file becomes markup. */
export function billInMarkdown({ names, imported, ledgerProvider, result, ownEntries, language }: BillPage): string {
  const { provider, fromDay, toDay, tells, problems } = imported;
  const numbers = new Intl.NumberFormat(language);
  const inWords = (name: keyof Figures, value: number): string => (name === 'costNanoUsd' ? formatUsd(value) : numbers.format(value));
  const signed = (name: keyof Figures, value: number): string => `${value > 0 ? '+' : ''}${inWords(name, value)}`;
  const differing = result.days.filter((row) => row.differing.length > 0);
  const totals = tells.map((name) => {
    const cells = [
      inWords(name, result.totals.theirs[name]),
      inWords(name, result.totals.ours[name]),
      signed(name, result.totals.difference[name]),
    ];
    return `| ${figureInWords(name)} | ${cells.join(' | ')} |`;
  });
  const rows = differing.slice(0, mostRows).map((row) => {
    const parts = row.differing.map((name) => `${signed(name, row.difference[name])} ${figureInWords(name)}`);
    return `| ${row.day} | ${plainMarkdown(row.model) || t('all models')} | ${parts.join(', ')} |`;
  });
  return [
    `# ${t('The bill of {0} beside the ledger', provider)}`,
    t('{0}: {1} to {2}, days of UTC.', names.map(plainMarkdown).join(', '), fromDay, toDay),
    ...(ledgerProvider === provider ? [] : [t('Compared with what the ledger has of {0}.', plainMarkdown(ledgerProvider))]),
    ...(ownEntries === 0 ? [t('The ledger has nothing of {0} in these days.', plainMarkdown(ledgerProvider))] : []),
    ...problemLines(problems),
    [`| | ${t('the bill')} | ${t('the ledger')} | ${t('difference')} |`, '|---|---:|---:|---:|', ...totals].join('\n'),
    ...(differing.length === 0 ? [t('All days and models agree.')] : []),
    ...(result.causes.length === 0 ? [] : [`## ${t('Likely causes')}`, result.causes.map((cause) => `- ${causeLine(cause)}`).join('\n')]),
    ...(rows.length === 0
      ? []
      : [`## ${t('What differs')}`, [`| ${t('day')} | ${t('model')} | ${t('difference')} |`, '|---|---|---|', ...rows].join('\n')]),
    ...(differing.length > mostRows ? [t('And {0} more.', differing.length - mostRows)] : []),
    '',
  ].join('\n\n');
}

function problemLines(problems: ImportedUsage['problems']): readonly string[] {
  if (problems.length === 0) return [];
  const shown = problems.slice(0, mostProblems).map(({ line, text }) => {
    const words = plainMarkdown(text);
    return `- ${line === undefined ? words : t('Line {0}: {1}', line, words)}`;
  });
  const more = problems.length > mostProblems ? [`- ${t('And {0} more.', problems.length - mostProblems)}`] : [];
  return [`**${t('Not everything could be read. The rest is compared:')}**`, [...shown, ...more].join('\n')];
}

function causeLine(cause: Cause): string {
  const money = cause.rows.reduce((sum, row) => sum + moneyOf(row), 0);
  const extent = cause.rows.length === 1 ? t('one day and model') : t('{0} days and models', cause.rows.length);
  return `${causeInWords(cause)} (${money === 0 ? extent : `${extent}, ${money > 0 ? '+' : ''}${formatUsd(money)}`})`;
}

const moneyOf = ({ differing, difference }: DayRow): NanoUsd => (differing.includes('costNanoUsd') ? difference.costNanoUsd : 0);
