import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { type Figures, figureNames, type ImportedUsage, reconcile } from '../../../src/core/reconcile/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { billOf, noonOf, paidEntry, withRow } from './bills.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const days = ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27'] as const;

/** Paid attempts on a few days and models, at any hour, of users anywhere, of any end and certainty. */
const anyAttempts: fc.Arbitrary<readonly LedgerEntry[]> = fc.array(
  fc
    .record({
      day: fc.constantFrom(...days),
      hour: fc.integer({ min: -12, max: 11 }),
      zone: fc.integer({ min: -11, max: 14 }),
      model: fc.constantFrom('claude-sonnet-5', 'claude-haiku-4-5', 'claude-opus-5'),
      finish: fc.constantFrom('stop', 'length', 'aborted', 'error', 'lost' as const),
      isEstimate: fc.boolean(),
      durationMs: fc.nat(600_000),
      uncachedInput: fc.integer({ min: 1, max: 100_000 }),
      cacheRead: fc.nat(100_000),
      cacheWrite5m: fc.nat(100_000),
      output: fc.integer({ min: 1, max: 10_000 }),
      costNanoUsd: fc.integer({ min: 1000, max: 2_000_000_000 }),
    })
    .map(({ day, hour, zone, uncachedInput, cacheRead, cacheWrite5m, output, ...changes }) => {
      const startedAtMs = noonOf(day) + hour * 3_600_000;
      const localDay = new Date(startedAtMs + zone * 3_600_000).toISOString().slice(0, 10);
      return paidEntry(day, { ...changes, startedAtMs, localDay, usage: { ...noUsage, uncachedInput, cacheRead, cacheWrite5m, output } });
    }),
  { minLength: 1, maxLength: 20 },
);

/** One change of a bill that is more than rounding. */
type Change =
  | { readonly type: 'figure'; readonly name: keyof Figures; readonly by: number }
  | { readonly type: 'row-gone' }
  | { readonly type: 'row-twice' }
  | { readonly type: 'other-model' }
  | { readonly type: 'other-day' };

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    type: fc.constant('figure' as const),
    name: fc.constantFrom(...figureNames),
    by: fc.oneof(fc.integer({ min: 100, max: 1_000_000 }), fc.integer({ min: -900, max: -100 })),
  }),
  fc.constantFrom<Change>({ type: 'row-gone' }, { type: 'row-twice' }, { type: 'other-model' }, { type: 'other-day' }),
);

function changed(bill: ImportedUsage, index: number, change: Change): ImportedUsage {
  const row = bill.rows[index];
  if (!row) throw new Error('there is no such row');
  switch (change.type) {
    case 'figure':
      return withRow(bill, index, { [change.name]: (row[change.name] ?? 0) + change.by });
    case 'row-gone':
      return { ...bill, rows: bill.rows.filter((_, at) => at !== index) };
    case 'row-twice':
      return { ...bill, rows: [...bill.rows, row] };
    case 'other-model':
      return withRow(bill, index, { model: 'claude-unheard-of-9' });
    case 'other-day':
      return withRow(bill, index, { day: row.day === days[0] ? days[1] : days[0] });
  }
}

/** The whole span, so that no change moves the bill's own ends. */
const billOfSpan = (entries: readonly LedgerEntry[]): ImportedUsage => billOf(entries, { fromDay: days[0], toDay: days[3] });

describe('Whatever was asked', () => {
  it('a bill of exactly that differs nowhere', () => {
    fc.assert(
      fc.property(anyAttempts, (entries) => {
        const { days: rows, totals, causes } = reconcile(entries, billOfSpan(entries));
        expect([rows.flatMap(({ differing }) => differing), causes, totals.ours]).toEqual([[], [], totals.theirs]);
      }),
      runs,
    );
  });

  it('a single change of the bill is found, and every row that differs has a likely cause', () => {
    fc.assert(
      fc.property(anyAttempts, fc.nat(), anyChange, (entries, pick, change) => {
        const bill = changed(billOfSpan(entries), pick % entries.length, change);
        const { days: rows, causes } = reconcile(entries, bill);
        const differing = rows.filter((row) => row.differing.length > 0);
        const explained = new Set(causes.flatMap((cause) => cause.rows.map(({ day, model }) => `${day} ${model}`)));
        expect([differing.length > 0, differing.filter(({ day, model }) => !explained.has(`${day} ${model}`))]).toEqual([true, []]);
      }),
      runs,
    );
  });
});
