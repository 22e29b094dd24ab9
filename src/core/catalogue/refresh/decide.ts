import type { Catalogue } from '../catalogue.ts';
import { priceOn } from '../priceOn.ts';
import { listedOf } from './comparePrices.ts';
import { fingerprint, type Offer } from './offers.ts';
import type { Accepted, InForce, RefreshState } from './refreshState.ts';
import { rowKey } from './sourceRow.ts';

/** The user's answers to what was shown. Offers that are in neither list wait on. */
export interface Decision {
  readonly accepted: readonly Offer[];
  readonly declined: readonly Offer[];
}

/** Accepted offers count from today on; declined ones are not shown again until their source changes them. */
export function decide(state: RefreshState, base: Catalogue, { accepted, declined }: Decision, today: string): RefreshState {
  const builtIn = new Map(base.models.map((model) => [rowKey(model), model]));
  const keyOf = (type: InForce['type'], one: Pick<InForce, 'source' | 'endpoint' | 'id'>): string => {
    return JSON.stringify([type, one.source, one.endpoint, one.id]);
  };
  const entries = new Map(state.inForce.map((entry) => [keyOf(entry.type, entry), entry]));
  const saidOf = Map.groupBy(
    Object.entries(state.sources).flatMap(([source, { rows }]) => rows.map((row) => ({ source, row }))),
    ({ row }) => rowKey(row),
  );
  for (const { source, row, kind, prices, facts } of accepted) {
    const { endpoint, id, newEndpoint } = row;
    const key = keyOf('accepted', { source, endpoint, id });
    const earlier = entries.get(key);
    const held = { ...(earlier?.type === 'accepted' && earlier.facts), ...facts };
    const entry: Accepted = {
      ...(earlier?.type === 'accepted' ? earlier : { type: 'accepted', source, endpoint, id }),
      ...(Object.keys(held).length > 0 && { facts: held }),
      ...(newEndpoint && { newEndpoint }),
    };
    if (kind === 'facts') {
      entries.set(key, entry);
      continue;
    }
    const over = priceOn(builtIn.get(rowKey(row))?.prices ?? [], today);
    const others = (saidOf.get(rowKey(row)) ?? []).filter((one) => one.source !== source);
    // Last of all: what rose before, whosever claim it was, is what the user has just answered.
    for (const ended of [key, keyOf('risen', { source, endpoint, id })]) entries.delete(ended);
    entries.set(key, {
      ...entry,
      price: { ...prices, validFrom: today, source: { url: row.url, readOn: today } },
      over: over && listedOf(over),
      despite: others.map((one) => ({ source: one.source, prices: one.row.prices })),
    });
  }
  const refused = declined.map(({ source, row }) => ({ source, row: fingerprint(row) }));
  const said = new Set(
    Object.entries(state.sources).flatMap(([source, { rows }]) => rows.map((row) => JSON.stringify([source, fingerprint(row)]))),
  );
  // What no source says any more need not be remembered.
  const earlier = state.declined.filter(({ source, row }) => said.has(JSON.stringify([source, row])));
  return { ...state, inForce: [...entries.values()], declined: [...earlier, ...refused] };
}
