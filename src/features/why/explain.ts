import * as vscode from 'vscode';
import { attemptFacts, type DecisionFact, decisionFacts, type LedgerEntry } from '../../core/ledger/index.ts';
import { costOf, formatUsd, type PriceRow, pricesFor } from '../../core/money/index.ts';
import { inputTokens, usageBuckets } from '../../core/task/index.ts';
import { attemptFactInWords, decisionFactInWords, isPlain } from '../../platform/decisionWords.ts';
import { billingInWords, bucketInWords, finishInWords, tierInWords } from '../../platform/entryWords.ts';
import { kindInWords } from '../../platform/kindWords.ts';

const { t } = vscode.l10n;

/** The price list in force of a model at an endpoint, where it is known. */
export type PriceOf = (entry: Pick<LedgerEntry, 'model' | 'endpoint'>) => PriceRow | undefined;

/** All attempts of one task, the first one first, as a page of Markdown: what was decided and why, and what each attempt cost. */
export function explain(attempts: readonly LedgerEntry[], priceOf: PriceOf): string {
  const last = attempts.at(-1);
  if (!last) return `# ${t('Why this suggestion?')}\n\n${t('Nothing was asked of a model yet.')}\n`;
  return [
    `# ${t('Why this suggestion?')}`,
    whoAnswered(last),
    `## ${t('The decision')}`,
    ...decisionOf(last),
    ...attempts.flatMap((attempt) => [
      `## ${t('Attempt {0}: {1} on {2}', attempt.attempt, attempt.model, attempt.endpoint)}`,
      list(factsOf(attempt, priceOf)),
    ]),
    '',
  ].join('\n\n');
}

/** How it ended, in the first sentence. */
function whoAnswered({ model, kind, endpoint, finish }: LedgerEntry): string {
  const what = kindInWords(kind);
  switch (finish) {
    case 'stop':
    case 'length':
    case 'tool-calls':
      return t('{0} answered, for {1}, on {2}.', model, what, endpoint);
    case 'budget':
      return t('{0} answered, for {1}, on {2}, until the budget could hold no more.', model, what, endpoint);
    case 'content-filter':
      return t('{0} was asked, for {1}, on {2}, whose content filter stopped the answer.', model, what, endpoint);
    case 'aborted':
      return t('{0} was asked, for {1}, on {2}, and stopped, because the answer was not needed any more.', model, what, endpoint);
    case 'error':
      return t('No model answered. The last one that was asked, for {1}, was {0} on {2}.', model, what, endpoint);
    case 'lost':
      return t('{0} was asked, for {1}, on {2}, and its window ended before the answer.', model, what, endpoint);
  }
}

function decisionOf({ decision }: LedgerEntry): readonly string[] {
  return [
    list(decisionFacts(decision).flatMap(decisionLines)),
    ...(decision.fallbacks.length === 0 ? [t('There was no other choice.')] : [t('Next choices:'), list(decision.fallbacks)]),
    ...(decision.rejected.length === 0
      ? []
      : [t('Not taken:'), list(decision.rejected.map(({ candidate, rule: by, reason: why }) => `${candidate}: ${why} (${by})`))]),
  ];
}

/** Candidates are lists of their own, under these. */
function decisionLines(fact: DecisionFact): readonly string[] {
  if (fact.type === 'fallbacks' || !isPlain(fact)) return [];
  const { name, text } = decisionFactInWords(fact);
  return [`${name}: ${text}`];
}

function factsOf(entry: LedgerEntry, priceOf: PriceOf): readonly string[] {
  const { tier, billing, finish, errorReason, usage, reasoningTokens = 0, durationMs, firstTokenMs, energyWh } = entry;
  return [
    t('Tier: {0}, billing: {1}', tierInWords(tier), billingInWords(billing)),
    t('Ended: {0}', finishInWords(finish, errorReason)),
    firstTokenMs === undefined
      ? t('Time: {0} s', seconds(durationMs))
      : t('Time: {0} s, first part after {1} s', seconds(durationMs), seconds(firstTokenMs)),
    t(
      'Tokens in: {0}, of them from cache: {1}. Tokens out: {2}, of them reasoning: {3}',
      inputTokens(usage),
      usage.cacheRead,
      usage.output,
      reasoningTokens,
    ),
    ...attemptFacts(entry).map((fact) => {
      const { name, text } = attemptFactInWords(fact, String);
      return `${name}: ${text}`;
    }),
    ...costOfAttempt(entry, priceOf),
    ...(energyWh === undefined ? [] : [t('Energy: about {0} Wh', energyWh.toPrecision(2))]),
  ];
}

/** The cost and where it comes from. */
function costOfAttempt(entry: LedgerEntry, priceOf: PriceOf): readonly string[] {
  const { billing, costNanoUsd, countedNanoUsd, listPriceNanoUsd, billingReport, isEstimate } = entry;
  if (billing === 'local') return [t('Cost: {0}. It ran on this machine.', formatUsd(costNanoUsd ?? 0))];
  if (costNanoUsd === undefined)
    return [t('Cost: unknown, for this model has no price. It counts as {0} against budgets.', formatUsd(countedNanoUsd))];
  const cost = formatUsd(costNanoUsd);
  if (billing === 'subscription') return [t('Cost: {0}, a flat plan. At list prices: {1}', cost, formatUsd(listPriceNanoUsd ?? 0))];
  const lines = isEstimate ? [t('Cost: {0}, an estimate: the provider did not report what was used.', cost)] : [t('Cost: {0}', cost)];
  if (billingReport?.chargedNanoUsd !== undefined) {
    return listPriceNanoUsd === undefined
      ? [...lines, t('That is what the provider says it charged.')]
      : [...lines, t('That is what the provider says it charged. By list prices it would be {0}.', formatUsd(listPriceNanoUsd))];
  }
  return [...lines, ...sumOf(entry, priceOf(entry))];
}

/** The buckets times their prices, where today's price list still gives what was booked. */
function sumOf({ usage, costNanoUsd, billingReport = {}, startedAtMs }: LedgerEntry, row: PriceRow | undefined): readonly string[] {
  if (!row || costOf(usage, row, { ...billingReport, atMs: startedAtMs }) !== costNanoUsd)
    return [t('That is its tokens times the prices of that day.')];
  const prices = pricesFor(usage, row, { atMs: startedAtMs });
  const used = usageBuckets.filter((bucket) => usage[bucket] > 0);
  const terms = [billingReport.serviceTier, billingReport.inferenceGeo, billingReport.speed].filter((term) => term !== undefined);
  return [
    ...used.map((bucket) =>
      t('{0}: {1} tokens at {2} per million', bucketInWords(bucket), usage[bucket], formatUsd(prices[bucket] ?? prices.uncachedInput)),
    ),
    ...(row.perRequest ? [t('For each request: {0}', formatUsd(row.perRequest))] : []),
    ...(terms.length > 0 ? [t('Billed as: {0}', terms.join(', '))] : []),
    t('Prices: {0}, read on {1}', row.source.url, row.source.readOn),
  ];
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
