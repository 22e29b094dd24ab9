import { attemptFacts, type DecisionRecord, decisionFacts, type LedgerEntry } from '../core/ledger/index.ts';
import type { PriceRow } from '../core/money/index.ts';
import { usageBuckets } from '../core/task/index.ts';
import { computationOf } from './computation.ts';
import { attemptField, decisionFields, type Field } from './factText.ts';
import { bucketNames, count, dateAndTime, exactUsd } from './words.ts';

export interface Explaining {
  /** IANA, for the times. */
  readonly timeZone: string;
  /** The price list that was in force for an entry, where it is known. */
  priceOf(entry: LedgerEntry): PriceRow | undefined;
}

/** How a task was answered: every attempt in order, and the decision that led there. */
export function explainText(entries: readonly LedgerEntry[], explaining: Explaining): string {
  const [first] = entries;
  if (!first) return '';
  const { trigger, language, workspace } = first.origin;
  const blocks = [
    [
      `Task ${first.taskId}`,
      ...fields([
        ['kind', first.kind],
        ['asked', join([trigger, language, workspace])],
        ['attempts', count(attemptsOf(entries))],
      ]),
    ],
    ...entries.flatMap((entry, index) => {
      const decision = decisionLines(entry.decision);
      const before = entries[index - 1];
      // The attempts of one decision tell it once; what each asked of its cache is told with the attempt.
      const isTold = before !== undefined && decisionLines(before.decision).join() === decision.join();
      return isTold ? [attemptLines(entry, entries, explaining)] : [decision, attemptLines(entry, entries, explaining)];
    }),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** One line for each task that an id could mean. */
export function candidateLines(candidates: readonly LedgerEntry[], timeZone: string): string {
  return candidates
    .map(
      ({ id, taskId, kind, model, startedAtMs }) =>
        `  task ${taskId}  entry ${id}  ${dateAndTime(startedAtMs, timeZone)}  ${kind}  ${model}\n`,
    )
    .join('');
}

/** A booked estimate and the entry that corrects it are of one attempt. */
function attemptsOf(entries: readonly LedgerEntry[]): number {
  return new Set(entries.map(({ attempt }) => attempt)).size;
}

function decisionLines(decision: DecisionRecord): readonly string[] {
  return ['Decision', ...fields(decisionFacts(decision).flatMap(decisionFields))];
}

function attemptLines(entry: LedgerEntry, entries: readonly LedgerEntry[], { timeZone, priceOf }: Explaining): readonly string[] {
  const cost = costOf(entry, priceOf(entry));
  return [
    `Attempt ${entry.attempt}`,
    ...fields([
      ['entry', entry.id],
      ['when', dateAndTime(entry.startedAtMs, timeZone)],
      ['model', `${entry.model}, ${entry.tier}`],
      ['endpoint', join([entry.endpoint, entry.provider === entry.endpoint ? undefined : entry.provider, entry.billing])],
      ['ended', endOf(entry)],
      ['tokens', tokensOf(entry)],
      ...attemptFacts(entry).map(attemptField),
      ['cost', isCorrected(entry, entries) ? `${cost}; replaced by what became known later` : cost],
    ]),
  ];
}

function isCorrected(entry: LedgerEntry, entries: readonly LedgerEntry[]): boolean {
  return entry.finish === 'lost' && entries.some(({ attempt, finish }) => attempt === entry.attempt && finish !== 'lost');
}

function endOf({ finish, errorReason, durationMs, firstTokenMs }: LedgerEntry): string {
  if (finish === 'lost') return 'lost: its process ended before it could tell';
  const first = firstTokenMs === undefined ? 'without an answer' : `first part after ${seconds(firstTokenMs)}`;
  return join([errorReason === undefined ? finish : `${finish}: ${errorReason}`, `after ${seconds(durationMs)}`, first]);
}

function tokensOf({ usage, reasoningTokens, isEstimate }: LedgerEntry): string {
  const used = usageBuckets.filter((bucket) => usage[bucket] > 0).map((bucket) => `${count(usage[bucket])} ${bucketNames[bucket]}`);
  const text = used.length > 0 ? used.join(', ') : 'none';
  const reasoning = reasoningTokens === undefined ? '' : ` (${count(reasoningTokens)} of it reasoning)`;
  return `${text}${reasoning}${isEstimate ? '; an estimate, as no usage was reported that can be true' : ''}`;
}

/** The amount, and where it comes from. */
function costOf(entry: LedgerEntry, price: PriceRow | undefined): string {
  const { costNanoUsd, countedNanoUsd, listPriceNanoUsd, billing, billingReport, isEstimate, finish } = entry;
  if (costNanoUsd === undefined) return `unpriced: no price is known; ${exactUsd(countedNanoUsd)} count against budgets`;
  const cost = exactUsd(costNanoUsd);
  if (billing === 'local') return `${cost}: it ran on this machine`;
  if (finish === 'lost') return `${cost}, an estimate: what was expected before it was sent`;
  const computation = (price && computationOf(entry, price)) ?? `tokens of each bucket x its price${termsOf(entry)}`;
  const listed = listPriceNanoUsd === undefined ? '' : `; ${exactUsd(listPriceNanoUsd)} at list prices: ${computation}`;
  if (billing === 'subscription') return `${cost}: a flat plan pays${listed}`;
  if (billingReport?.chargedNanoUsd !== undefined) return `${cost}: what the provider charged${listed}`;
  return `${cost}${isEstimate ? ', an estimate' : ''}: ${computation}`;
}

function termsOf({ billingReport }: LedgerEntry): string {
  const { serviceTier, inferenceGeo, speed } = billingReport ?? {};
  const terms = join([
    serviceTier && `service tier ${serviceTier}`,
    inferenceGeo && `inference in ${inferenceGeo}`,
    speed && `speed ${speed}`,
  ]);
  return terms === '' ? '' : ` (${terms})`;
}

const fields = (all: readonly Field[]): readonly string[] => all.map(([name, value]) => `  ${name.padEnd(9)}  ${value}`);
const join = (parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== '').join(', ');
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
