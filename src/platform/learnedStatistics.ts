import { LRUCache } from 'lru-cache';
import type { Ledger, LedgerEntry } from '../core/ledger/index.ts';
import type { LearningStatistics } from '../core/routerPorts.ts';
import { RecentStatistics } from '../core/statistics/index.ts';
import type { Log } from './log.ts';

export interface LearnedStatisticsPorts {
  readonly ledger: Pick<Ledger, 'recentEntries'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Pick<Log, 'debug'>;
}

/** Enough for sizes and speeds; each comes with its whole decision, which makes many of them slow to hand over. */
const recentCount = 100;

/** Sizes and speeds of requests: of this window's as they end, and of those that any window made before. */
export class LearnedStatistics implements LearningStatistics {
  readonly #ports: LearnedStatisticsPorts;
  readonly #statistics: RecentStatistics;
  /** The ids of what was learned last: what ends while the ledger is asked is told by both. */
  readonly #learned = new LRUCache<string, true>({ max: 2 * recentCount });

  constructor(ports: LearnedStatisticsPorts) {
    this.#ports = ports;
    this.#statistics = new RecentStatistics({ now: ports.now });
  }

  predictSize: LearningStatistics['predictSize'] = (kind) => this.#statistics.predictSize(kind);
  speedOf: LearningStatistics['speedOf'] = (...asked) => this.#statistics.speedOf(...asked);

  learn: LearningStatistics['learn'] = (entry) => {
    if (this.#learned.has(entry.id)) return;
    this.#learned.set(entry.id, true);
    this.#statistics.learn(entry);
  };

  /** Takes up what the ledger has of the last requests. Never rejects; nobody has to wait for it. */
  async load(): Promise<void> {
    let entries: readonly LedgerEntry[] = [];
    try {
      entries = await this.#ports.ledger.recentEntries(recentCount);
    } catch (error) {
      this.#ports.log.debug(`recent requests were not read: ${error}`);
    }
    for (const entry of entries.toReversed()) this.learn(entry);
  }
}
