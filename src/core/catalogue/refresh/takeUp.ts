import type { PriceRow } from '../../money/index.ts';
import type { Catalogue, CatalogueModel } from '../catalogue.ts';
import { areSame, completed, dearer, listedOf } from './comparePrices.ts';
import { countingByModel, type Ground, groundOf, priceInForce } from './counting.ts';
import type { PriceSource } from './priceSource.ts';
import type { RefreshState, Risen, SourceState } from './refreshState.ts';
import { rowKey, type SourceRow } from './sourceRow.ts';

/** A price that counts from now on because it is dearer than the one before. */
export interface Rise {
  readonly endpoint: string;
  readonly id: string;
  readonly before: PriceRow;
  readonly now: PriceRow;
}

export interface Taken {
  readonly state: RefreshState;
  readonly rises: readonly Rise[];
}

/** What a source answered, and when; `unchanged`: nothing new since the last time (304), or nothing of use. */
export type Answer =
  | ({ readonly type: 'rows'; readonly source: PriceSource } & SourceState)
  | ({ readonly type: 'unchanged'; readonly source: PriceSource } & Pick<SourceState, 'checkedAtMs' | 'readOn'>);

/**
 * Takes up what a source says: what is dearer than what counts does so at once, part by part (the dearer input of a list whose output became
 * cheaper), and everything else waits as an offer. Each source's claims are kept for themselves, so that removing one leaves the others'.
 * `today` is a local day.
 */
export function takeUp(state: RefreshState, base: Catalogue, sources: readonly PriceSource[], answer: Answer, today: string): Taken {
  const { source } = answer;
  const before = state.sources[source];
  const kept = keptOf(answer, before);
  const said = new Map((before?.rows ?? []).map((row) => [rowKey(row), row]));
  const builtIn = new Map(base.models.map((model) => [rowKey(model), model]));
  const counting = countingByModel(state, sources);
  const risen = kept.rows.flatMap((row): readonly Change[] => {
    const key = rowKey(row);
    const model = builtIn.get(key);
    if (!countsBeside(sources, source, row) || isOverruled(row, model)) return [];
    const ground = groundOf(model, counting.get(key) ?? [], today);
    const claim = claimOf({ source, row, said: said.get(key), ground, today });
    return claim ? [{ claim, ground }] : [];
  });
  const replaced = new Set(risen.map(({ claim }) => rowKey(claim)));
  const others = state.inForce.filter((entry) => entry.type !== 'risen' || entry.source !== source || !replaced.has(rowKey(entry)));
  return {
    state: {
      ...state,
      sources: { ...state.sources, [source]: kept },
      inForce: [...others, ...risen.map(({ claim }) => claim)],
    },
    rises: risen.flatMap((change) => riseOf(change) ?? []),
  };
}

/** OpenRouter itself knows its prices better than a collection that somebody makes of them. */
export function countsBeside(sources: readonly PriceSource[], source: PriceSource, { endpoint }: SourceRow): boolean {
  return !(source === 'genai-prices' && endpoint === 'openrouter' && sources.includes('openrouter'));
}

/** The catalogue was made knowing what this row says, and has a price of a later day from a better source. */
export function isOverruled({ url, prices }: SourceRow, builtIn: CatalogueModel | undefined): boolean {
  const earlier = builtIn?.prices?.slice(0, -1) ?? [];
  return earlier.some((price) => price.source.url === url && areSame(completed(prices, listedOf(price)), listedOf(price)));
}

function keptOf(answer: Answer, before: SourceState | undefined): SourceState {
  const { type, source: _source, ...seen } = answer;
  return type === 'rows' ? { ...(seen as SourceState) } : { rows: [], ...seen, ...before, checkedAtMs: seen.checkedAtMs };
}

interface Change {
  readonly claim: Risen;
  readonly ground: Ground;
}

interface Stated {
  readonly source: PriceSource;
  readonly row: SourceRow;
  /** What the source said of it the time before. */
  readonly said: SourceRow | undefined;
  readonly ground: Ground;
  readonly today: string;
}

/**
 * What a source claims beyond what was accepted and it claimed before. It is told from what counts, not from what it said the last time: a
 * price that another source held up falls to this one's and no further. What differs in when the hours are is news only where the source has
 * changed it: the catalogue's own rows know more of weekends and holidays.
 */
function claimOf({ source, row, said, ground, today }: Stated): Risen | undefined {
  if (!ground.price) return undefined;
  if (ground.accepted?.despite?.some((one) => one.source === source && areSame(one.prices, row.prices))) return undefined;
  const accepted = listedOf(ground.price);
  const earlier = ground.risen.find((one) => one.source === source);
  const old = earlier ? dearer(accepted, listedOf(earlier.price)) : accepted;
  const listed = completed(row.prices, accepted);
  const isChanged = said !== undefined && !areSame(said.prices, row.prices);
  if (areSame(listed, old, isChanged ? 'exactly' : 'but for when the hours are') || areSame(dearer(old, listed), old)) return undefined;
  const claimed = earlier ? dearer(listedOf(earlier.price), listed) : listed;
  const { endpoint, id, url } = row;
  return { type: 'risen', source, endpoint, id, price: { ...claimed, validFrom: today, source: { url, readOn: today } } };
}

/** Undefined where other sources say as much: then nothing becomes dearer for the user. */
function riseOf({ claim, ground }: Change): Rise | undefined {
  const before = priceInForce(ground);
  const now = priceInForce({ ...ground, risen: [...ground.risen.filter(({ source }) => source !== claim.source), claim] });
  if (!before || !now || areSame(before, now)) return undefined;
  return { endpoint: claim.endpoint, id: claim.id, before, now };
}
