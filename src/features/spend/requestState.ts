import * as vscode from 'vscode';
import {
  type AttemptFact,
  attemptFacts,
  decisionFacts,
  type LedgerEntry,
  type OutcomeEvent,
  type OutcomeType,
  type PromptPart,
} from '../../core/ledger/index.ts';
import { formatUsd, type NanoUsd, type PriceRow, pricesFor } from '../../core/money/index.ts';
import { type Usage, usageBuckets } from '../../core/task/index.ts';
import { attemptFactInWords, decisionFactInWords, isPlain } from '../../platform/decisionWords.ts';
import { bucketInWords, finishInWords, tierInWords } from '../../platform/entryWords.ts';
import { scopeAsHeading } from '../../platform/kindWords.ts';
import type { Formats } from './formats.ts';
import type { AttemptState, BucketState, FactState, RequestState, SegmentState } from './protocol.ts';
import { costInWords, isFailure, marksOf } from './requestRow.ts';

const { t } = vscode.l10n;

/** A request with all that the ledger and the catalogue have on it. */
export interface RequestFacts {
  readonly entry: LedgerEntry;
  /** All attempts of its task, the first one first. */
  readonly attempts: readonly LedgerEntry[];
  readonly outcomes: readonly OutcomeEvent[];
  /** The price list of its day; undefined where none is known. */
  readonly price: PriceRow | undefined;
}

/** So many rejected candidates are listed: a catalogue of hundreds would fill the page with the same reason. */
const mostRejected = 40;
const mostAttempts = 20;

export function requestState({ entry, attempts, outcomes, price }: RequestFacts, formats: Formats): RequestState {
  const { decision } = entry;
  const facts = attemptFacts(entry);
  const more = decision.rejected.length - mostRejected;
  return {
    id: entry.id,
    facts: [
      ...plainFacts(entry, formats),
      ...decisionFacts(decision).filter(isPlain).map(decisionFactInWords),
      ...facts.filter((fact) => !isOfCache(fact)).map((fact) => attemptFactInWords(fact, formats.count)),
      { name: t('Entry'), text: entry.id },
    ],
    segments: segmentsOf(entry.prompt ?? [], formats),
    cache: [...facts.filter(isOfCache).map((fact) => attemptFactInWords(fact, formats.count)), ...savedByCache(entry)],
    ...bucketsOf(entry, price, formats),
    rejected: decision.rejected.slice(0, mostRejected),
    ...(more > 0 && { moreRejected: t('and {0} more', formats.count(more)) }),
    attempts: attempts.slice(0, mostAttempts).map((attempt) => attemptState(attempt, entry.id, formats)),
    outcomes: outcomes.map((outcome) => outcomeFact(outcome, formats)),
  };
}

function plainFacts(entry: LedgerEntry, formats: Formats): readonly FactState[] {
  const { baseline, origin } = entry;
  return [
    { name: t('Kind'), text: scopeAsHeading(entry.kind) },
    { name: t('Model'), text: `${entry.model} (${tierInWords(entry.tier)})` },
    { name: t('Endpoint'), text: entry.endpoint },
    { name: t('Cost'), text: costInWords(entry), marks: marksOf(entry) },
    ...(baseline
      ? [
          {
            name: t('On the model you would otherwise use'),
            text: t('{0} ({1}), upper bound', formatUsd(baseline.costNanoUsd), baseline.model),
          },
        ]
      : []),
    { name: t('End'), text: finishInWords(entry.finish, entry.errorReason) },
    { name: t('Duration'), text: formats.duration(entry.durationMs) },
    { name: t('Attempt'), text: formats.count(entry.attempt) },
    ...(origin.workspace ? [{ name: t('Workspace'), text: origin.workspace }] : []),
    ...(origin.language ? [{ name: t('Language'), text: origin.language }] : []),
  ];
}

function isOfCache({ type }: AttemptFact): boolean {
  return type === 'cache-plan' || type === 'cache-read' || type === 'cache-miss';
}

function savedByCache({ cacheSavedNanoUsd: saved }: LedgerEntry): readonly FactState[] {
  if (saved === undefined) return [];
  return [
    { name: t('What the cache changed of the cost'), text: saved < 0 ? t('{0} more', formatUsd(-saved)) : t('{0} less', formatUsd(saved)) },
  ];
}

/** By our own estimate, so that shares are of its sum and not of what was billed. */
function segmentsOf(prompt: readonly PromptPart[], formats: Formats): readonly SegmentState[] {
  const all = prompt.reduce((sum, { tokens }) => sum + tokens, 0);
  return prompt.map(({ stability, segments, tokens }) => {
    const shareThousandths = all === 0 ? 0 : Math.round((tokens * 1000) / all);
    return {
      id: stability,
      name: stabilityInWords(stability),
      count: formats.count(segments),
      tokens: formats.count(tokens),
      share: formats.percent(shareThousandths),
      shareThousandths,
    };
  });
}

function stabilityInWords(stability: PromptPart['stability']): string {
  const words: Readonly<Record<PromptPart['stability'], string>> = {
    static: t('Always the same: tools, system'),
    workspace: t('Of the workspace'),
    session: t('Of the session'),
    turn: t('New in this request'),
  };
  return words[stability];
}

function bucketsOf(
  { usage, costNanoUsd, startedAtMs }: LedgerEntry,
  price: PriceRow | undefined,
  formats: Formats,
): Pick<RequestState, 'buckets' | 'bucketsNote'> {
  const used = usageBuckets.filter((bucket) => usage[bucket] > 0);
  const costs = price ? listCosts(usage, used, price, startedAtMs) : [];
  const buckets = used.map((bucket, index): BucketState => {
    const cost = costs[index];
    return { name: bucketInWords(bucket), tokens: formats.count(usage[bucket]), cost: cost === undefined ? '' : formatUsd(cost) };
  });
  const sum = costs.reduce((total, cost) => total + cost, price?.perRequest ?? 0);
  const isPaid = costNanoUsd !== undefined && costs.length > 0;
  // Each bucket is rounded by itself here, the bill as a whole.
  if (!isPaid || Math.abs(sum - costNanoUsd) <= used.length) return { buckets };
  return { buckets, bucketsNote: t('At list prices {0}; {1} were paid.', formatUsd(sum), formatUsd(costNanoUsd)) };
}

/** Without the factors of service tiers and places: what the note under the table says. */
function listCosts(usage: Usage, used: readonly (keyof Usage)[], price: PriceRow, atMs: number): readonly NanoUsd[] {
  const prices = pricesFor(usage, price, { atMs });
  return used.map((bucket) => Number((BigInt(usage[bucket]) * BigInt(prices[bucket] ?? prices.uncachedInput) + 500_000n) / 1_000_000n));
}

function attemptState(entry: LedgerEntry, openId: string, formats: Formats): AttemptState {
  return {
    id: entry.id,
    attempt: formats.count(entry.attempt),
    model: `${entry.model} (${entry.endpoint})`,
    finish: finishInWords(entry.finish, entry.errorReason),
    isFailure: isFailure(entry),
    cost: costInWords(entry),
    duration: formats.duration(entry.durationMs),
    isThisOne: entry.id === openId,
  };
}

function outcomeFact({ type, atMs, characters, isInferred }: OutcomeEvent, formats: Formats): FactState {
  const size = characters > 0 ? [t('{0} characters', formats.count(characters))] : [];
  return {
    name: outcomeInWords(type),
    text: [formats.time(atMs), ...size].join(' · '),
    ...(isInferred && { marks: [t('inferred')] }),
  };
}

function outcomeInWords(type: OutcomeType): string {
  const words: Readonly<Record<OutcomeType, string>> = {
    shown: t('Shown'),
    accepted: t('Accepted'),
    rejected: t('Not taken'),
    kept: t('Still there later'),
    reverted: t('Taken back'),
    'tests-passed': t('Tests passed'),
    'tests-failed': t('Tests failed'),
    applied: t('Put into a file'),
    retried: t('Asked again'),
  };
  return words[type];
}
