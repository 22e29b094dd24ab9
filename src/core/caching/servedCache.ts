import { type CacheRules, type Candidate, cacheRulesOf } from '../catalogue/index.ts';
import { servedName } from './cacheKey.ts';
import type { CacheExpectation } from './cacheRequest.ts';
import { type InputPrices, inputPricesOf, isOneList } from './inputPrices.ts';

/** What a candidate's caches are, whatever is asked of them. */
export interface ServedCache {
  /** As `servedName` says it. */
  readonly name: string;
  readonly rules: CacheRules | undefined;
  /** Shared by all candidates of that name. */
  readonly use: { isUsed: boolean };
  /** Where its prices are the same for every request: what is expected of it while it is unused. */
  readonly unused: UnusedCaches | undefined;
  /** Of caches that work like this one and whose input is priced so. */
  readonly unusedAt: (prices: InputPrices | undefined) => UnusedCaches;
}

/** All unused caches that work alike and whose prices stand in the same relation: one answer for a request serves them all. */
export interface UnusedCaches {
  /** What the answers were given to. */
  view: object | undefined;
  /** By the tokenizer's ratio. */
  readonly expectations: Map<number, CacheExpectation>;
}

/** Finds each candidate's by the object that it is, of which there are as many as ways to ask a catalogue's models. */
export class ServedCaches {
  readonly #ofCandidates = new WeakMap<Candidate, ServedCache>();
  readonly #uses = new Map<string, { isUsed: boolean }>();
  readonly #unused = new Map<string, Map<InputPrices | undefined, UnusedCaches>>();

  of(candidate: Candidate): ServedCache {
    const before = this.#ofCandidates.get(candidate);
    if (before) return before;
    const served = this.#servedBy(candidate);
    this.#ofCandidates.set(candidate, served);
    return served;
  }

  #servedBy(candidate: Candidate): ServedCache {
    const { minimumCacheableTokens, price } = candidate.model;
    const [name, rules] = [servedName(candidate), rulesOf(candidate)];
    const use = inserted(this.#uses, name, () => ({ isUsed: false }));
    const alike = inserted(this.#unused, JSON.stringify([rules, minimumCacheableTokens]), () => new Map());
    const unusedAt = (prices: InputPrices | undefined): UnusedCaches =>
      inserted(alike, prices, () => ({ view: undefined, expectations: new Map() }));
    const isConstant = !price || isOneList(price);
    return { name, rules, use, unusedAt, unused: isConstant ? unusedAt(inputPricesOf(candidate, 0, 0)) : undefined };
  }
}

/** Whatever runs on this machine keeps what it has just read. */
function rulesOf(candidate: Candidate): CacheRules | undefined {
  return candidate.endpoint.billing === 'local' ? { type: 'slot' } : cacheRulesOf(candidate);
}

function inserted<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const before = map.get(key);
  if (before !== undefined) return before;
  const made = make();
  map.set(key, made);
  return made;
}
