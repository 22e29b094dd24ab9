import type { PriceRow } from '../../money/index.ts';

/** What `scripts/catalogue/generate.ts` writes of a model: its prices and its context. The rest is in the overlay. */
export interface GeneratedModel {
  readonly endpoint: string;
  readonly id: string;
  readonly contextTokens?: number;
  /** The oldest first. */
  readonly prices: readonly PriceRow[];
}
