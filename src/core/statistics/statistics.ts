import type { TaskKind } from '../task/index.ts';

/** A quantity as it was lately. */
export interface Quantiles {
  readonly median: number;
  /** Nine out of ten were at or below it. */
  readonly high: number;
}

/** How big requests of a kind are. Tokens by o200k estimates, so that they hold for every model. */
export interface SizePrediction {
  readonly outputTokens: Quantiles;
  /** 0: nothing was seen yet, these are the assumptions of `assumedSizes`. */
  readonly samples: number;
}

/** How fast a model at an endpoint was lately. */
export interface SpeedEstimate {
  readonly firstTokenMs: Quantiles;
  readonly outputTokensPerSecond: number;
  /** How long its own answers usually are, of those that came to their end; undefined where none did. */
  readonly answerTokens: number | undefined;
  /** Of how many requests, older ones counting less. Below 2 it says little. */
  readonly weight: number;
  /** What the newest request that tells of it was like: one good answer says that what was slow is so no more. */
  readonly latest: {
    readonly firstTokenMs: number;
    /** Undefined where its answer was too short to tell. */
    readonly outputTokensPerSecond: number | undefined;
  };
  /** When a request was last over that it was asked, whatever that told; milliseconds since the epoch. */
  readonly lastAskedMs: number;
}

/** What past requests tell of the next ones. */
export interface RequestStatistics {
  predictSize(kind: TaskKind): SizePrediction;
  /**
   * Undefined where nothing was seen, or too long ago. Of kinds that fill holes only such requests are looked at: how long the prompt of a
   * conversation is read for says nothing of theirs.
   */
  speedOf(endpointId: string, modelId: string, kind?: TaskKind): SpeedEstimate | undefined;
}
