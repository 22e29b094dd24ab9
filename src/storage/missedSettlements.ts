import type { LedgerEntry } from '../core/ledger/index.ts';
import { BackOff, type BackOffTimes } from './backOff.ts';

export interface Settlement {
  readonly reservationId: string;
  readonly entry: LedgerEntry;
}

export interface MissedSettlementsPorts {
  readonly settle: (settlement: Settlement) => Promise<void>;
  /** Whether another try may help after this error. */
  readonly isRetryable: (error: unknown) => boolean;
  readonly rests: BackOffTimes;
}

/** So many wait at most; the oldest make way, for which their reservations' estimates stand. */
const most = 1000;

/**
 * Settlements of attempts that cost something, which the ledger could not take: they wait here, so that no cost is forgotten. Meanwhile their
 * reservations hold the worst case.
 */
export class MissedSettlements {
  readonly #ports: MissedSettlementsPorts;
  /** By the entry's id. */
  readonly #waiting = new Map<string, Settlement>();
  readonly #backOff: BackOff;
  #retrying: Promise<void> | undefined;

  constructor(ports: MissedSettlementsPorts) {
    this.#ports = ports;
    this.#backOff = new BackOff(ports.rests, () => void this.retry());
  }

  /** Keeps a settlement that failed so, if it is worth it. */
  keep(settlement: Settlement, error: unknown): void {
    const { id, costNanoUsd = 0, countedNanoUsd } = settlement.entry;
    if ((costNanoUsd === 0 && countedNanoUsd === 0) || !this.#ports.isRetryable(error)) return;
    this.#waiting.set(id, settlement);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > most && oldest !== undefined) this.#waiting.delete(oldest);
    this.#backOff.failed();
  }

  /** Tells the ledger once more, one after the other up to the first that fails again. Never rejects. */
  retry(): Promise<void> {
    this.#retrying ??= this.#retry().finally(() => {
      this.#retrying = undefined;
    });
    return this.#retrying;
  }

  dispose(): void {
    this.#backOff.dispose();
  }

  async #retry(): Promise<void> {
    for (const [id, settlement] of this.#waiting) {
      try {
        await this.#ports.settle(settlement);
      } catch (error) {
        if (this.#ports.isRetryable(error)) {
          this.#backOff.failed();
          return;
        }
      }
      this.#waiting.delete(id);
    }
    this.#backOff.succeeded();
  }
}
