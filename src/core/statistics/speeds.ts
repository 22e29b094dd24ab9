import type { LedgerEntry } from '../ledger/index.ts';
import { isFillInTheMiddle, type TaskKind } from '../task/index.ts';
import { type Observation, observe } from './observation.ts';
import type { Quantiles, SpeedEstimate } from './statistics.ts';
import { weightedQuantiles } from './weightedQuantiles.ts';

/**
 * So many are looked at, each counting a fifth less than the one after it: when an endpoint slows down, the next request shows in `high`, and
 * the fourth turns the median.
 */
const mostSeen = 32;
const fading = 0.8;

/** After so long it counts half: an endpoint that was slow is asked again, and what is not known for an hour is not known. */
const halfLifeMs = 10 * 60_000;
const leastWeight = 0.1;

/** An ASSUMPTION, where no answer was long enough to tell. */
const assumedTokensPerSecond = 30;

/** Faster than that no part follows another: the answer came in one piece, and took its whole time. */
const onePieceMs = 20;

interface SeenSpeed extends Observation {
  readonly firstTokenMs: number;
  readonly outputTokensPerSecond: number | undefined;
  /** Undefined where it was broken off. */
  readonly answerTokens: number | undefined;
  /** So long it was written before anything of it was seen: 0 of what is streamed. */
  readonly unseenMs: number;
}

/** What is known of a model at an endpoint. Its summary is made when somebody asks: many are told of for each that is asked for. */
interface Known {
  readonly seen: readonly SeenSpeed[];
  readonly lastAskedMs: number;
  summary?: Summary;
}

/** Age takes the same share of every weight, so only their sum changes with time. */
interface Summary {
  readonly firstTokenMs: Quantiles;
  readonly outputTokensPerSecond: number;
  readonly answerTokens: number | undefined;
  /** As in `SeenSpeed`, the longest of the usual ones. */
  readonly unseenMs: number;
  /** Of all, when the newest one was made. */
  readonly weight: number;
  readonly newestMs: number;
}

/** How fast models at endpoints were lately: all their answers, and those apart that filled holes. */
export class Speeds {
  readonly #ofAll = new SpeedTable();
  readonly #ofHoles = new SpeedTable();

  learn(entry: LedgerEntry): void {
    this.#ofAll.learn(entry);
    if (isFillInTheMiddle(entry.kind)) this.#ofHoles.learn(entry);
  }

  estimate(endpointId: string, modelId: string, nowMs: number, kind?: TaskKind): SpeedEstimate | undefined {
    const table = kind !== undefined && isFillInTheMiddle(kind) ? this.#ofHoles : this.#ofAll;
    return table.estimate(endpointId, modelId, nowMs);
  }
}

class SpeedTable {
  readonly #known = new Map<string, Map<string, Known>>();

  learn(entry: LedgerEntry): void {
    const { endpoint, model, startedAtMs, durationMs } = entry;
    const known = this.#known.get(endpoint)?.get(model);
    const speed = speedOf(entry, () => known && summaryOf(known));
    if (!speed && !known) return;
    const ofEndpoint = this.#known.get(endpoint) ?? new Map<string, Known>();
    ofEndpoint.set(model, {
      ...(speed ? { seen: observe(known?.seen ?? [], speed, mostSeen) } : { seen: [], ...known }),
      lastAskedMs: Math.max(known?.lastAskedMs ?? 0, startedAtMs + durationMs),
    });
    this.#known.set(endpoint, ofEndpoint);
  }

  estimate(endpointId: string, modelId: string, nowMs: number): SpeedEstimate | undefined {
    const known = this.#known.get(endpointId)?.get(modelId);
    const newest = known?.seen[0];
    if (!known || !newest) return undefined;
    const { firstTokenMs, outputTokensPerSecond, answerTokens, weight: atNewest, newestMs } = summaryOf(known);
    const weight = atNewest * 0.5 ** (Math.max(0, nowMs - newestMs) / halfLifeMs);
    if (weight < leastWeight) return undefined;
    const latest = { firstTokenMs: newest.firstTokenMs, outputTokensPerSecond: newest.outputTokensPerSecond };
    return { firstTokenMs, outputTokensPerSecond, answerTokens, weight, latest, lastAskedMs: known.lastAskedMs };
  }
}

/**
 * What an attempt tells. Nothing, where it failed at once: that is the endpoint's health, not its speed. One that ended without a first token took
 * at least that long, without what may have been written unseen: always where it timed out; where the caller lost interest only if that is longer
 * than usual, or whoever types fast would make a model look fast.
 */
function speedOf(entry: LedgerEntry, usual: () => Summary | undefined): SeenSpeed | undefined {
  const { startedAtMs, durationMs, firstTokenMs, finish, errorReason } = entry;
  const atMs = startedAtMs + durationMs;
  // Its process died, and what is written there is an estimate.
  if (finish === 'lost') return undefined;
  if (firstTokenMs !== undefined) {
    const unseenMs = unseenMsOf(entry, firstTokenMs);
    const outputTokensPerSecond = unseenMs > 0 ? paceOver(entry.usage.output - 1, unseenMs) : paceOf(entry, firstTokenMs);
    const answerTokens = finish === 'stop' || finish === 'length' ? entry.usage.output : undefined;
    return { atMs, firstTokenMs: withoutWaiting(entry, firstTokenMs - unseenMs), outputTokensPerSecond, answerTokens, unseenMs };
  }
  const unseen = { atMs, outputTokensPerSecond: undefined, answerTokens: undefined };
  if (errorReason === 'timeout') return { ...unseen, firstTokenMs: durationMs, unseenMs: 0 };
  const { firstTokenMs: { median } = { median: Number.POSITIVE_INFINITY }, unseenMs = 0 } = usual() ?? {};
  const leastMs = durationMs - unseenMs;
  return finish === 'aborted' && leastMs > median ? { ...unseen, firstTokenMs: leastMs, unseenMs } : undefined;
}

/**
 * Of an answer in one piece whose server tells its times: how long it was written, from the first token on. llama-server's and Ollama's times
 * of writing begin there.
 */
function unseenMsOf({ timings, durationMs, usage }: LedgerEntry, firstTokenMs: number): number {
  if (!timings || usage.output < 2 || durationMs - firstTokenMs >= onePieceMs) return 0;
  return Math.min(Math.max(0, timings.outputMs), firstTokenMs);
}

/** Less than this beside its own work is the way there and back. */
const leastWaitingMs = 500;

/**
 * A server of the user's own that tells how long it worked spent the rest on loading the model, or on somebody else's request: the next one need
 * not wait for either.
 */
function withoutWaiting({ billing, timings, durationMs }: LedgerEntry, firstTokenMs: number): number {
  if (billing !== 'local' || !timings) return firstTokenMs;
  const waitingMs = durationMs - timings.promptMs - timings.outputMs;
  return waitingMs < leastWaitingMs ? firstTokenMs : Math.max(Math.min(firstTokenMs, timings.promptMs), firstTokenMs - waitingMs);
}

/** The tokens that were seen to come, after the first one. Undefined where there were none. */
function paceOf({ durationMs, usage, reasoningTokens = 0 }: LedgerEntry, firstTokenMs: number): number | undefined {
  const tokens = usage.output - reasoningTokens;
  if (tokens < 2) return undefined;
  const streamedMs = durationMs - firstTokenMs;
  return streamedMs >= onePieceMs ? paceOver(tokens - 1, streamedMs) : paceOver(tokens, durationMs);
}

function paceOver(tokens: number, ms: number): number | undefined {
  const perSecond = (1000 * tokens) / ms;
  return tokens > 0 && Number.isFinite(perSecond) ? perSecond : undefined;
}

function summaryOf(known: Known): Summary {
  known.summary ??= summarised(known.seen);
  return known.summary;
}

function summarised(seen: readonly SeenSpeed[]): Summary {
  const newestMs = seen[0]?.atMs ?? 0;
  const weights = seen.map(({ atMs }, index) => fading ** index * 0.5 ** ((newestMs - atMs) / halfLifeMs));
  /** None where none of them tells. */
  const quantiles = (read: (speed: SeenSpeed) => number | undefined, shares: readonly number[]): readonly number[] => {
    const values: number[] = [];
    const weightsOfThem: number[] = [];
    for (const [index, speed] of seen.entries()) {
      const value = read(speed);
      if (value === undefined) continue;
      values.push(value);
      weightsOfThem.push(weights[index] ?? 0);
    }
    return values.length === 0 ? [] : weightedQuantiles(values, weightsOfThem, shares);
  };
  const [median = 0, high = 0] = quantiles(({ firstTokenMs }) => firstTokenMs, [0.5, 0.9]);
  const [unseenMs = 0] = quantiles((speed) => speed.unseenMs, [0.9]);
  const [answerTokens] = quantiles((speed) => speed.answerTokens, [0.5]);
  const [outputTokensPerSecond = assumedTokensPerSecond] = quantiles((speed) => speed.outputTokensPerSecond, [0.5]);
  return {
    newestMs,
    firstTokenMs: { median, high },
    unseenMs,
    outputTokensPerSecond,
    answerTokens,
    weight: weights.reduce((sum, weight) => sum + weight, 0),
  };
}
