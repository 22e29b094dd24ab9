import type { LedgerEntry } from '../ledger/index.ts';
import { Sizes } from './sizes.ts';
import { Speeds } from './speeds.ts';
import type { RequestStatistics } from './statistics.ts';

/** Statistics that follow the attempts they are told of, in any order. `now`: milliseconds since the epoch. */
export class RecentStatistics implements RequestStatistics {
  readonly #now: () => number;
  readonly #sizes = new Sizes();
  readonly #speeds = new Speeds();

  constructor({ now }: { readonly now: () => number }) {
    this.#now = now;
  }

  /** An attempt is over. To be told once of each. */
  learn(entry: LedgerEntry): void {
    this.#sizes.learn(entry);
    this.#speeds.learn(entry);
  }

  predictSize: RequestStatistics['predictSize'] = (kind) => this.#sizes.predict(kind);
  speedOf: RequestStatistics['speedOf'] = (endpointId, modelId, kind) => this.#speeds.estimate(endpointId, modelId, this.#now(), kind);
}
