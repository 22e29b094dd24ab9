import type { PriceRow } from '../../money/index.ts';
import type { PriceSource } from './priceSource.ts';
import type { ListedEndpoint, ListedPrices, ModelFacts, SourceRow } from './sourceRow.ts';

/** What a source said when it last answered. */
export interface SourceState {
  readonly etag?: string | undefined;
  /** When it last answered, in milliseconds since the epoch. */
  readonly checkedAtMs: number;
  /** The local day on which its rows were read, `YYYY-MM-DD`. */
  readonly readOn: string;
  /** The first later day on which a price of its list begins: from then on the same list says something else. */
  readonly nextPriceOn?: string | undefined;
  /** What else its rows depend on: another version of the extension, or with other endpoints, reads other rows out of the same list. */
  readonly readWith?: string | undefined;
  readonly rows: readonly SourceRow[];
}

/** Something of a source that counts while the setting names it. Of one source and model there is one of each kind at most. */
export type InForce = Accepted | Risen;

/** What the user accepted of a source's row: from then on it is what others are dearer than. */
export interface Accepted {
  readonly type: 'accepted';
  readonly source: PriceSource;
  readonly endpoint: string;
  readonly id: string;
  /** Missing where only facts were accepted. */
  readonly price?: PriceRow | undefined;
  /** What the built-in catalogue said then, where it said something; when it says something else, the dearer of both counts. */
  readonly over?: ListedPrices | undefined;
  /** What other sources said of the model then: saying it again makes nothing dearer. */
  readonly despite?: readonly { readonly source: PriceSource; readonly prices: ListedPrices }[] | undefined;
  /** Of a new model all that is known of it. */
  readonly facts?: ModelFacts | undefined;
  readonly newEndpoint?: ListedEndpoint | undefined;
}

/** The dearest that a source has said since the last acceptance, part by part. It counts unasked, where it is dearer than what else counts. */
export interface Risen {
  readonly type: 'risen';
  readonly source: PriceSource;
  readonly endpoint: string;
  readonly id: string;
  readonly price: PriceRow;
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
  /** In the order in which they came: an accepted price ends the rises before it while its source is in the setting. */
  readonly inForce: readonly InForce[];
  readonly declined: readonly Declined[];
}

export const stateVersion = 2;

export const emptyState: RefreshState = { version: stateVersion, sources: {}, inForce: [], declined: [] };
