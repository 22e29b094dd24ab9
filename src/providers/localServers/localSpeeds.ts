import type { StreamPart } from '../../core/task/index.ts';

/** So many answers of a model are looked at. */
const mostSeen = 8;

/** Faster than that no part follows another: the answer came in one piece, and its time says nothing of its pace. */
const onePieceMs = 20;

/** How many tokens per second local models write: what is shown of them, by the servers' own times where they tell those. */
export class LocalSpeeds {
  readonly #now: () => number;
  readonly #seen = new Map<string, readonly number[]>();

  /** `now`: in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Is to be told of each part of an answer, in order. */
  listener(endpointId: string, modelId: string): (part: StreamPart) => void {
    let firstMs: number | undefined;
    let usage: Extract<StreamPart, { readonly type: 'usage' }> | undefined;
    return (part) => {
      if (part.type === 'text-delta' || part.type === 'reasoning-delta') firstMs ??= this.#now();
      if (part.type === 'usage') usage = part;
      if (part.type !== 'finish' || part.reason === 'aborted' || !usage || firstMs === undefined) return;
      const pace = paceOf(usage, this.#now() - firstMs);
      if (pace !== undefined) this.#learn(keyOf(endpointId, modelId), pace);
    };
  }

  /** Undefined where no answer was long enough to tell. */
  tokensPerSecond(endpointId: string, modelId: string): number | undefined {
    const sorted = (this.#seen.get(keyOf(endpointId, modelId)) ?? []).toSorted((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)];
  }

  #learn(key: string, pace: number): void {
    this.#seen.set(key, [pace, ...(this.#seen.get(key) ?? [])].slice(0, mostSeen));
  }
}

function paceOf({ usage: { output }, timings }: Extract<StreamPart, { readonly type: 'usage' }>, streamedMs: number): number | undefined {
  if (output < 2) return undefined;
  if (timings && timings.outputMs > 0) return (1000 * output) / timings.outputMs;
  return streamedMs >= onePieceMs ? (1000 * (output - 1)) / streamedMs : undefined;
}

const keyOf = (endpointId: string, modelId: string): string => `${endpointId}\n${modelId}`;
