import { type ReservationLimit, subtaskRange } from '../core/ledger/index.ts';
import { notCorrected, tokensOfEntry } from './entryTable.ts';
import type { SqlValue, Statements } from './statements.ts';

const tokensOfRollUp = "CASE billing WHEN 'local' THEN 0 ELSE input_tokens + output_tokens END";

/** A task, or a session and its subtasks: each has an index of its own to be found by. */
const ofTaskOrSession = '(task_id = ? OR session_id = ? OR (session_id >= ? AND session_id < ?))';

/** What was spent in a limit, in its unit. Of a task it is summed from its entries, which are few; else from the totals of days. */
export function spentIn(statements: Statements, limit: ReservationLimit): number {
  const { unit, taskId } = limit;
  const { conditions, values } = conditionsOf(limit);
  const ofTask = taskId === undefined ? [] : [notCorrected, ofTaskOrSession];
  const table = taskId === undefined ? 'roll_up' : 'entry';
  const tokens = taskId === undefined ? tokensOfRollUp : tokensOfEntry('entry');
  const amount = unit === 'tokens' ? tokens : 'counted_nano_usd';
  const sql = `SELECT coalesce(sum(${amount}), 0) AS amount FROM ${table} WHERE ${[...conditions, ...ofTask].join(' AND ')}`;
  return Number(statements.row(sql, taskId === undefined ? values : [...values, taskId, taskId, ...subtaskRange(taskId)])?.amount);
}

/** As text that is the same for all limits of the same kind, so that it is prepared once. */
function conditionsOf({ fromDay, kinds, workspace, model, tier, provider }: ReservationLimit) {
  const given: readonly (readonly [condition: string, value: SqlValue | undefined])[] = [
    ['local_day >= ?', fromDay],
    ['kind IN (SELECT value FROM json_each(?))', kinds && JSON.stringify(kinds)],
    ['workspace = ?', workspace],
    ['model = ?', model],
    ['tier = ?', tier],
    ['provider = ?', provider],
  ];
  const held = given.flatMap(([condition, value]) => (value === undefined ? [] : [{ condition, value }]));
  return { conditions: held.map(({ condition }) => condition), values: held.map(({ value }) => value) };
}
