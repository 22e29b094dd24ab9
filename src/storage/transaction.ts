import type { DatabaseSync } from 'node:sqlite';

/** All of the work or nothing of it. The lock is taken at once, so that what was read stays true until it is written. */
export function transaction<Value>(database: DatabaseSync, work: () => Value): Value {
  return within(database, 'BEGIN IMMEDIATE', work);
}

/** All that is read is of one moment. Nobody waits for it. */
export function snapshot<Value>(database: DatabaseSync, read: () => Value): Value {
  return within(database, 'BEGIN', read);
}

function within<Value>(database: DatabaseSync, begin: string, work: () => Value): Value {
  database.exec(begin);
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
