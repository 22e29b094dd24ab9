import type { DatabaseSync } from 'node:sqlite';

/** All of the work or nothing of it. The lock is taken at once, so that what was read stays true until it is written. */
export function transaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
