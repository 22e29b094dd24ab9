import type { LedgerEntry, Reservation } from '../core/ledger/index.ts';
import { rowOfEntry } from './entryRow.ts';
import { storeEntry } from './entryTable.ts';
import type { Row, Statements } from './statements.ts';

export function holdReservation(statements: Statements, reservation: Reservation, amountNanoUsd: number): void {
  const { id, madeAtMs, expiresAtMs, estimate } = reservation;
  // It could not be booked later, and with it no other that expired.
  const wrong = Object.entries(rowOfEntry(estimate)).find(([, value]) => typeof value === 'number' && !Number.isFinite(value));
  if (wrong) throw new TypeError(`${wrong[0]} of the estimate of ${id} is ${wrong[1]}`);
  statements.run(
    `INSERT INTO reservation (id, amount_nano_usd, made_at_ms, expires_at_ms, kind, local_day, estimate)
     VALUES (:id, :amountNanoUsd, :madeAtMs, :expiresAtMs, :kind, :localDay, :estimate)`,
    {
      id,
      amountNanoUsd,
      madeAtMs: Math.round(madeAtMs),
      expiresAtMs: Math.round(expiresAtMs),
      kind: estimate.kind,
      localDay: estimate.localDay,
      estimate: JSON.stringify(estimate),
    },
  );
}

/** Books the estimates of reservations whose time is over, and returns how many. Belongs into a transaction. */
export function bookExpired(statements: Statements, nowMs: number): number {
  const expired = statements.rows('SELECT * FROM reservation WHERE expires_at_ms < :nowMs ORDER BY rowid', { nowMs });
  for (const row of expired) {
    statements.run('DELETE FROM reservation WHERE id = :id', { id: String(row.id) });
    bookEstimate(statements, row);
  }
  return expired.length;
}

/** Nobody knows how the attempt ended, so its estimate becomes the entry. */
export function bookEstimate(statements: Statements, row: Row): void {
  const estimate: LedgerEntry = JSON.parse(String(row.estimate));
  storeEntry(statements, String(row.id), { ...estimate, finish: 'lost', isEstimate: true });
}
