import type { Candidate } from './catalogue/index.ts';
import type { LedgerEntry } from './ledger/index.ts';
import { type BillingTerms, costOf, type PriceRow } from './money/index.ts';
import type { BillingReport, Usage } from './task/index.ts';

/** What an attempt costs, in the words of the ledger. */
export type Bill = Pick<LedgerEntry, 'costNanoUsd' | 'listPriceNanoUsd' | 'countedNanoUsd'>;

/** What the provider reported of the attempt's terms, and when the attempt began. */
export type BilledTerms = BillingReport & Pick<BillingTerms, 'atMs'>;

/**
 * The bill of an attempt. The provider's own figure beats our arithmetic, and the difference is kept. A flat plan is no spend. What no list
 * prices is unpriced, and counts against budgets at the dearest prices known.
 */
export function billOf({ model, endpoint }: Candidate, usage: Usage, report: BilledTerms = {}, dearest?: PriceRow): Bill {
  const { price } = model;
  const terms = termsOf(report);
  const computed = price && costOf(usage, price, terms);
  switch (endpoint.billing) {
    case 'local':
      return { costNanoUsd: 0, countedNanoUsd: 0 };
    case 'subscription':
      return { costNanoUsd: 0, countedNanoUsd: 0, ...(computed !== undefined && { listPriceNanoUsd: computed }) };
    case 'metered': {
      const paid = report.chargedNanoUsd ?? computed;
      if (paid === undefined) return { countedNanoUsd: dearest ? costOf(usage, dearest, terms) : 0 };
      return {
        costNanoUsd: paid,
        countedNanoUsd: paid,
        ...(computed !== undefined && computed !== paid && { listPriceNanoUsd: computed }),
      };
    }
  }
}

function termsOf({ serviceTier, inferenceGeo, speed, atMs }: BilledTerms): BillingTerms {
  return {
    ...(serviceTier !== undefined && { serviceTier }),
    ...(inferenceGeo !== undefined && { inferenceGeo }),
    ...(speed !== undefined && { speed }),
    ...(atMs !== undefined && { atMs }),
  };
}
