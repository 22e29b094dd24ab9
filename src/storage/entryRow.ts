import type { LedgerEntry } from '../core/ledger/index.ts';
import type { Row, Values } from './statements.ts';

/** An entry as columns, in the table's own names. */
export function rowOfEntry(entry: LedgerEntry): Values {
  const { usage } = entry;
  return {
    id: entry.id,
    task_id: entry.taskId,
    attempt: entry.attempt,
    kind: entry.kind,
    trigger_kind: entry.origin.trigger,
    language: entry.origin.language ?? null,
    workspace: entry.origin.workspace ?? null,
    started_at_ms: Math.round(entry.startedAtMs),
    local_day: entry.localDay,
    first_token_ms: entry.firstTokenMs === undefined ? null : Math.round(entry.firstTokenMs),
    duration_ms: Math.round(entry.durationMs),
    model: entry.model,
    tier: entry.tier,
    provider: entry.provider,
    endpoint: entry.endpoint,
    billing: entry.billing,
    finish: entry.finish,
    error_reason: entry.errorReason ?? null,
    uncached_input: usage.uncachedInput,
    cache_read: usage.cacheRead,
    cache_write_5m: usage.cacheWrite5m,
    cache_write_30m: usage.cacheWrite30m,
    cache_write_1h: usage.cacheWrite1h,
    cache_write_12h: usage.cacheWrite12h,
    output: usage.output,
    reasoning_tokens: entry.reasoningTokens ?? null,
    prompt_ms: entry.timings?.promptMs ?? null,
    output_ms: entry.timings?.outputMs ?? null,
    energy_wh: entry.energyWh ?? null,
    is_estimate: entry.isEstimate ? 1 : 0,
    cost_nano_usd: entry.costNanoUsd ?? null,
    list_price_nano_usd: entry.listPriceNanoUsd ?? null,
    counted_nano_usd: entry.countedNanoUsd,
    billing_report: entry.billingReport ? JSON.stringify(entry.billingReport) : null,
    decision: JSON.stringify(entry.decision),
    effort: entry.effort ?? null,
    service_tier: entry.serviceTier ?? null,
    precision: entry.precision ?? null,
    session_id: entry.sessionId ?? null,
    expected_cache_read: entry.expectedCacheReadTokens === undefined ? null : Math.round(entry.expectedCacheReadTokens),
    cache_miss: entry.cacheMiss ?? null,
  };
}

/** The entry that a row was made of. The table's own checks and our writing it are why the words are believed. */
export function entryOfRow(row: Row): LedgerEntry {
  const text = (column: string): string => String(row[column]);
  const number = (column: string): number => Number(row[column]);
  const optional = <Value>(column: string, read: (column: string) => Value): Value | undefined =>
    row[column] === null ? undefined : read(column);
  return withoutUndefined({
    id: text('id'),
    taskId: text('task_id'),
    attempt: number('attempt'),
    kind: text('kind'),
    origin: withoutUndefined({
      trigger: text('trigger_kind'),
      language: optional('language', text),
      workspace: optional('workspace', text),
    }),
    startedAtMs: number('started_at_ms'),
    localDay: text('local_day'),
    firstTokenMs: optional('first_token_ms', number),
    durationMs: number('duration_ms'),
    model: text('model'),
    tier: text('tier'),
    provider: text('provider'),
    endpoint: text('endpoint'),
    billing: text('billing'),
    effort: optional('effort', text),
    serviceTier: optional('service_tier', text),
    precision: optional('precision', text),
    sessionId: optional('session_id', text),
    finish: text('finish'),
    errorReason: optional('error_reason', text),
    usage: {
      uncachedInput: number('uncached_input'),
      cacheRead: number('cache_read'),
      cacheWrite5m: number('cache_write_5m'),
      cacheWrite30m: number('cache_write_30m'),
      cacheWrite1h: number('cache_write_1h'),
      cacheWrite12h: number('cache_write_12h'),
      output: number('output'),
    },
    expectedCacheReadTokens: optional('expected_cache_read', number),
    cacheMiss: optional('cache_miss', text),
    reasoningTokens: optional('reasoning_tokens', number),
    timings: optional('prompt_ms', () => ({ promptMs: number('prompt_ms'), outputMs: number('output_ms') })),
    energyWh: optional('energy_wh', number),
    isEstimate: number('is_estimate') === 1,
    costNanoUsd: optional('cost_nano_usd', number),
    listPriceNanoUsd: optional('list_price_nano_usd', number),
    countedNanoUsd: number('counted_nano_usd'),
    billingReport: optional('billing_report', (column) => JSON.parse(text(column))),
    decision: JSON.parse(text('decision')),
  }) as unknown as LedgerEntry;
}

function withoutUndefined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
