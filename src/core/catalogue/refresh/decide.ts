import type { Catalogue } from '../catalogue.ts';
import { fingerprint, type Offer } from './offers.ts';
import type { RefreshState } from './refreshState.ts';
import { rowKey } from './sourceRow.ts';
import { entryFor } from './takeUp.ts';

/** The user's answers to what was shown. Offers that are in neither list wait on. */
export interface Decision {
  readonly accepted: readonly Offer[];
  readonly declined: readonly Offer[];
}

/** Accepted offers count from today on; declined ones are not shown again until their source changes them. */
export function decide(state: RefreshState, base: Catalogue, { accepted, declined }: Decision, today: string): RefreshState {
  const builtIn = new Map(base.models.map((model) => [rowKey(model), model]));
  const entries = new Map(state.inForce.map((entry) => [rowKey(entry), entry]));
  for (const { source, row, prices, facts } of accepted) {
    const key = rowKey(row);
    const price = { ...prices, validFrom: today, source: { url: row.url, readOn: today } };
    const entry = entryFor(price, { ...row, source }, builtIn.get(key), entries.get(key), today);
    const held = { ...entry.facts, ...facts };
    entries.set(key, {
      ...entry,
      ...(Object.keys(held).length > 0 && { facts: held }),
      ...(row.newEndpoint && { newEndpoint: row.newEndpoint }),
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
