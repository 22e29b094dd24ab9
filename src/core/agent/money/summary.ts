import type { LedgerEntry } from '../../ledger/index.ts';
import type { NanoUsd } from '../../money/index.ts';
import type { AgentEvent, RequestCost, TaskOutcome } from '../event.ts';
import { baselineOf } from './baseline.ts';
import type { LineCount } from './keptLines.ts';
import { isWorkKind, requestCostOf, sumOfCosts } from './requestCost.ts';

/** What a task cost, and what came of it. */
export interface MoneySummary extends RequestCost {
  readonly capNanoUsd: NanoUsd;
  /** The baseline less the cost; below zero where it would have been cheaper. No more than a guess where something is unpriced. */
  readonly savingNanoUsd: NanoUsd;
  /** Answers of the model that were steps of the work. */
  readonly steps: number;
  readonly lines?: Pick<LineCount, 'added' | 'kept'>;
  /** Missing where none is kept, or where nobody looked. */
  readonly perKeptLineNanoUsd?: NanoUsd;
  /** Missing while it goes on. */
  readonly outcome?: TaskOutcome;
}

export interface SummaryFacts {
  /** What still stands of it, where somebody looked. */
  readonly lines?: LineCount;
  /** All that the ledger has of the task and its subtasks. Missing: the log's own figures, which have no requests for titles. */
  readonly entries?: readonly LedgerEntry[];
}

/** What a task cost by its log, so far or in the end: requests with their answer or without, compaction and subtasks. */
export function costOf(log: readonly AgentEvent[]): RequestCost {
  return { ...sumOfCosts(log.flatMap(costsOf)), baselineNanoUsd: baselineOf(log) };
}

export function summaryOf(log: readonly AgentEvent[], { lines, entries }: SummaryFacts = {}): MoneySummary {
  const byLog = costOf(log);
  const { baselineNanoUsd } = byLog;
  const cost = entries ? { ...requestCostOf(entries), baselineNanoUsd } : byLog;
  const outcome = log.findLast(({ type }) => type === 'ended' || type === 'said');
  return {
    ...cost,
    capNanoUsd: log.reduce((cap, event) => (event.type === 'begun' || event.type === 'resumed' ? event.capNanoUsd : cap), 0),
    savingNanoUsd: baselineNanoUsd - cost.costNanoUsd,
    steps: stepsOf(log),
    ...(lines && { lines: { added: lines.added, kept: lines.kept } }),
    ...(lines && lines.kept > 0 && { perKeptLineNanoUsd: Math.round(cost.costNanoUsd / lines.kept) }),
    ...(outcome?.type === 'ended' && { outcome: outcome.outcome }),
  };
}

function costsOf(event: AgentEvent): readonly RequestCost[] {
  switch (event.type) {
    case 'answered':
    case 'unanswered':
    case 'compacted':
    case 'not-compacted':
    case 'reported':
      return [event.cost];
    default:
      return [];
  }
}

function stepsOf(log: readonly AgentEvent[]): number {
  const steps = new Set(log.flatMap((event) => (event.type === 'requested' && isWorkKind(event.kind) ? [event.requestId] : [])));
  return log.filter((event) => event.type === 'answered' && steps.has(event.requestId)).length;
}
