import * as vscode from 'vscode';
import type { LedgerEntry } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { inputTokens } from '../../core/task/index.ts';
import { finishInWords } from '../../platform/entryWords.ts';
import { scopeAsHeading } from '../../platform/kindWords.ts';
import type { Formats } from './formats.ts';
import type { RequestRow } from './protocol.ts';

const { t } = vscode.l10n;

/** Decisions of many candidates give long reasons; all of it is in the details. */
const mostReason = 160;

/** One attempt in a row of a table. */
export function requestRow(entry: LedgerEntry, formats: Formats): RequestRow {
  const { usage, decision } = entry;
  return {
    id: entry.id,
    time: formats.time(entry.startedAtMs),
    dateTime: new Date(entry.startedAtMs).toISOString(),
    kind: scopeAsHeading(entry.kind),
    model: entry.model,
    endpoint: entry.endpoint,
    cost: costInWords(entry),
    costMarks: marksOf(entry),
    tokens: t('{0} → {1}', formats.count(inputTokens(usage)), formats.count(usage.output)),
    duration: formats.duration(entry.durationMs),
    finish: finishInWords(entry.finish, entry.errorReason),
    isFailure: isFailure(entry),
    reason: decision.reason.length > mostReason ? `${decision.reason.slice(0, mostReason)}…` : decision.reason,
  };
}

export function isFailure({ finish }: LedgerEntry): boolean {
  return finish === 'error' || finish === 'lost';
}

/** An unpriced attempt shows what it counts as against budgets, never $0.00. */
export function costInWords({ costNanoUsd, countedNanoUsd }: LedgerEntry): string {
  return costNanoUsd === undefined ? t('at most {0}', formatUsd(countedNanoUsd)) : formatUsd(costNanoUsd);
}

export function marksOf({ costNanoUsd, finish, isEstimate, billing }: LedgerEntry): readonly string[] {
  return [
    ...(costNanoUsd === undefined ? [t('unpriced')] : []),
    ...(finish === 'lost' ? [t('lost')] : []),
    ...(isEstimate ? [t('estimate')] : []),
    ...(billing === 'subscription' ? [t('flat plan')] : []),
  ];
}
