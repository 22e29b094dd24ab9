import type { EntryFinish, LedgerEntry } from '../ledger/index.ts';
import type { TaskKind } from '../task/index.ts';
import { type Observation, observe } from './observation.ts';
import type { Quantiles, SizePrediction } from './statistics.ts';
import { weightedQuantiles } from './weightedQuantiles.ts';

/** ASSUMPTIONS, in tokens, until answers of the kind were seen: a line, a few, a function, a page. */
export const assumedSizes: Readonly<Record<TaskKind, Quantiles>> = {
  'completion.line': { median: 15, high: 40 },
  'completion.block': { median: 60, high: 200 },
  edit: { median: 400, high: 1500 },
  chat: { median: 500, high: 1500 },
  'agent.plan': { median: 800, high: 2500 },
  'agent.step': { median: 300, high: 1200 },
  'agent.subtask': { median: 400, high: 1500 },
  'commit-message': { median: 40, high: 120 },
  title: { median: 10, high: 25 },
  compaction: { median: 900, high: 2000 },
};

/** So many are looked at, each counting a little less than the one after it. */
const mostSeen = 64;
const fading = 0.97;

/** By how many came after it. */
const weights = Array.from({ length: mostSeen }, (_, index) => fading ** index);

/** From so many on the assumptions do not count any more; before, they count the less the more was seen. */
const enough = 8;

/** Answers that came to their end, or to their limit. How long one would have become that was broken off is not known. */
const ended: ReadonlySet<EntryFinish> = new Set(['stop', 'length', 'tool-calls', 'budget'] as const);

interface SeenSize extends Observation {
  readonly outputTokens: number;
}

/**
 * How long answers are, by kind. Tokens are taken as they were billed, reasoning included, by whatever model: today's tokenizers make up to 35 %
 * more or less of a text, which is little beside how much answers differ.
 */
export class Sizes {
  readonly #seen = new Map<TaskKind, readonly SeenSize[]>();
  readonly #predictions = new Map<TaskKind, SizePrediction>();

  learn({ kind, finish, usage, startedAtMs, durationMs }: LedgerEntry): void {
    if (!ended.has(finish)) return;
    const size = { atMs: startedAtMs + durationMs, outputTokens: usage.output };
    this.#seen.set(kind, observe(this.#seen.get(kind) ?? [], size, mostSeen));
    this.#predictions.delete(kind);
  }

  predict(kind: TaskKind): SizePrediction {
    const known = this.#predictions.get(kind);
    if (known) return known;
    const prediction = predict(assumedSizes[kind], this.#seen.get(kind) ?? []);
    this.#predictions.set(kind, prediction);
    return prediction;
  }
}

function predict(assumed: Quantiles, seen: readonly SeenSize[]): SizePrediction {
  const [median = 0, high = 0] = weightedQuantiles(
    seen.map(({ outputTokens }) => outputTokens),
    weights,
    [0.5, 0.9],
  );
  const trust = Math.min(1, seen.length / enough);
  const between = (assumption: number, value: number): number => Math.round(assumption + trust * (value - assumption));
  return { outputTokens: { median: between(assumed.median, median), high: between(assumed.high, high) }, samples: seen.length };
}
