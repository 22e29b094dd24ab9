import { emptyDay, type Ledger, type LedgerEntry, type OutcomeEvent, type Reservation } from '../../src/core/ledger/index.ts';

export interface MemoryLedgerOptions {
  /** Why each reservation is refused. */
  readonly refuses?: string;
  /** Every call rejects. */
  readonly outOfOrder?: boolean;
  /** Runs whenever a worst case has been reserved. */
  readonly onReserve?: () => void;
}

/** A ledger that keeps everything where a test can look at it. */
export class MemoryLedger implements Ledger {
  readonly reservations: Reservation[] = [];
  readonly released: string[] = [];
  readonly settled: { readonly reservationId: string; readonly entry: LedgerEntry }[] = [];
  readonly outcomes: OutcomeEvent[] = [];
  readonly #options: MemoryLedgerOptions;

  constructor(options: MemoryLedgerOptions = {}) {
    this.#options = options;
  }

  get entries(): readonly LedgerEntry[] {
    return this.settled.map(({ entry }) => entry);
  }

  /** The reservations that are still held: a dead process would leave them so. */
  get held(): readonly string[] {
    const ended = new Set([...this.released, ...this.settled.map(({ reservationId }) => reservationId)]);
    return this.reservations.map(({ id }) => id).filter((id) => !ended.has(id));
  }

  reserve: Ledger['reserve'] = async (reservation) => {
    this.#work();
    if (this.#options.refuses !== undefined) return { outcome: 'refused', rule: 'budget', reason: this.#options.refuses };
    this.reservations.push(reservation);
    this.#options.onReserve?.();
    return { outcome: 'reserved' };
  };

  settle: Ledger['settle'] = async (reservationId, entry) => {
    this.#work();
    this.settled.push({ reservationId, entry });
  };

  release: Ledger['release'] = async (reservationId) => {
    this.#work();
    this.released.push(reservationId);
  };

  recordOutcome: Ledger['recordOutcome'] = async (event) => {
    this.#work();
    this.outcomes.push(event);
  };

  daySummary: Ledger['daySummary'] = async (day) => emptyDay(day);
  recentEntries: Ledger['recentEntries'] = async (count) => this.entries.toReversed().slice(0, count);

  #work(): void {
    if (this.#options.outOfOrder) throw new Error('the disk is full');
  }
}
