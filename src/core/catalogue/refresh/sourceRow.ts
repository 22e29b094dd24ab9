import type { PriceRow } from '../../money/index.ts';
import type { CatalogueModel } from '../catalogue.ts';
import type { UserEndpoint } from '../userCatalogue.ts';

/** What a model costs as a source lists it today: a price list without its days. */
export type ListedPrices = Omit<PriceRow, 'validFrom' | 'source'>;

/**
 * What a source may say of a model besides its prices. What a policy asks for (its precision) or its adapter is told (its quirks) is the user's
 * own to state.
 */
export const factNames = [
  'tier',
  'contextTokens',
  'maxOutputTokens',
  'canChat',
  'canUseTools',
  'canSeeImages',
  'fillInTheMiddle',
  'tokenizerRatio',
  'minimumCacheableTokens',
] as const satisfies readonly (keyof CatalogueModel)[];

export type ModelFacts = Partial<Pick<CatalogueModel, (typeof factNames)[number]>>;

/**
 * What a list may say of a new address: where it is, how it is spoken to, and what it costs on top. Who serves there and what becomes of prompts
 * is the user's own to state, for policies hold by it; it needs a key of its own, and is paid by the token.
 */
export type ListedEndpoint = Pick<UserEndpoint, 'id' | 'baseUrl' | 'adapter' | 'feeThousandths'>;

/** One model at one endpoint, as a source has it today. */
export interface SourceRow {
  readonly endpoint: string;
  readonly id: string;
  /** Where a human can read it. */
  readonly url: string;
  readonly prices: ListedPrices;
  readonly facts: ModelFacts;
  /** Its facts hold for a known model too, once they are accepted; else they are for a model that the catalogue does not have. */
  readonly describesKnown?: boolean;
  /** An address that the catalogue does not have comes with it. */
  readonly newEndpoint?: ListedEndpoint;
}

/** A row that is left out, and why. The others count all the same. */
export interface RefusedRow {
  /** The model and its endpoint, or its place in the list where it has no name. */
  readonly name: string;
  readonly reason: string;
}

/** What a source's answer gives. `unusable`: it is not what was expected, and nothing of it counts. */
export type SourceReading =
  | {
      readonly outcome: 'read';
      readonly rows: readonly SourceRow[];
      readonly refused: readonly RefusedRow[];
      /** The first later day on which a price of the list begins. */
      readonly nextPriceOn?: string | undefined;
    }
  | { readonly outcome: 'unusable'; readonly reason: string };

/** Ids are sent, stored and shown: one with blanks or invisible characters is somebody's trick. */
export function isNamable(id: string): boolean {
  return /^[\x21-\x7e]{1,200}$/.test(id);
}

export function rowName({ endpoint, id }: Pick<SourceRow, 'endpoint' | 'id'>): string {
  return `${id} (${endpoint})`;
}

export function rowKey({ endpoint, id }: Pick<SourceRow, 'endpoint' | 'id'>): string {
  return JSON.stringify([endpoint, id]);
}
