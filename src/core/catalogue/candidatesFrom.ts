import type { Candidate, Endpoint } from './candidate.ts';
import type { Catalogue } from './catalogue.ts';
import { fillsHolesBy } from './fillsHolesBy.ts';
import { priceOn } from './priceOn.ts';

export interface CandidateConditions {
  /** The local day, `YYYY-MM-DD`: decides which price list holds. */
  readonly today: string;
  /** Has the user given a key for it? */
  readonly hasKey: (endpoint: Endpoint) => boolean;
}

/** The models that could be asked today, in the catalogue's order: those of endpoints that need no key, or have one. */
export function candidatesFrom({ endpoints, models }: Catalogue, { today, hasKey }: CandidateConditions): readonly Candidate[] {
  const open = new Map(endpoints.filter((endpoint) => !endpoint.needsKey || hasKey(endpoint)).map((endpoint) => [endpoint.id, endpoint]));
  return models.flatMap(({ endpoint: endpointId, prices = [], source: _source, onRequest, ...model }) => {
    const endpoint = open.get(endpointId);
    if (!endpoint || onRequest) return [];
    const price = priceOn(prices, today);
    const fillInTheMiddle = fillsHolesBy(model);
    return [{ model: { ...model, ...(fillInTheMiddle && { fillInTheMiddle }), ...(price && { price }) }, endpoint }];
  });
}
