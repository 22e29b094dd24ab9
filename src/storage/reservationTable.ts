import type { LedgerEntry } from '../core/ledger/index.ts';
import type { NanoUsd } from '../core/money/index.ts';
import { storeEntry } from './entryTable.ts';
import { type PackedReservation, packEntry } from './packed.ts';
import type { Row, Statements } from './statements.ts';

/** What limits ask of a reservation. */
export interface HeldAmount {
  readonly amountNanoUsd: NanoUsd;
  readonly kind: string;
  readonly localDay: string;
}

export interface Held {
  readonly amounts: readonly HeldAmount[];
  /** Whether the time of one of them is over. */
  readonly hasExpired: boolean;
}

/** All that is held. These are the requests under way, so they are few. */
export function readHeld(statements: Statements, nowMs: number): Held {
  const rows = statements.rows('SELECT amount_nano_usd, kind, local_day, expires_at_ms FROM reservation');
  return {
    amounts: rows.map((row) => ({
      amountNanoUsd: Number(row.amount_nano_usd),
      kind: String(row.kind),
      localDay: String(row.local_day),
    })),
    hasExpired: rows.some((row) => Number(row.expires_at_ms) < nowMs),
  };
}

/** Throws where it is held already: the table has no index that would. */
export function holdReservation(statements: Statements, reservation: PackedReservation, amountNanoUsd: NanoUsd): void {
  const { id, madeAtMs, expiresAtMs, kind, localDay, estimate } = reservation;
  if (statements.row('SELECT 1 FROM reservation WHERE id = ?', [id])) throw new TypeError(`the reservation ${id} is held already`);
  statements.run(
    'INSERT INTO reservation (id, amount_nano_usd, made_at_ms, expires_at_ms, kind, local_day, estimate) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [id, amountNanoUsd, Math.round(madeAtMs), Math.round(expiresAtMs), kind, localDay, estimate],
  );
}

/** Whether it was still there. */
export function dropReservation(statements: Statements, id: string): boolean {
  return statements.run('DELETE FROM reservation WHERE id = ?', [id]) > 0;
}

/** Books the estimates of reservations whose time is over, and returns how many. Belongs into a transaction. */
export function bookExpired(statements: Statements, nowMs: number): number {
  const expired = statements.rows('SELECT * FROM reservation WHERE expires_at_ms < ? ORDER BY rowid', [nowMs]);
  for (const row of expired) {
    dropReservation(statements, String(row.id));
    bookEstimate(statements, row);
  }
  return expired.length;
}

/** Nobody knows how the attempt ended, so its estimate becomes the entry. */
export function bookEstimate(statements: Statements, row: Row): void {
  const estimate: LedgerEntry = JSON.parse(String(row.estimate));
  storeEntry(statements, String(row.id), packEntry({ ...estimate, finish: 'lost', isEstimate: true }));
}
