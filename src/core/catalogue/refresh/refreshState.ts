import type { PriceRow } from '../../money/index.ts';
import type { UserEndpoint } from '../userCatalogue.ts';
import type { PriceSource } from './priceSource.ts';
import type { ListedPrices, ModelFacts, SourceRow } from './sourceRow.ts';

/** What a source said when it last answered. */
export interface SourceState {
  readonly etag?: string | undefined;
  /** When it last answered, in milliseconds since the epoch. */
  readonly checkedAtMs: number;
  /** The local day on which its rows were read, `YYYY-MM-DD`. */
  readonly readOn: string;
  readonly rows: readonly SourceRow[];
}

/** A price list of a source that counts: because it is dearer, or because the user accepted it. */
export interface PriceInForce {
  readonly source: PriceSource;
  readonly endpoint: string;
  readonly id: string;
  /** What the built-in catalogue said then, where it said something; when it says something else, the dearer of both counts. */
  readonly over?: ListedPrices | undefined;
  readonly price: PriceRow;
  /** What was accepted with it; for a new model all that is known of it. */
  readonly facts?: ModelFacts | undefined;
  readonly newEndpoint?: UserEndpoint | undefined;
}

/** A row that the user did not want; it is not shown again until its source says something else. */
export interface Declined {
  readonly source: PriceSource;
  readonly row: string;
}

/** Everything that is kept of refreshes between sessions, shared by all windows. */
export interface RefreshState {
  readonly version: typeof stateVersion;
  readonly sources: Readonly<Record<PriceSource, SourceState>>;
  readonly inForce: readonly PriceInForce[];
  readonly declined: readonly Declined[];
}

export const stateVersion = 1;

export const emptyState: RefreshState = { version: stateVersion, sources: {}, inForce: [], declined: [] };
