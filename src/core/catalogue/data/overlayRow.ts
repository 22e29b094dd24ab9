import type { Factors, PriceRow } from '../../money/index.ts';
import type { CatalogueModel } from '../catalogue.ts';

/**
 * What is known of a model by hand: limits, abilities, and of its prices what the generated ones lack. A generated row without one of these
 * is no model of the catalogue, and a test says so.
 */
export interface OverlayRow extends Omit<CatalogueModel, 'endpoint' | 'prices' | 'source'> {
  /** Where it was read, and when. */
  readonly source: PriceRow['source'];
  /** Factors of its price lists. */
  readonly terms?: BillingFactors;
  /** Price lists that the package does not have, in the order of their days; the generated ones come before them. */
  readonly prices?: readonly PriceRow[];
}

export interface BillingFactors {
  readonly serviceTiers?: Factors;
  readonly inferenceGeo?: Factors;
  readonly speeds?: Factors;
}

/** All rows of one endpoint. */
export interface Overlay {
  readonly endpoint: string;
  readonly rows: readonly OverlayRow[];
}

/** The day on which the overlay's sources were last read through. */
export const readOn = '2026-11-22';
