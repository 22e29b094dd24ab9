import type { NanoUsd } from '../../money/index.ts';
import type { TaskKind } from '../../task/index.ts';
import type { CostEstimate } from '../event.ts';
import type { AgentMode } from '../mode.ts';

/** A task that is over, and what it cost. */
export interface PastTask {
  readonly mode: AgentMode;
  /** Of its first request. */
  readonly kind: TaskKind;
  /** Of what the user gave, by our own estimate. */
  readonly promptTokens: number;
  readonly costNanoUsd: NanoUsd;
  /** When it began, in milliseconds since the epoch. */
  readonly atMs: number;
}

export interface EstimatedTask {
  readonly mode: AgentMode;
  readonly kind: TaskKind;
  readonly promptTokens: number;
  /** What one answer to it would cost, as the router expects it; missing: at the list price of a model of the middle. */
  readonly answerNanoUsd?: NanoUsd;
}

/** So many tasks are enough to tell a range; with fewer, less similar ones are taken too, and the range is wider. An ASSUMPTION. */
const enough = 5;

/** From the most similar on: prompts at most so many times as long or as short. */
const bands: readonly { readonly factor: number; readonly isSameKind: boolean }[] = [
  { factor: 2, isSameKind: true },
  { factor: 4, isSameKind: true },
  { factor: 4, isSameKind: false },
  { factor: 16, isSameKind: false },
  { factor: Number.POSITIVE_INFINITY, isSameKind: false },
];

/** After so many later ones a task counts half: models, prices and projects change. An ASSUMPTION. */
const halfLifeTasks = 20;

/**
 * What such a task may cost: the 10th, 50th and 90th percentile of the past tasks of its mode with a prompt of its size, of its kind where there are
 * enough, the latest counting most. What is known of few tasks is widened towards what would be assumed without any.
 */
export function estimateOf(past: readonly PastTask[], about: EstimatedTask): CostEstimate {
  const similar = similarTasks(past, about);
  if (similar.length === 0) return { ...assumedFor(about), tasks: 0 };
  const weighted = similar
    .toSorted((a, b) => b.atMs - a.atMs)
    .map(({ costNanoUsd }, index) => ({ costNanoUsd, weight: 0.5 ** (index / halfLifeTasks) }))
    .toSorted((a, b) => a.costNanoUsd - b.costNanoUsd);
  const usual = percentile(weighted, 0.5);
  const spread = assumedSpread[about.mode] ** Math.max(0, 1 - similar.length / enough);
  return {
    low: Math.min(percentile(weighted, 0.1), Math.round(usual / spread)),
    usual,
    high: Math.max(percentile(weighted, 0.9), Math.round(usual * spread)),
    tasks: similar.length,
  };
}

function similarTasks(past: readonly PastTask[], { mode, kind, promptTokens }: EstimatedTask): readonly PastTask[] {
  const ofMode = past.filter((task) => task.mode === mode);
  let found: readonly PastTask[] = [];
  for (const { factor, isSameKind } of bands) {
    if (found.length >= enough) break;
    found = ofMode.filter((task) => (!isSameKind || task.kind === kind) && ratioOf(task.promptTokens, promptTokens) <= factor);
  }
  return found;
}

/** How many times the larger is the smaller; an empty prompt is as long as a token. */
function ratioOf(a: number, b: number): number {
  const [larger, smaller] = [Math.max(a, b, 1), Math.max(1, Math.min(a, b))];
  return larger / smaller;
}

interface Weighted {
  readonly costNanoUsd: NanoUsd;
  readonly weight: number;
}

/** The cost of the first task, from the cheapest on, with which so large a part of all weights is reached. */
function percentile(sorted: readonly Weighted[], part: number): NanoUsd {
  const all = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  for (const { costNanoUsd, weight } of sorted) {
    reached += weight;
    if (reached >= part * all) return costNanoUsd;
  }
  return sorted.at(-1)?.costNanoUsd ?? 0;
}

/**
 * How many times the tokens of one answer a task takes, at the least and at the most. ASSUMPTIONS: "an agent uses 5-50x the tokens of a chat" (two
 * articles of 2026, facts/economics.md); who only asks gets one answer, after some reading where that is needed.
 */
const answersPerTask: Readonly<Record<AgentMode, { readonly low: number; readonly high: number }>> = {
  ask: { low: 1, high: 5 },
  plan: { low: 5, high: 50 },
  agent: { low: 5, high: 50 },
};

/** By how much the ends of what is assumed differ from its middle, as a factor. */
const assumedSpread: Readonly<Record<AgentMode, number>> = {
  ask: Math.sqrt(answersPerTask.ask.high / answersPerTask.ask.low),
  plan: Math.sqrt(answersPerTask.plan.high / answersPerTask.plan.low),
  agent: Math.sqrt(answersPerTask.agent.high / answersPerTask.agent.low),
};

/** Sonnet 4.6's list price, $3 in and $15 out per million tokens (facts/economics.md), in nano-dollars a token; uncached, so rather too much. */
const listPrice = { input: 3000, output: 15_000 } as const;
/** An ASSUMPTION. */
const answerTokens = 500;

function assumedFor({ mode, promptTokens, answerNanoUsd }: EstimatedTask): Omit<CostEstimate, 'tasks'> {
  const answer = answerNanoUsd ?? promptTokens * listPrice.input + answerTokens * listPrice.output;
  const { low, high } = answersPerTask[mode];
  return { low: Math.round(answer * low), usual: Math.round(answer * Math.sqrt(low * high)), high: Math.round(answer * high) };
}
