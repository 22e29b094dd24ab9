import type { LedgerEntry } from '../core/ledger/index.ts';
import { type BillingTerms, costOf, type Factors, type PriceRow, pricesFor } from '../core/money/index.ts';
import { inputTokens, usageBuckets } from '../core/task/index.ts';
import { bucketNames, count, exactUsd } from './words.ts';

/**
 * How the price list makes the entry's cost: `1,200 input x $3.00 + 340 output x $15.00 per million tokens`. Undefined where the list gives another
 * amount: then the entry was priced by another one, such as the user's own.
 */
export function computationOf(
  { usage, costNanoUsd, listPriceNanoUsd, billingReport, startedAtMs }: LedgerEntry,
  row: PriceRow,
): string | undefined {
  const terms = { ...namedTerms(row, billingReport), atMs: startedAtMs };
  if (costOf(usage, row, terms) !== (listPriceNanoUsd ?? costNanoUsd)) return undefined;
  const cliff = row.longContext?.findLast(({ abovePromptTokens }) => inputTokens(usage) > abovePromptTokens);
  const prices = pricesFor(usage, row, terms);
  const used = usageBuckets.filter((bucket) => usage[bucket] > 0);
  const sum = used.map((bucket) => `${count(usage[bucket])} ${bucketNames[bucket]} x ${exactUsd(prices[bucket] ?? prices.uncachedInput)}`);
  return [
    used.length > 0 ? `${sum.join(' + ')} per million tokens` : 'no tokens',
    cliff && ` (prices above ${count(cliff.abovePromptTokens)} tokens)`,
    factorText(row.serviceTiers, 'service tier', terms.serviceTier),
    factorText(row.inferenceGeo, 'inference in', terms.inferenceGeo),
    factorText(row.speeds, 'speed', terms.speed),
    row.perRequest && `, + ${exactUsd(row.perRequest)} for the request`,
    row.source.url && `; ${row.source.url}, read on ${row.source.readOn}`,
  ]
    .filter((part) => part)
    .join('');
}

/** Only those that the list has a factor for: what is told must make the cost by itself. */
function namedTerms({ serviceTiers, inferenceGeo, speeds }: PriceRow, report: LedgerEntry['billingReport'] = {}): BillingTerms {
  const isNamed = (factors: Factors | undefined, term: string | undefined): term is string => term !== undefined && term in (factors ?? {});
  return {
    ...(isNamed(serviceTiers, report.serviceTier) && { serviceTier: report.serviceTier }),
    ...(isNamed(inferenceGeo, report.inferenceGeo) && { inferenceGeo: report.inferenceGeo }),
    ...(isNamed(speeds, report.speed) && { speed: report.speed }),
  };
}

function factorText(factors: Factors | undefined, what: string, term: string | undefined): string {
  const thousandths = term === undefined ? undefined : factors?.[term];
  return thousandths === undefined || thousandths === 1000 ? '' : `, x ${thousandths / 1000} for ${what} ${term}`;
}
