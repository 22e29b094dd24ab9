import * as vscode from 'vscode';
import { attemptFacts, decisionFacts, type LedgerEntry } from '../../core/ledger/index.ts';
import { formatUsd } from '../../core/money/index.ts';
import { inputTokens, usageBuckets } from '../../core/task/index.ts';
import { attemptFactInWords, decisionFactInWords, isPlain } from '../../platform/decisionWords.ts';
import { bucketInWords, finishInWords, tierInWords } from '../../platform/entryWords.ts';
import { scopeAsHeading } from '../../platform/kindWords.ts';
import type { Formats } from './formats.ts';
import type { DecisionState } from './protocol.ts';

const { t } = vscode.l10n;

/** One attempt, with the decision that led to it. */
export function decisionState(entry: LedgerEntry, formats: Formats): DecisionState {
  const { decision, usage } = entry;
  return {
    id: entry.id,
    time: formats.time(entry.startedAtMs),
    dateTime: new Date(entry.startedAtMs).toISOString(),
    kind: scopeAsHeading(entry.kind),
    model: entry.model,
    tier: tierInWords(entry.tier),
    endpoint: entry.endpoint,
    cost: costInWords(entry),
    costMarks: marksOf(entry),
    tokens: t('{0} → {1}', formats.count(inputTokens(usage)), formats.count(usage.output)),
    duration: formats.duration(entry.durationMs),
    finish: finishInWords(entry.finish, entry.errorReason),
    isFailure: entry.finish === 'error' || entry.finish === 'lost',
    reason: decision.reason,
    attempt: formats.count(entry.attempt),
    facts: [
      ...decisionFacts(decision).filter(isPlain).map(decisionFactInWords),
      ...attemptFacts(entry).map((fact) => attemptFactInWords(fact, formats.count)),
    ],
    rejected: decision.rejected,
    buckets: usageBuckets
      .filter((bucket) => usage[bucket] > 0)
      .map((bucket) => ({ name: bucketInWords(bucket), tokens: formats.count(usage[bucket]) })),
  };
}

/** An unpriced attempt shows what it counts as against budgets, never $0.00. */
function costInWords({ costNanoUsd, countedNanoUsd }: LedgerEntry): string {
  return costNanoUsd === undefined ? t('at most {0}', formatUsd(countedNanoUsd)) : formatUsd(costNanoUsd);
}

function marksOf({ costNanoUsd, finish, isEstimate, billing }: LedgerEntry): readonly string[] {
  return [
    ...(costNanoUsd === undefined ? [t('unpriced')] : []),
    ...(finish === 'lost' ? [t('lost')] : []),
    ...(isEstimate ? [t('estimate')] : []),
    ...(billing === 'subscription' ? [t('flat plan')] : []),
  ];
}
