import type { OutcomeEvent, OutcomeType } from '../core/ledger/index.ts';
import type { Statements } from './statements.ts';

const outcomes = 'SELECT * FROM outcome WHERE task_id IN (SELECT value FROM json_each(:taskIds)) ORDER BY at_ms, rowid';

/** What became of the answers of these tasks, in the order in which it happened. */
export function outcomesOfTasks(statements: Statements, taskIds: readonly string[]): readonly OutcomeEvent[] {
  return statements.rows(outcomes, { taskIds: JSON.stringify(taskIds) }).map(
    (row): OutcomeEvent => ({
      id: String(row.id),
      taskId: String(row.task_id),
      // Only our own words were ever stored there.
      type: row.type as OutcomeType,
      atMs: Number(row.at_ms),
      localDay: String(row.local_day),
      characters: Number(row.characters),
      isInferred: row.is_inferred === 1,
    }),
  );
}
