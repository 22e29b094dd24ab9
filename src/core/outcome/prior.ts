import type { Model, QualityDomain, QualityPrior, Tier } from '../catalogue/index.ts';
import { isFillInTheMiddle, type TaskKind } from '../task/index.ts';

/** What is thought of a model before the user has seen an answer of it. */
export interface Prior {
  /** The share of useful answers, above 0 and below 1. */
  readonly mean: number;
  /** In words. */
  readonly source: string;
}

/**
 * How a benchmark's share becomes a share of useful answers: a line from what a model that solves none of its tasks would reach to what one
 * that solves all of them would. Benchmarks hold what is hard; a step of an agent, a title or a line of code is seldom as hard as their tasks.
 */
interface Scale {
  readonly domain: QualityDomain;
  readonly solvesNone: number;
  readonly solvesAll: number;
}

/**
 * A suggestion that is right is still passed by, so a benchmark says little of acceptance. GitHub Copilot's rate was 27 %, IntelliCode
 * Compose's 10 % (Ziegler et al. 2022, https://arxiv.org/abs/2205.06537, read on 2026-11-22).
 */
const completion: Scale = { domain: 'code', solvesNone: 0.1, solvesAll: 0.4 };

/** ASSUMPTIONS, but for the completions: no public figures say how often users find such answers useful. Outcomes soon outweigh them. */
const scales: Readonly<Record<TaskKind, Scale>> = {
  'completion.line': completion,
  'completion.block': completion,
  edit: { domain: 'code', solvesNone: 0.3, solvesAll: 0.9 },
  chat: { domain: 'chat', solvesNone: 0.3, solvesAll: 0.9 },
  'agent.plan': { domain: 'agent', solvesNone: 0.3, solvesAll: 0.9 },
  'agent.step': { domain: 'agent', solvesNone: 0.3, solvesAll: 0.9 },
  'agent.subtask': { domain: 'agent', solvesNone: 0.4, solvesAll: 0.95 },
  'commit-message': { domain: 'chat', solvesNone: 0.6, solvesAll: 0.95 },
  title: { domain: 'chat', solvesNone: 0.7, solvesAll: 0.98 },
  compaction: { domain: 'chat', solvesNone: 0.6, solvesAll: 0.95 },
};

/** ASSUMPTIONS, for models that no benchmark of the catalogue names: only that a higher tier is better. */
const assumedShares: Readonly<Record<Tier, number>> = { local: 0.25, small: 0.45, medium: 0.6, frontier: 0.75 };

/** The domains whose benchmarks say something of another one, the nearest first. */
const nearest: Readonly<Record<QualityDomain, readonly QualityDomain[]>> = {
  agent: ['agent', 'code', 'chat'],
  code: ['code', 'agent', 'chat'],
  chat: ['chat', 'code', 'agent'],
};

/**
 * An ASSUMPTION: who fills a hole in a conversation is useful so much more seldom than who was trained to fill one; no public figures compare the
 * two on the same holes.
 */
const inConversation = 0.6;

/** By the catalogue's first benchmark of the kind's domain, else of the nearest one, else by the tier. */
export function priorOf(
  kind: TaskKind,
  { tier, quality = [], fillInTheMiddle }: Pick<Model, 'tier' | 'quality' | 'fillInTheMiddle'>,
): Prior {
  const { domain, solvesNone, solvesAll } = scales[kind];
  const factor = isFillInTheMiddle(kind) && fillInTheMiddle?.type === 'chat' ? inConversation : 1;
  const meanAt = (share: number): number => factor * (solvesNone + (solvesAll - solvesNone) * Math.min(1, Math.max(0, share)));
  for (const each of nearest[domain]) {
    const benchmark = quality.find((prior) => prior.domain === each);
    if (benchmark) return { mean: meanAt(benchmark.share), source: benchmarkText(benchmark) };
  }
  return { mean: meanAt(assumedShares[tier]), source: `assumed for the tier ${tier}` };
}

function benchmarkText({ benchmark, share, readOn }: QualityPrior): string {
  return `${benchmark} ${share.toFixed(2)} (${readOn})`;
}
