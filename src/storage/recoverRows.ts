import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { addToOutcomeRollUp, addToRollUp } from './rollUp.ts';
import { transaction } from './transaction.ts';

type Row = Record<string, SQLOutputValue>;

/**
 * Copies what is still readable of a damaged ledger, all or nothing where the disk does not take it: entries and outcomes from both ends up
 * to the first unreadable row, totals from the beginning. Totals are added to those that another window may have begun. Reservations are
 * let go. Returns the number of entries.
 */
export function recoverRows(target: DatabaseSync, damagedFile: string): number {
  let entries = 0;
  let source: DatabaseSync | undefined;
  try {
    source = new DatabaseSync(damagedFile, { readOnly: true });
    const from = source;
    transaction(target, () => {
      const copy = (query: string, sqlFor: (row: Row) => string): number => copyReadable(from, target, query, sqlFor);
      for (const order of ['ASC', 'DESC']) {
        entries += copy(`SELECT * FROM entry ORDER BY rowid ${order}`, (row) => insertOnce('entry', row));
        copy(`SELECT * FROM outcome ORDER BY rowid ${order}`, (row) => insertOnce('outcome', row));
      }
      copy('SELECT * FROM roll_up', () => addToRollUp);
      copy('SELECT * FROM outcome_roll_up', () => addToOutcomeRollUp);
    });
    return entries;
  } catch {
    // The new ledger must go on without the old rows; the damaged file stays where it was moved to.
    return 0;
  } finally {
    source?.close();
  }
}

function copyReadable(source: DatabaseSync, target: DatabaseSync, query: string, sqlFor: (row: Row) => string): number {
  let copied = 0;
  try {
    let insert: StatementSync | undefined;
    for (const row of source.prepare(query).iterate()) {
      insert ??= target.prepare(sqlFor(row));
      copied += Number(insert.run(row).changes);
    }
  } catch {
    // From here on nothing can be read.
  }
  return copied;
}

function insertOnce(table: string, row: Row): string {
  const columns = Object.keys(row);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')}) ON CONFLICT (id) DO NOTHING`;
}
