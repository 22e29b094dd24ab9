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
 * which entries are known to be missing the totals must be of no less. It reads every entry.
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

/** Added up side by side rather than joined: a million entries are gone through once. */
function difference(group: readonly string[], totals: readonly string[], days: string): string {
  const from = (table: string, side: 'stored' | 'made'): string => `
    SELECT ${group.join(', ')}, ${totals.map((column) => (side === 'stored' ? `${column}, 0` : `0, ${column}`)).join(', ')}
    FROM ${table} WHERE local_day ${days}`;
  const names = totals.flatMap((column) => [`stored_${column}`, `made_${column}`]);
  return `
    WITH sides (${[...group, ...names].join(', ')}) AS (${from('roll_up', 'stored')} UNION ALL ${from(`(${rollUpsOfEntries})`, 'made')})
    SELECT local_day, local_day IN (SELECT local_day FROM incomplete_day) AS is_incomplete, ${names.map((name) => `sum(${name}) AS ${name}`).join(', ')}
    FROM sides GROUP BY ${group.join(', ')}
    HAVING ${totals.map((column) => `sum(stored_${column}) <> sum(made_${column})`).join(' OR ')}
    ORDER BY local_day`;
}

/** Up to the mark; what was corrected after it was digested is taken back with the next step. */
const digested = `entry.rowid <= :mark AND NOT EXISTS (SELECT 1 FROM entry AS correction WHERE correction.corrects = entry.id AND correction.rowid <= :mark)`;

function wrongHours(statements: Statements): readonly LedgerFinding[] {
  const sql = `
    WITH sides (local_day, hour, counted, tokens) AS (
      SELECT local_day, hour, counted_nano_usd, tokens FROM hour_total
      UNION ALL
      SELECT local_day, hour, -counted_nano_usd, -(${tokensOfEntry('entry')}) FROM entry WHERE hour IS NOT NULL AND ${digested})
    SELECT DISTINCT local_day FROM (
      SELECT local_day FROM sides GROUP BY local_day, hour HAVING sum(counted) <> 0 OR sum(tokens) <> 0)
    WHERE local_day NOT IN (SELECT local_day FROM incomplete_day)
    ORDER BY local_day`;
  return statements.rows(sql, { mark: digestedUpTo(statements) }).map((row) => ({ type: 'hours', localDay: String(row.local_day) }));
}

function wrongDigest(statements: Statements): readonly LedgerFinding[] {
  const sql = `
    SELECT count(*) AS entries FROM (
      SELECT sum(side) AS sides FROM (
        SELECT local_day, counted_nano_usd, entry, 1 AS side FROM digest
        UNION ALL
        SELECT local_day, counted_nano_usd, rowid, -1 FROM entry WHERE ${digested})
      GROUP BY local_day, counted_nano_usd, entry)
    WHERE sides <> 0`;
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
