import type { LedgerEntry, PromptPart } from '../core/ledger/index.ts';
import { decisionText } from './decisionText.ts';
import type { Row, SqlValue } from './statements.ts';

type Column = (entry: LedgerEntry) => SqlValue;

const roundedOrNull = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value));

/** An entry's columns, in the table's own names. */
const columns = {
  id: (entry) => entry.id,
  task_id: (entry) => entry.taskId,
  attempt: (entry) => entry.attempt,
  kind: (entry) => entry.kind,
  trigger_kind: (entry) => entry.origin.trigger,
  language: (entry) => entry.origin.language ?? null,
  workspace: (entry) => entry.origin.workspace ?? null,
  started_at_ms: (entry) => Math.round(entry.startedAtMs),
  local_day: (entry) => entry.localDay,
  first_token_ms: (entry) => roundedOrNull(entry.firstTokenMs),
  duration_ms: (entry) => Math.round(entry.durationMs),
  model: (entry) => entry.model,
  tier: (entry) => entry.tier,
  provider: (entry) => entry.provider,
  endpoint: (entry) => entry.endpoint,
  billing: (entry) => entry.billing,
  finish: (entry) => entry.finish,
  error_reason: (entry) => entry.errorReason ?? null,
  uncached_input: (entry) => entry.usage.uncachedInput,
  cache_read: (entry) => entry.usage.cacheRead,
  cache_write_5m: (entry) => entry.usage.cacheWrite5m,
  cache_write_30m: (entry) => entry.usage.cacheWrite30m,
  cache_write_1h: (entry) => entry.usage.cacheWrite1h,
  cache_write_12h: (entry) => entry.usage.cacheWrite12h,
  output: (entry) => entry.usage.output,
  reasoning_tokens: (entry) => entry.reasoningTokens ?? null,
  prompt_ms: (entry) => entry.timings?.promptMs ?? null,
  output_ms: (entry) => entry.timings?.outputMs ?? null,
  energy_wh: (entry) => entry.energyWh ?? null,
  is_estimate: (entry) => (entry.isEstimate ? 1 : 0),
  cost_nano_usd: (entry) => entry.costNanoUsd ?? null,
  list_price_nano_usd: (entry) => entry.listPriceNanoUsd ?? null,
  counted_nano_usd: (entry) => entry.countedNanoUsd,
  billing_report: (entry) => (entry.billingReport ? JSON.stringify(entry.billingReport) : null),
  decision: (entry) => decisionText(entry.decision),
  effort: (entry) => entry.effort ?? null,
  service_tier: (entry) => entry.serviceTier ?? null,
  precision: (entry) => entry.precision ?? null,
  session_id: (entry) => entry.sessionId ?? null,
  expected_cache_read: (entry) => roundedOrNull(entry.expectedCacheReadTokens),
  cache_miss: (entry) => entry.cacheMiss ?? null,
  hour: (entry) => hourOf(entry),
  cache_saved_nano_usd: (entry) => entry.cacheSavedNanoUsd ?? null,
  baseline_model: (entry) => entry.baseline?.model ?? null,
  baseline_endpoint: (entry) => entry.baseline?.endpoint ?? null,
  baseline_nano_usd: (entry) => entry.baseline?.costNanoUsd ?? null,
  prompt: (entry) => (entry.prompt ? promptText(entry.prompt) : null),
} as const satisfies Readonly<Record<string, Column>>;

export const entryColumns: readonly string[] = Object.keys(columns);

const columnValues: readonly Column[] = Object.values(columns);

/** In the order of `entryColumns`. */
export function valuesOfEntry(entry: LedgerEntry): readonly SqlValue[] {
  return columnValues.map((column) => column(entry));
}

/** By the clock on the wall of this machine, as `localDay` is. */
function hourOf({ startedAtMs }: Pick<LedgerEntry, 'startedAtMs'>): number {
  return new Date(startedAtMs).getHours();
}

/** Without the names of the fields, which would be most of it. */
function promptText(prompt: readonly PromptPart[]): string {
  return JSON.stringify(prompt.map(({ stability, segments, tokens }) => [stability, segments, tokens]));
}

function promptOfText(text: string): readonly PromptPart[] {
  // Only `promptText` was ever stored there.
  const parts = JSON.parse(text) as readonly (readonly [PromptPart['stability'], number, number])[];
  return parts.map(([stability, segments, tokens]) => ({ stability, segments, tokens }));
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
    cacheSavedNanoUsd: optional('cache_saved_nano_usd', number),
    baseline: optional('baseline_nano_usd', () => ({
      model: text('baseline_model'),
      endpoint: text('baseline_endpoint'),
      costNanoUsd: number('baseline_nano_usd'),
    })),
    countedNanoUsd: number('counted_nano_usd'),
    billingReport: optional('billing_report', (column) => JSON.parse(text(column))),
    prompt: optional('prompt', (column) => promptOfText(text(column))),
    decision: JSON.parse(text('decision')),
  }) as unknown as LedgerEntry;
}

function withoutUndefined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
