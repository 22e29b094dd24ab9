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
  /** Of how many requests, older ones counting less. Below 2 it says little. */
  readonly weight: number;
}

/** What past requests tell of the next ones. */
export interface RequestStatistics {
  predictSize(kind: TaskKind): SizePrediction;
  /** Undefined where nothing was seen, or too long ago. */
  speedOf(endpointId: string, modelId: string): SpeedEstimate | undefined;
}
