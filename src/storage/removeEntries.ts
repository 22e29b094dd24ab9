import { digestStep } from './digest.ts';
import type { Statements } from './statements.ts';

/** So many are removed at once: some milliseconds in which nobody else writes. */
const stepEntries = 200;

/** The digest is in the order of days, so that it tells the oldest without looking through the entries; in it are all that are not corrected. */
const oldest = 'SELECT local_day FROM digest WHERE local_day < ? ORDER BY local_day LIMIT 1';

const ofDay = `
  SELECT rowid AS entry, task_id FROM entry WHERE rowid IN (
    SELECT entry FROM digest WHERE local_day = :day UNION
    SELECT estimate.rowid FROM digest JOIN entry AS own ON own.rowid = digest.entry JOIN entry AS estimate ON estimate.id = own.corrects
      WHERE digest.local_day = :day AND own.corrects IS NOT NULL)
  LIMIT ${stepEntries}`;

/**
 * Removes some of the entries from before that day, with the outcomes of tasks of which nothing is left; answers whether there were any. Their
 * totals, of days and of hours, stay. The day is marked as incomplete first, without which the file lets none go. Belongs into a transaction.
 */
export function removeStep(statements: Statements, keptFromDay: string): boolean {
  // Before they go, the hours must have them.
  if (digestStep(statements)) return true;
  const day = statements.row(oldest, [keptFromDay])?.local_day;
  if (typeof day !== 'string') return false;
  const rows = statements.rows(ofDay, { day });
  const entries = JSON.stringify(rows.map(({ entry }) => entry));
  const tasks = JSON.stringify([...new Set(rows.map(({ task_id }) => task_id))]);
  statements.run(
    'INSERT OR IGNORE INTO incomplete_day SELECT DISTINCT local_day FROM entry WHERE rowid IN (SELECT value FROM json_each(?))',
    [entries],
  );
  statements.run('DELETE FROM digest WHERE local_day = ? AND entry IN (SELECT value FROM json_each(?))', [day, entries]);
  statements.run('DELETE FROM entry WHERE rowid IN (SELECT value FROM json_each(?))', [entries]);
  statements.run(
    `DELETE FROM outcome WHERE task_id IN (SELECT value FROM json_each(?1)) AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.task_id = outcome.task_id)`,
    [tasks],
  );
  return true;
}

/** Whether `removeStep` has something to do; without the lock. */
export function hasEntriesBefore(statements: Statements, keptFromDay: string): boolean {
  return statements.row(oldest, [keptFromDay]) !== undefined;
}
