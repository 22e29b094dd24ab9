import type { DatabaseSync } from 'node:sqlite';
import { notCorrected } from './entryTable.ts';

/** The totals that entries make, in the order of the columns of `roll_up`. */
export const rollUpsOfEntries = `
  SELECT local_day, kind, tier, model, endpoint, provider, billing, ifnull(workspace, '') AS workspace, ifnull(language, '') AS language,
    count(*) AS attempts, sum(cost_nano_usd IS NULL) AS unpriced_attempts, sum(is_estimate) AS estimated_attempts,
    sum(ifnull(cost_nano_usd, 0)) AS cost_nano_usd, sum(counted_nano_usd) AS counted_nano_usd,
    sum(CASE billing WHEN 'subscription' THEN ifnull(list_price_nano_usd, 0) ELSE 0 END) AS list_price_nano_usd,
    sum(uncached_input + cache_read + cache_write_5m + cache_write_30m + cache_write_1h + cache_write_12h) AS input_tokens,
    sum(cache_read) AS cache_read_tokens, sum(output) AS output_tokens,
    sum(cache_write_5m + cache_write_30m + cache_write_1h + cache_write_12h) AS cache_write_tokens,
    sum(ifnull(cache_saved_nano_usd, 0)) AS cache_saved_nano_usd, sum(ifnull(baseline_nano_usd, 0)) AS baseline_nano_usd
  FROM entry WHERE ${notCorrected}
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9`;

/** What the fourth layout told apart. */
const coarseGroup = ['local_day', 'kind', 'tier', 'model', 'endpoint', 'billing'] as const;
const totals = [
  ...['attempts', 'unpriced_attempts', 'estimated_attempts', 'cost_nano_usd', 'counted_nano_usd', 'list_price_nano_usd'],
  ...['input_tokens', 'cache_read_tokens', 'output_tokens'],
];
const group = coarseGroup.join(', ');

/**
 * Fills the empty `roll_up` from the entries. Where the totals of an older layout, which lie in that table, are of more than the entries that
 * are left, the rest stands beside them without a provider, a workspace and a language, so that no day is of less than it was.
 */
export function rebuildRollUps(database: DatabaseSync, olderTable: string | undefined): void {
  database.exec(`INSERT INTO roll_up ${rollUpsOfEntries}`);
  if (olderTable === undefined) return;
  const rests = totals.map((column) => `older.${column} - ifnull(made.${column}, 0)`);
  database.exec(`
    CREATE TEMP TABLE rest AS SELECT ${coarseGroup.map((column) => `older.${column}`).join(', ')},
      ${totals.map((column, index) => `${rests[index]} AS ${column}`).join(', ')}
    FROM ${olderTable} AS older LEFT JOIN (
      SELECT ${group}, ${totals.map((column) => `sum(${column}) AS ${column}`).join(', ')} FROM roll_up GROUP BY ${group}
    ) AS made USING (${group})
    WHERE ${rests.map((rest) => `${rest} <> 0`).join(' OR ')};
    INSERT INTO roll_up (${group}, ${totals.join(', ')}) SELECT * FROM rest WHERE true
      ON CONFLICT DO UPDATE SET ${totals.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')};
    INSERT OR IGNORE INTO incomplete_day SELECT DISTINCT local_day FROM rest;
    DROP TABLE rest;`);
}
