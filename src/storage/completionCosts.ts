import type { CompletionCost } from '../core/ledger/index.ts';
import { isFillInTheMiddle, taskKinds } from '../core/task/index.ts';
import { answered, moreThanDays } from './outcomeTable.ts';
import type { Row, Statements, Values } from './statements.ts';

const kinds = taskKinds
  .filter(isFillInTheMiddle)
  .map((kind) => `'${kind}'`)
  .join(', ');

const group = ['kind', 'tier', 'model', 'provider', 'workspace', 'language'] as const;

/** Of the totals, from which corrected estimates are taken out. */
const costs = `
  SELECT ${group.join(', ')}, sum(attempts) AS attempts, sum(unpriced_attempts) AS unpriced_attempts,
    sum(estimated_attempts) AS estimated_attempts, sum(cost_nano_usd) AS cost_nano_usd, sum(counted_nano_usd) AS counted_nano_usd,
    sum(list_price_nano_usd) AS list_price_nano_usd
  FROM roll_up WHERE local_day BETWEEN :fromDay AND :toDay AND kind IN (${kinds})
  GROUP BY ${group.join(', ')}`;

/**
 * One row for each task of which something became, then summed up. From the entries of those days to what became of their tasks, for which
 * outcomes have an index. They are grouped as the index of times has them: by anything else, SQLite would go through all entries there are.
 */
const outcomes = `
  SELECT ${group.join(', ')}, sum(is_shown) AS shown_tasks, sum(accepted > 0) AS accepted_tasks, sum(accepted) AS accepted_characters,
    sum(CASE WHEN is_reverted OR kept IS NOT NULL THEN accepted ELSE 0 END) AS followed_characters,
    sum(CASE WHEN is_reverted THEN 0 ELSE min(accepted, ifnull(kept, 0)) END) AS kept_characters
  FROM (
    SELECT entry.kind, entry.tier, entry.model, entry.provider, ifnull(entry.workspace, '') AS workspace, ifnull(entry.language, '') AS language,
      max(outcome.type = 'shown') AS is_shown, max(outcome.type = 'reverted') AS is_reverted,
      sum(CASE outcome.type WHEN 'accepted' THEN outcome.characters ELSE 0 END) AS accepted,
      (SELECT last.characters FROM outcome AS last WHERE last.task_id = entry.task_id AND last.type = 'kept'
        ORDER BY last.at_ms DESC, last.rowid DESC LIMIT 1) AS kept
    FROM entry CROSS JOIN outcome ON outcome.task_id = entry.task_id
    WHERE entry.started_at_ms BETWEEN :sinceMs AND :untilMs AND entry.local_day BETWEEN :fromDay AND :toDay AND entry.kind IN (${kinds})
      AND ${answered('entry')} AND NOT EXISTS (
        SELECT 1 FROM entry AS later WHERE later.task_id = entry.task_id AND ${answered('later')}
          AND (later.attempt, later.rowid) > (entry.attempt, entry.rowid))
    GROUP BY entry.started_at_ms, entry.rowid)
  GROUP BY ${group.join(', ')}`;

const nothing = {
  ...{ attempts: 0, unpriced_attempts: 0, estimated_attempts: 0, cost_nano_usd: 0, counted_nano_usd: 0, list_price_nano_usd: 0 },
  ...{ shown_tasks: 0, accepted_tasks: 0, accepted_characters: 0, followed_characters: 0, kept_characters: 0 },
};

/** As `LedgerReports.completionCosts`. */
export function completionCosts(statements: Statements, fromDay: string, toDay: string): readonly CompletionCost[] {
  const days = { fromDay, toDay };
  const inTime: Values = { ...days, ...moreThanDays(fromDay, toDay) };
  const rows = new Map<string, Row>();
  for (const row of [...statements.rows(costs, days), ...statements.rows(outcomes, inTime)]) {
    const key = JSON.stringify(group.map((column) => row[column]));
    rows.set(key, { ...nothing, ...rows.get(key), ...row });
  }
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => costOfRow(row));
}

/** The table's own checks and our writing it are why the words are believed. */
function costOfRow(row: Row): CompletionCost {
  return {
    kind: row.kind,
    tier: row.tier,
    model: row.model,
    provider: row.provider,
    workspace: row.workspace,
    language: row.language,
    attempts: row.attempts,
    unpricedAttempts: row.unpriced_attempts,
    estimatedAttempts: row.estimated_attempts,
    costNanoUsd: row.cost_nano_usd,
    countedNanoUsd: row.counted_nano_usd,
    listPriceNanoUsd: row.list_price_nano_usd,
    shownTasks: row.shown_tasks,
    acceptedTasks: row.accepted_tasks,
    acceptedCharacters: row.accepted_characters,
    followedCharacters: row.followed_characters,
    keptCharacters: row.kept_characters,
  } as CompletionCost;
}
