import type { LedgerEntry } from '../../ledger/index.ts';
import { noUsage, type TaskKind, type Usage, usageBuckets } from '../../task/index.ts';
import type { RequestCost } from '../event.ts';

export const noCost: RequestCost = {
  costNanoUsd: 0,
  isEstimate: false,
  isUnpriced: false,
  countedNanoUsd: 0,
  baselineNanoUsd: 0,
  usage: noUsage,
};

/** Where the books cannot be read, nothing was paid either: they are asked before. It says that it is no more than that. */
export async function costAsKnown(costOf: (id: string) => Promise<RequestCost>, id: string): Promise<RequestCost> {
  try {
    return await costOf(id);
  } catch {
    return { ...noCost, isEstimate: true };
  }
}

/**
 * The kinds whose answers are the task's work. Titles and compaction are our own housekeeping: whoever gave the task to one model at once would have
 * had neither, so they cost, and are in no baseline.
 */
const isWork: Readonly<Record<TaskKind, boolean>> = {
  'completion.line': false,
  'completion.block': false,
  edit: true,
  chat: true,
  'agent.plan': true,
  'agent.step': true,
  'agent.subtask': true,
  'commit-message': true,
  title: false,
  compaction: false,
};

export function isWorkKind(kind: TaskKind): boolean {
  return isWork[kind];
}

/**
 * What the requests of these attempts cost. All attempts cost: failed rungs, other endpoints, what was broken off. The baseline is ONE attempt for
 * each request: that of its last attempt that answered, where its kind is work.
 */
export function requestCostOf(entries: readonly LedgerEntry[]): RequestCost {
  const byRequest = Map.groupBy(entries, ({ taskId }) => taskId);
  const baselines = [...byRequest.values()].map((attempts) => baselineOf(attempts));
  return sumOfCosts([
    ...entries.map(({ costNanoUsd, isEstimate, countedNanoUsd, usage }) => ({
      ...noCost,
      costNanoUsd: costNanoUsd ?? 0,
      isEstimate,
      isUnpriced: costNanoUsd === undefined,
      ...{ countedNanoUsd, usage },
    })),
    ...baselines.map((baselineNanoUsd) => ({ ...noCost, baselineNanoUsd })),
  ]);
}

export function sumOfCosts(costs: Iterable<RequestCost>): RequestCost {
  let sum = noCost;
  for (const each of costs)
    sum = {
      costNanoUsd: sum.costNanoUsd + each.costNanoUsd,
      isEstimate: sum.isEstimate || each.isEstimate,
      isUnpriced: sum.isUnpriced || each.isUnpriced,
      countedNanoUsd: sum.countedNanoUsd + each.countedNanoUsd,
      baselineNanoUsd: sum.baselineNanoUsd + each.baselineNanoUsd,
      usage: plus(sum.usage, each.usage),
    };
  return sum;
}

function baselineOf(attempts: readonly LedgerEntry[]): number {
  const answered = attempts.filter(({ kind, baseline }) => isWork[kind] && baseline !== undefined);
  return answered.toSorted((a, b) => a.attempt - b.attempt).at(-1)?.baseline?.costNanoUsd ?? 0;
}

function plus(a: Usage, b: Usage): Usage {
  const sums: Record<keyof Usage, number> = { ...a };
  for (const bucket of usageBuckets) sums[bucket] += b[bucket];
  return sums;
}
