import type { NanoUsd } from '../money/index.ts';
import type { DaySummary, LedgerEntry } from './entry.ts';
import type { OutcomeEvent } from './outcomeEvent.ts';

/** Worst-case cost held before the bytes leave, and settled after. */
export interface Reservation {
  readonly id: string;
  readonly taskId: string;
  readonly endpoint: string;
  readonly amountNanoUsd: NanoUsd;
  readonly madeAtMs: number;
  /** After this moment the process that made it is presumed dead. */
  readonly expiresAtMs: number;
}

export type ReserveOutcome =
  | { readonly outcome: 'reserved' }
  | { readonly outcome: 'refused'; readonly rule: string; readonly reason: string };

/** The port through which the core keeps its books. Every method that resolves has stored what it was given. */
export interface Ledger {
  reserve(reservation: Reservation): Promise<ReserveOutcome>;
  /** Replaces the reservation by what really happened, in one transaction. An entry is never stored twice. */
  settle(reservationId: string, entry: LedgerEntry): Promise<void>;
  /** Gives a reservation back: nothing was sent. */
  release(reservationId: string): Promise<void>;
  recordOutcome(event: OutcomeEvent): Promise<void>;
  daySummary(localDay: string): Promise<DaySummary>;
  /** The newest first. */
  recentEntries(count: number): Promise<readonly LedgerEntry[]>;
}
