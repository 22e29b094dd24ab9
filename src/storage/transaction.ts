import type { Statements } from './statements.ts';

/** All of the work or nothing of it. The lock is taken at once, so that what was read stays true until it is written. */
export function transaction<Value>(statements: Statements, work: () => Value): Value {
  return within(statements, 'BEGIN IMMEDIATE', work);
}

/** All that is read is of one moment. Nobody waits for it. */
export function snapshot<Value>(statements: Statements, read: () => Value): Value {
  return within(statements, 'BEGIN', read);
}

function within<Value>(statements: Statements, begin: string, work: () => Value): Value {
  statements.run(begin);
  try {
    const value = work();
    statements.run('COMMIT');
    return value;
  } catch (error) {
    if (statements.isInTransaction) statements.run('ROLLBACK');
    throw error;
  }
}
