import type { PriceRow } from '../../money/index.ts';
import { usageBuckets } from '../../task/index.ts';
import { bucketPrices } from './comparePrices.ts';
import { mostParts } from './rowLimit.ts';
import type { ListedPrices } from './sourceRow.ts';

/** Nothing that is sold costs as much: the dearest model that was ever listed cost 600 dollars a million tokens (o1-pro). */
const mostNanoUsdPerMillion = 10_000 * 1_000_000_000;
const mostNanoUsdPerRequest = 100 * 1_000_000_000;
/** So far a price does not rise in a day; a source that mistakes a unit is off by a thousand or a million. */
const mostTimes = 100;

/** Why prices cannot be true, if so. `inForce`: what the model costs by what is known of it. */
export function absurdityOf(listed: ListedPrices, inForce: PriceRow | undefined): string | undefined {
  if ((listed.longContext?.length ?? 0) > mostParts) return `it has more than ${mostParts} cliffs`;
  const lists = [listed, ...(listed.longContext ?? []).map(({ prices }) => prices), ...(listed.hours ?? []).map(({ prices }) => prices)];
  const amounts = lists.flatMap((prices) => usageBuckets.flatMap((bucket) => prices[bucket] ?? []));
  if (![...amounts, listed.perRequest ?? 0].every((amount) => Number.isSafeInteger(amount) && amount >= 0)) return 'a price is no amount';
  if (amounts.some((amount) => amount > mostNanoUsdPerMillion)) return 'a price is absurd: above $10,000 per million tokens';
  if ((listed.perRequest ?? 0) > mostNanoUsdPerRequest) return 'a price is absurd: above $100 per request';
  if (!inForce) return undefined;
  const [now, then] = [bucketPrices(listed), bucketPrices(inForce)];
  const risen = usageBuckets.find((bucket) => then[bucket] > 0 && now[bucket] > mostTimes * then[bucket]);
  return risen && `a price is absurd: ${risen} would be more than ${mostTimes} times what it is`;
}
