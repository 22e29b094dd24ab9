import { type LedgerEntry, subtaskRange, type TaskEntries } from '../core/ledger/index.ts';
import { entryColumns, entryOfRow } from './entryRow.ts';
import { outcomesOfTasks } from './outcomesOfTasks.ts';
import type { PackedEntry } from './packed.ts';
import { addToRollUp, rollUpOfEntry, takeFromRollUp } from './rollUp.ts';
import type { Row, Statements } from './statements.ts';

/** Estimates that were corrected stay stored, and are read as little as summed. */
export const notCorrected = 'NOT EXISTS (SELECT 1 FROM entry AS correction WHERE correction.corrects = entry.id)';

/** Tokens that count in limits: those that somebody else's machine computed. */
export const tokensOfEntry = (entry: string): string =>
  `CASE ${entry}.billing WHEN 'local' THEN 0 ELSE ${tokenColumns.map((column) => `${entry}.${column}`).join(' + ')} END`;

const tokenColumns = ['uncached_input', 'cache_read', 'cache_write_5m', 'cache_write_30m', 'cache_write_1h', 'cache_write_12h', 'output'];

const recent = `SELECT * FROM entry WHERE ${notCorrected} ORDER BY started_at_ms DESC, rowid DESC LIMIT :count`;
const page = `SELECT rowid AS cursor, * FROM entry WHERE rowid > :cursor AND ${notCorrected} ORDER BY rowid LIMIT :count`;
// U+10FFFF sorts behind whatever may follow the prefix.
const found = `
  SELECT * FROM entry WHERE (id >= :prefix AND id < :prefix || char(1114111)) OR (task_id >= :prefix AND task_id < :prefix || char(1114111))
  ORDER BY started_at_ms, rowid LIMIT 100`;
const lost = `SELECT * FROM entry WHERE reservation_id = ? AND finish = 'lost' AND ${notCorrected}`;

const columns = [...entryColumns, 'reservation_id', 'corrects'];
const insert = `INSERT INTO entry (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT (id) DO NOTHING`;

/** `known`: it was stored before, and nothing happened. `correction`: it took the place of the estimate that was booked for it. */
export type Stored = 'entry' | 'correction' | 'known';

/** Stores an entry and adds it to the totals, unless it is stored already. Belongs into a transaction. */
export function storeEntry(statements: Statements, reservationId: string, entry: PackedEntry): Stored {
  return store(statements, reservationId, entry, undefined);
}

/** The same where the reservation may have run out: the entry takes the place of the estimate that was then booked. */
export function storeLateEntry(statements: Statements, reservationId: string, entry: PackedEntry): Stored {
  const row = statements.row(lost, [reservationId]);
  return store(statements, reservationId, entry, row);
}

function store(statements: Statements, reservationId: string, entry: PackedEntry, booked: Row | undefined): Stored {
  if (booked?.id === entry.id) throw new TypeError(`the estimate of ${reservationId} and its entry have the same id`);
  const corrects = booked ? String(booked.id) : null;
  if (statements.run(insert, [...entry.values, reservationId, corrects]) === 0) return 'known';
  if (booked) takeFromRollUp(statements, rollUpOfEntry(entryOfRow(booked)));
  addToRollUp(statements, entry.totals);
  return booked ? 'correction' : 'entry';
}

export function recentEntries(statements: Statements, count: number): readonly LedgerEntry[] {
  return statements.rows(recent, { count }).map(entryOfRow);
}

/** Too short a prefix finds nothing rather than everything. */
export function findEntries(statements: Statements, prefix: string): readonly LedgerEntry[] {
  return prefix.length < 4 ? [] : statements.rows(found, { prefix }).map(entryOfRow);
}

export function entriesFrom(
  statements: Statements,
  cursor: number,
  count: number,
): { readonly entries: readonly LedgerEntry[]; readonly cursor?: number } {
  // One more than asked for tells whether there is a next page.
  const rows = statements.rows(page, { cursor, count: count + 1 });
  const shown = rows.slice(0, count);
  const last = shown.at(-1);
  return { entries: shown.map(entryOfRow), ...(last && rows.length > count && { cursor: Number(last.cursor) }) };
}

const ofTask = `SELECT * FROM entry WHERE task_id = ? AND ${notCorrected} ORDER BY attempt, rowid`;

/** As `LedgerReports.taskEntries`. */
export function taskEntries(statements: Statements, taskId: string): TaskEntries {
  return { entries: statements.rows(ofTask, [taskId]).map(entryOfRow), outcomes: outcomesOfTasks(statements, [taskId]) };
}

const ofSession = `
  SELECT * FROM entry WHERE (session_id = ? OR (session_id >= ? AND session_id < ?)) AND ${notCorrected}
  ORDER BY started_at_ms, attempt, rowid`;

/** As `LedgerReports.sessionEntries`. */
export function sessionEntries(statements: Statements, sessionId: string): TaskEntries {
  const entries = statements.rows(ofSession, [sessionId, ...subtaskRange(sessionId)]).map(entryOfRow);
  return { entries, outcomes: outcomesOfTasks(statements, [...new Set(entries.map(({ taskId }) => taskId))]) };
}
