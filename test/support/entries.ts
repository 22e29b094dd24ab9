import fc from 'fast-check';
import { tiers } from '../../src/core/catalogue/index.ts';
import type { LedgerEntry, OutcomeEvent, Reservation } from '../../src/core/ledger/index.ts';
import { noUsage, taskKinds, type Usage, usageBuckets } from '../../src/core/task/index.ts';

/** An attempt that went well and cost $0.0001, all of which counts. */
export function entryOf(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  const { costNanoUsd = 100_000 } = changes;
  return {
    id: 'entry-1',
    taskId: 'task-1',
    attempt: 1,
    kind: 'completion.line',
    origin: { trigger: 'automatic', language: 'typescript', workspace: 'shop' },
    startedAtMs: 1_794_000_000_000,
    localDay: '2026-11-05',
    firstTokenMs: 12,
    durationMs: 34,
    model: 'qwen',
    tier: 'local',
    provider: 'llama-server',
    endpoint: 'llama-server@127.0.0.1:8080',
    billing: 'local',
    finish: 'stop',
    usage: { ...noUsage, uncachedInput: 12, cacheRead: 30, output: 7 },
    timings: { promptMs: 4.5, outputMs: 21.25 },
    isEstimate: false,
    costNanoUsd,
    countedNanoUsd: costNanoUsd,
    decision: { rule: 'ladder', reason: 'local is rung 1 of 2', chosen: 'qwen (llama-server@127.0.0.1:8080)', fallbacks: [], rejected: [] },
    ...changes,
  };
}

/** The same entry without these fields. */
export function without<Key extends keyof LedgerEntry>(entry: LedgerEntry, ...keys: readonly Key[]): LedgerEntry {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !keys.includes(key as Key))) as unknown as LedgerEntry;
}

/** Holds 1000 nano-dollars and 100 tokens; expected to cost 400. It expires when no test's clock is. */
export function reservationOf(id: string, changes: Partial<Reservation> = {}): Reservation {
  const { amountNanoUsd = 1000, tokens = 100 } = changes;
  return {
    id,
    amountNanoUsd,
    cautiousAmountNanoUsd: amountNanoUsd,
    tokens,
    cautiousTokens: tokens,
    madeAtMs: 0,
    expiresAtMs: Date.UTC(2100, 0),
    estimate: estimateOf(id),
    ...changes,
  };
}

/** What is booked where that reservation expires. */
export function estimateOf(reservationId: string, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return entryOf({ id: `lost-${reservationId}`, finish: 'lost', isEstimate: true, costNanoUsd: 400, ...changes });
}

export function outcomeOf(changes: Partial<OutcomeEvent> = {}): OutcomeEvent {
  return {
    id: 'outcome-1',
    taskId: 'task-1',
    type: 'accepted',
    atMs: 5,
    localDay: '2026-11-05',
    characters: 10,
    isInferred: false,
    ...changes,
  };
}

const usages = fc.record(
  Object.fromEntries(usageBuckets.map((bucket) => [bucket, fc.nat(100_000)])) as Record<keyof Usage, fc.Arbitrary<number>>,
);

/** Entries with ids of their own, on a few days, of every kind, tier and end. */
export const anyEntries: fc.Arbitrary<readonly LedgerEntry[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...taskKinds),
      tier: fc.constantFrom(...tiers),
      model: fc.constantFrom('qwen', 'sonnet', "o'brien"),
      localDay: fc.constantFrom('2026-11-04', '2026-11-05', '2026-11-06'),
      startedAtMs: fc.nat(2_000_000_000_000),
      usage: usages,
      endpoint: fc.constantFrom('here', 'there'),
      billing: fc.constantFrom('metered', 'subscription', 'local' as const),
      isPriced: fc.boolean(),
      costNanoUsd: fc.nat(1_000_000_000),
      countedNanoUsd: fc.nat(1_000_000_000),
      listPriceNanoUsd: fc.nat(1_000_000_000),
      finish: fc.constantFrom('stop', 'length', 'content-filter', 'aborted', 'error' as const),
      isEstimate: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((entries) =>
    entries.map(({ isPriced, ...changes }, index) => {
      const entry = entryOf({ ...changes, id: `entry-${index}` });
      return isPriced ? entry : without(entry, 'costNanoUsd');
    }),
  );
