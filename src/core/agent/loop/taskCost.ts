import type { NanoUsd } from '../../money/index.ts';
import type { RequestCost } from '../event.ts';

/** What requests came to, added up. */
export interface TaskCost {
  readonly costNanoUsd: NanoUsd;
  /** What counts against the cap: unpriced models count at the dearest known prices. */
  readonly countedNanoUsd: NanoUsd;
  readonly baselineNanoUsd: NanoUsd;
  readonly isEstimate: boolean;
  readonly isUnpriced: boolean;
}

export const noCost: TaskCost = { costNanoUsd: 0, countedNanoUsd: 0, baselineNanoUsd: 0, isEstimate: false, isUnpriced: false };

export function costWith(cost: TaskCost, more: RequestCost | TaskCost): TaskCost {
  return {
    costNanoUsd: cost.costNanoUsd + more.costNanoUsd,
    countedNanoUsd: cost.countedNanoUsd + more.countedNanoUsd,
    baselineNanoUsd: cost.baselineNanoUsd + more.baselineNanoUsd,
    isEstimate: cost.isEstimate || more.isEstimate,
    isUnpriced: cost.isUnpriced || more.isUnpriced,
  };
}
