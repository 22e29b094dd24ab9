import type { DatabaseSync } from 'node:sqlite';
import { digestedUpTo } from './digest.ts';
import { notCorrected, tokensOfEntry } from './entryTable.ts';
import { rollUpsOfEntries } from './rebuildTotals.ts';
import { rollUpGroup, rollUpTotals } from './rollUp.ts';
import { type Row, Statements } from './statements.ts';

/** Something that is not as it must be. */
export type LedgerFinding =
  /** What SQLite itself says of the file. */
  | { readonly type: 'damage'; readonly detail: string }
  /** What the totals of a day say, and what its entries make. */
  | { readonly type: 'totals'; readonly localDay: string; readonly column: string; readonly stored: number; readonly made: number }
  | { readonly type: 'hours'; readonly localDay: string }
  /** Entries that are missing in the order by cost, or there in vain. */
  | { readonly type: 'digest'; readonly entries: number }
  | { readonly type: 'orphan-outcomes'; readonly outcomes: number }
  | { readonly type: 'negative'; readonly table: string; readonly column: string; readonly rows: number };

/**
 * Looks through the whole file: its pages, and whether the totals that limits and pages are read from are what the entries make. Of days of
 * which entries are known to be missing the totals must be of no less. It takes some seconds for a million entries.
 */
export function checkLedger(database: DatabaseSync): readonly LedgerFinding[] {
  const pages = database
    .prepare('PRAGMA quick_check(10)')
    .all()
    .map(({ quick_check }) => String(quick_check));
  if (pages.some((found) => found !== 'ok')) return pages.map((detail) => ({ type: 'damage', detail }));
  const statements = new Statements(database);
  return [
    ...wrongTotals(statements),
    ...wrongHours(statements),
    ...wrongDigest(statements),
    ...orphans(statements),
    ...negatives(statements),
  ];
}

/** Windows of the fourth layout add to a provider without a name, so that days with such totals are compared without what that did not know. */
const olderDays = "SELECT local_day FROM roll_up WHERE provider = ''";
const olderGroup = ['local_day', 'kind', 'tier', 'model', 'endpoint', 'billing'];
const olderTotals = rollUpTotals.filter((column) => !['cache_write_tokens', 'cache_saved_nano_usd', 'baseline_nano_usd'].includes(column));

function wrongTotals(statements: Statements): readonly LedgerFinding[] {
  return [
    ...statements.rows(difference(rollUpGroup, rollUpTotals, `NOT IN (${olderDays})`)),
    ...statements.rows(difference(olderGroup, olderTotals, `IN (${olderDays})`)),
  ].flatMap((row): readonly LedgerFinding[] =>
    rollUpTotals
      .filter((column) => isWrong(row, column))
      .map((column) => ({
        type: 'totals',
        localDay: String(row.local_day),
        column,
        stored: Number(row[`stored_${column}`]),
        made: Number(row[`made_${column}`]),
      })),
  );
}

function isWrong(row: Row, column: string): boolean {
  const stored = row[`stored_${column}`];
  const made = row[`made_${column}`];
  if (stored === undefined || stored === made) return false;
  // What was saved may be less than nothing.
  return row.is_incomplete === 0 || (column !== 'cache_saved_nano_usd' && Number(stored) < Number(made));
}

function difference(group: readonly string[], totals: readonly string[], days: string): string {
  const sums = totals.map((column) => `sum(${column}) AS ${column}`).join(', ');
  const pairs = totals.map((column) => `ifnull(stored.${column}, 0) AS stored_${column}, ifnull(made.${column}, 0) AS made_${column}`);
  return `
    WITH stored AS (SELECT ${group.join(', ')}, ${sums} FROM roll_up WHERE local_day ${days} GROUP BY ${group.join(', ')}),
      made AS (SELECT ${group.join(', ')}, ${sums} FROM (${rollUpsOfEntries}) WHERE local_day ${days} GROUP BY ${group.join(', ')})
    SELECT local_day, local_day IN (SELECT local_day FROM incomplete_day) AS is_incomplete, ${pairs.join(', ')}
    FROM stored FULL JOIN made USING (${group.join(', ')})
    WHERE ${totals.map((column) => `ifnull(stored.${column}, 0) <> ifnull(made.${column}, 0)`).join(' OR ')}
    ORDER BY local_day`;
}

/** Up to the mark; what was corrected after it was digested is taken back with the next step. */
const digested = `entry.rowid <= :mark AND NOT EXISTS (SELECT 1 FROM entry AS correction WHERE correction.corrects = entry.id AND correction.rowid <= :mark)`;

function wrongHours(statements: Statements): readonly LedgerFinding[] {
  const sql = `
    WITH made AS (
      SELECT local_day, hour, sum(counted_nano_usd) AS counted, sum(${tokensOfEntry('entry')}) AS tokens
      FROM entry WHERE hour IS NOT NULL AND ${digested} GROUP BY local_day, hour)
    SELECT DISTINCT local_day FROM hour_total AS stored FULL JOIN made USING (local_day, hour)
    WHERE local_day NOT IN (SELECT local_day FROM incomplete_day)
      AND (ifnull(stored.counted_nano_usd, 0) <> ifnull(made.counted, 0) OR ifnull(stored.tokens, 0) <> ifnull(made.tokens, 0))
    ORDER BY local_day`;
  return statements.rows(sql, { mark: digestedUpTo(statements) }).map((row) => ({ type: 'hours', localDay: String(row.local_day) }));
}

function wrongDigest(statements: Statements): readonly LedgerFinding[] {
  const sql = `
    WITH made AS (SELECT local_day, counted_nano_usd, rowid AS entry FROM entry WHERE ${digested})
    SELECT count(*) AS entries FROM digest AS stored FULL JOIN made USING (local_day, counted_nano_usd, entry)
    WHERE stored.kind IS NULL OR made.entry IS NULL`;
  const entries = Number(statements.rows(sql, { mark: digestedUpTo(statements) })[0]?.entries);
  return entries > 0 ? [{ type: 'digest', entries }] : [];
}

/** With the entries of an incomplete day their tasks may have gone. */
function orphans(statements: Statements): readonly LedgerFinding[] {
  const sql = `
    SELECT count(*) AS outcomes FROM outcome
    WHERE local_day NOT IN (SELECT local_day FROM incomplete_day)
      AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.task_id = outcome.task_id)`;
  const outcomes = Number(statements.row(sql)?.outcomes);
  return outcomes > 0 ? [{ type: 'orphan-outcomes', outcomes }] : [];
}

const neverNegative: Readonly<Record<string, readonly string[]>> = {
  entry: [
    'counted_nano_usd',
    'cost_nano_usd',
    'uncached_input',
    'cache_read',
    'cache_write_5m',
    'cache_write_30m',
    'cache_write_1h',
    'cache_write_12h',
    'output',
  ],
  roll_up: ['attempts', 'cost_nano_usd', 'counted_nano_usd', 'input_tokens', 'output_tokens'],
  reservation: ['amount_nano_usd', 'tokens'],
  allowance: ['amount_nano_usd'],
};

function negatives(statements: Statements): readonly LedgerFinding[] {
  return Object.entries(neverNegative).flatMap(([table, columns]) => {
    const counts = statements.row(`SELECT ${columns.map((column) => `sum(${column} < 0) AS ${column}`).join(', ')} FROM ${table}`) ?? {};
    return columns.flatMap((column): readonly LedgerFinding[] => {
      const rows = Number(counts[column] ?? 0);
      return rows > 0 ? [{ type: 'negative', table, column, rows }] : [];
    });
  });
}

/** So many entries are in the file, estimates that were corrected left out. */
export function countEntries(database: DatabaseSync): number {
  return Number(database.prepare(`SELECT count(*) AS entries FROM entry WHERE ${notCorrected}`).get()?.entries);
}
