import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { type Figures, figureNames, type ImportedRow, type ImportedUsage } from '../../../src/core/reconcile/index.ts';
import { inputTokens, noUsage } from '../../../src/core/task/index.ts';
import { entryOf } from '../../support/entries.ts';

export const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** A paid attempt at Anthropic at noon of that day: 1,000 fresh tokens, 2,000 from the cache, 100 written; $0.01. */
export function paidEntry(day: string, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return entryOf({
    startedAtMs: noonOf(day),
    localDay: day,
    model: 'claude-sonnet-5',
    tier: 'medium',
    provider: 'anthropic',
    endpoint: 'anthropic',
    billing: 'metered',
    usage: { ...noUsage, uncachedInput: 1000, cacheRead: 2000, cacheWrite5m: 400, output: 100 },
    costNanoUsd: 10_000_000,
    ...changes,
  });
}

/** What a provider that saw exactly these attempts would bill, each on a row of its own. */
export function billOf(entries: readonly LedgerEntry[], changes: Partial<ImportedUsage> = {}): ImportedUsage {
  const rows = entries.map(rowOf);
  const days = rows.map(({ day }) => day).toSorted();
  return {
    provider: 'anthropic',
    fromDay: days[0] ?? '',
    toDay: days.at(-1) ?? '',
    isWhole: true,
    tells: figureNames,
    isInCents: false,
    rows,
    problems: [],
    ...changes,
  };
}

function rowOf({ startedAtMs, model, usage, costNanoUsd = 0 }: LedgerEntry): ImportedRow & Figures {
  return {
    day: new Date(startedAtMs).toISOString().slice(0, 10),
    model,
    input: inputTokens(usage),
    cacheRead: usage.cacheRead,
    cacheWrite: usage.cacheWrite5m + usage.cacheWrite30m + usage.cacheWrite1h + usage.cacheWrite12h,
    output: usage.output,
    requests: 1,
    costNanoUsd,
  };
}

/** The bill with one of its rows changed. */
export function withRow(bill: ImportedUsage, index: number, changes: Partial<ImportedRow>): ImportedUsage {
  return { ...bill, rows: bill.rows.map((row, at) => (at === index ? { ...row, ...changes } : row)) };
}
