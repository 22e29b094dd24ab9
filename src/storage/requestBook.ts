import type { Amounts, LimitState, ReservationLimit, ReserveOutcome } from '../core/ledger/index.ts';
import { storeEntry, storeLateEntry } from './entryTable.ts';
import { amountsToHold, fitInto, LimitBook } from './limits.ts';
import type { PackedEntry, PackedReservation } from './packed.ts';
import { bookExpired, dropReservation, type HeldAmount, heldWithMore, holdReservation, holdUntil, readHeld } from './reservationTable.ts';
import type { Statements } from './statements.ts';
import { transaction } from './transaction.ts';

/** What a request waits for, through one connection: that its worst case is held, and that what it cost is booked. */
export class RequestBook {
  readonly #statements: Statements;
  readonly #limits: LimitBook;

  constructor(statements: Statements) {
    this.#statements = statements;
    this.#limits = new LimitBook(statements);
  }

  reservePacked(reservation: PackedReservation, limits: readonly ReservationLimit[]): ReserveOutcome {
    return this.#transaction(() => {
      const held = this.#held(reservation.madeAtMs);
      const states = this.#limits.states(limits, held);
      const amounts = amountsToHold(reservation, states);
      const outcome = fitInto(states, amounts);
      if (outcome.outcome === 'reserved') holdReservation(this.#statements, reservation, amounts, held);
      return outcome;
    });
  }

  extend(reservationId: string, more: Amounts, expiresAtMs: number, limits: readonly ReservationLimit[]): ReserveOutcome {
    return this.#transaction(() => {
      const all = heldWithMore(this.#statements, reservationId, more);
      if (!all) return { outcome: 'refused', budgetId: 'expired', unit: 'nano-usd', left: 0, needed: more.nanoUsd };
      const outcome = fitInto(this.limitStates(limits), more);
      if (outcome.outcome === 'refused') return outcome;
      holdUntil(this.#statements, reservationId, all, expiresAtMs);
      return { outcome: 'reserved', amountNanoUsd: all.nanoUsd, tokens: all.tokens };
    });
  }

  settlePacked(reservationId: string, entry: PackedEntry): void {
    this.#transaction(() => {
      const isHeld = dropReservation(this.#statements, reservationId);
      const stored = (isHeld ? storeEntry : storeLateEntry)(this.#statements, reservationId, entry);
      if (stored === 'entry') this.#limits.add(entry);
      else if (stored === 'correction') this.#limits.forget();
    });
  }

  release(reservationId: string): void {
    dropReservation(this.#statements, reservationId);
  }

  settleExpired(nowMs: number): number {
    // Looked for without the lock first: mostly there are none, and this is asked again and again.
    return readHeld(this.#statements, nowMs).hasExpired ? this.#transaction(() => this.#bookExpired(nowMs)) : 0;
  }

  /** Belongs into a transaction. */
  limitStates(limits: readonly ReservationLimit[]): readonly LimitState[] {
    return this.#limits.states(limits, readHeld(this.#statements, 0).amounts);
  }

  /** What limits count was changed through the same connection by somebody else. */
  forget(): void {
    this.#limits.forget();
  }

  /** What is held at that moment, once what expired before is booked. */
  #held(nowMs: number): readonly HeldAmount[] {
    const { amounts, hasExpired } = readHeld(this.#statements, nowMs);
    if (!hasExpired) return amounts;
    this.#bookExpired(nowMs);
    return readHeld(this.#statements, nowMs).amounts;
  }

  #bookExpired(nowMs: number): number {
    this.#limits.forget();
    return bookExpired(this.#statements, nowMs);
  }

  #transaction<Value>(work: () => Value): Value {
    try {
      return transaction(this.#statements, work);
    } catch (error) {
      this.#limits.forget();
      throw error;
    }
  }
}
