import type { LedgerEntry, RollUp } from '../core/ledger/index.ts';
import { inputTokens } from '../core/task/index.ts';
import type { Row, Statements, Values, ValuesInOrder } from './statements.ts';

export const rollUpTotals = [
  'attempts',
  'unpriced_attempts',
  'estimated_attempts',
  'cost_nano_usd',
  'counted_nano_usd',
  'list_price_nano_usd',
  'input_tokens',
  'cache_read_tokens',
  'output_tokens',
  'cache_write_tokens',
  'cache_saved_nano_usd',
  'baseline_nano_usd',
] as const;

/** Also the order in which they are read. */
export const rollUpGroup = ['local_day', 'kind', 'tier', 'model', 'endpoint', 'provider', 'billing', 'workspace', 'language'] as const;

const columns = [...rollUpGroup, ...rollUpTotals];

const addTotals = `
  INSERT INTO roll_up (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
  ON CONFLICT DO UPDATE SET ${rollUpTotals.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')}`;

const between = `SELECT * FROM roll_up WHERE local_day BETWEEN ? AND ? ORDER BY ${rollUpGroup.join(', ')}`;

const dropEmpty = `DELETE FROM roll_up WHERE attempts = 0 AND ${rollUpGroup.map((column) => `${column} = ?`).join(' AND ')}`;

/** The columns' values as `addToRollUp` takes them. */
export function totalsInOrder(row: Values): ValuesInOrder {
  return columns.map((column) => row[column] ?? null);
}

/** Adds to the totals of a local day. */
export function addToRollUp(statements: Statements, values: ValuesInOrder): void {
  statements.run(addTotals, values);
}

/** Takes an entry's share back: another one corrects it. */
export function takeFromRollUp(statements: Statements, row: Values): void {
  const negative = Object.fromEntries(rollUpTotals.map((column) => [column, -Number(row[column])]));
  statements.run(addTotals, totalsInOrder({ ...row, ...negative }));
  statements.run(
    dropEmpty,
    rollUpGroup.map((column) => row[column] ?? null),
  );
}

/** What one entry adds. */
export function rollUpOfEntry(entry: LedgerEntry): Values {
  return {
    local_day: entry.localDay,
    kind: entry.kind,
    tier: entry.tier,
    model: entry.model,
    endpoint: entry.endpoint,
    provider: entry.provider,
    billing: entry.billing,
    workspace: entry.origin.workspace ?? '',
    language: entry.origin.language ?? '',
    attempts: 1,
    unpriced_attempts: entry.costNanoUsd === undefined ? 1 : 0,
    estimated_attempts: entry.isEstimate ? 1 : 0,
    cost_nano_usd: entry.costNanoUsd ?? 0,
    counted_nano_usd: entry.countedNanoUsd,
    list_price_nano_usd: entry.billing === 'subscription' ? (entry.listPriceNanoUsd ?? 0) : 0,
    input_tokens: inputTokens(entry.usage),
    cache_read_tokens: entry.usage.cacheRead,
    output_tokens: entry.usage.output,
    cache_write_tokens: entry.usage.cacheWrite5m + entry.usage.cacheWrite30m + entry.usage.cacheWrite1h + entry.usage.cacheWrite12h,
    cache_saved_nano_usd: entry.cacheSavedNanoUsd ?? 0,
    baseline_nano_usd: entry.baseline?.costNanoUsd ?? 0,
  };
}

/** The table's own checks and our writing it are why the words are believed. */
function rollUpOfRow(row: Row): RollUp {
  return {
    localDay: row.local_day,
    kind: row.kind,
    tier: row.tier,
    model: row.model,
    endpoint: row.endpoint,
    provider: row.provider,
    billing: row.billing,
    workspace: row.workspace,
    language: row.language,
    attempts: row.attempts,
    unpricedAttempts: row.unpriced_attempts,
    estimatedAttempts: row.estimated_attempts,
    costNanoUsd: row.cost_nano_usd,
    countedNanoUsd: row.counted_nano_usd,
    listPriceNanoUsd: row.list_price_nano_usd,
    inputTokens: row.input_tokens,
    cacheReadTokens: row.cache_read_tokens,
    outputTokens: row.output_tokens,
    cacheWriteTokens: row.cache_write_tokens,
    cacheSavedNanoUsd: row.cache_saved_nano_usd,
    baselineNanoUsd: row.baseline_nano_usd,
  } as RollUp;
}

/** From the first day to the last one, both included, as the port sorts them. */
export function rollUpsBetween(statements: Statements, fromDay: string, toDay: string): readonly RollUp[] {
  return statements.rows(between, [fromDay, toDay]).map(rollUpOfRow);
}

export const addToOutcomeRollUp = `
  INSERT INTO outcome_roll_up (local_day, type, events, characters) VALUES (:local_day, :type, :events, :characters)
  ON CONFLICT DO UPDATE SET events = events + excluded.events, characters = characters + excluded.characters`;
