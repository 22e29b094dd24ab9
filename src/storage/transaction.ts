import type { DatabaseSync } from 'node:sqlite';

/** All of the work or nothing of it. The lock is taken at once, so that what was read stays true until it is written. */
export function transaction<Value>(database: DatabaseSync, work: () => Value): Value {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
