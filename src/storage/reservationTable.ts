import type { Amounts, LedgerEntry } from '../core/ledger/index.ts';
import { storeEntry } from './entryTable.ts';
import { type PackedReservation, packEntry } from './packed.ts';
import { type Scopes, scopeColumns, scopesOfRow } from './scopes.ts';
import type { Row, Statements } from './statements.ts';

/** What limits ask of a reservation. */
export interface HeldAmount extends Amounts {
  readonly id: string;
  readonly scopes: Scopes;
}

export interface Held {
  readonly amounts: readonly HeldAmount[];
  /** Whether the time of one of them is over. */
  readonly hasExpired: boolean;
}

const all = `SELECT id, amount_nano_usd, tokens, expires_at_ms, ${scopeColumns.join(', ')} FROM reservation`;

/** All that is held. These are the requests under way, so they are few. */
export function readHeld(statements: Statements, nowMs: number): Held {
  const rows = statements.rows(all);
  return {
    amounts: rows.map((row) => ({
      id: String(row.id),
      nanoUsd: Number(row.amount_nano_usd),
      tokens: Number(row.tokens),
      scopes: scopesOfRow(row),
    })),
    hasExpired: rows.some((row) => Number(row.expires_at_ms) < nowMs),
  };
}

const columns = ['id', 'amount_nano_usd', 'tokens', 'made_at_ms', 'expires_at_ms', 'estimate', ...scopeColumns];
const hold = `INSERT INTO reservation (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;

/** `held`: all that is. Throws where it is among them: the table has no index that would. */
export function holdReservation(
  statements: Statements,
  reservation: PackedReservation,
  { nanoUsd, tokens }: Amounts,
  held: readonly HeldAmount[],
): void {
  const { id, madeAtMs, expiresAtMs, scopes, estimate } = reservation;
  if (held.some((one) => one.id === id)) throw new TypeError(`the reservation ${id} is held already`);
  statements.run(hold, [id, nanoUsd, tokens, Math.round(madeAtMs), Math.round(expiresAtMs), estimate, ...scopes]);
}

/** What is held now, with the more; undefined where the reservation is not there any more. */
export function heldWithMore(statements: Statements, id: string, more: Amounts): Amounts | undefined {
  const row = statements.row('SELECT amount_nano_usd, tokens FROM reservation WHERE id = ?', [id]);
  return row && { nanoUsd: Number(row.amount_nano_usd) + more.nanoUsd, tokens: Number(row.tokens) + more.tokens };
}

export function holdUntil(statements: Statements, id: string, { nanoUsd, tokens }: Amounts, expiresAtMs: number): void {
  const values = [nanoUsd, tokens, Math.round(expiresAtMs), id];
  statements.run('UPDATE reservation SET amount_nano_usd = ?, tokens = ?, expires_at_ms = ? WHERE id = ?', values);
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
