import type { DayRow } from './dayRow.ts';

/**
 * Why a bill and our books may differ:
 * - `local-days`: the export's days are the user's, not those of UTC.
 * - `midnight`: requests that began before midnight were booked on the day on which they ended.
 * - `other-use`: something else uses the same key or account.
 * - `estimates`: we counted the usage ourselves.
 * - `broken-off`: attempts that were aborted, failed or lost, of which the provider knows better what they used.
 * - `unpriced`: no price was known to us.
 * - `price`: same tokens, other money: a price that has changed, or a discount.
 * - `service-tier`: the same, by the factor of a batch or flex tier, or on a tier that the bill names.
 * - `gateway-fee`: the same, by the gateway's known fee.
 * - `cache`: as much input, otherwise divided between the cache and the rest.
 * - `rounding`: the bill is in whole cents.
 * - `counted-otherwise`: the money agrees and the tokens do not: the gateway counts them with another tokenizer.
 * - `incomplete`: lines of the export are missing.
 * - `not-yet-billed`: the last day of the export was not over, or not all booked, when it was made.
 * - `elsewhere`: the bill has nothing of what we asked: another account, key or workspace, or a filter.
 * - `unknown`: none of these.
 */
export const causeKinds = [
  'local-days',
  'midnight',
  'incomplete',
  'not-yet-billed',
  'unpriced',
  'broken-off',
  'estimates',
  'other-use',
  'elsewhere',
  'service-tier',
  'gateway-fee',
  'price',
  'cache',
  'counted-otherwise',
  'rounding',
  'unknown',
] as const;

export type CauseKind = (typeof causeKinds)[number];

/** A likely cause with its evidence. */
export interface Cause {
  readonly kind: CauseKind;
  /** The days and models whose difference it may explain, with what differs. */
  readonly rows: readonly DayRow[];
  /** How many of our attempts it is about, where it is about attempts. */
  readonly attempts?: number;
  /** The bill's money for one dollar of ours, in thousandths, where it is about prices. */
  readonly factorThousandths?: number;
  /** The tiers that the bill names. */
  readonly serviceTiers?: readonly string[];
}
