import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { askableOf, compareKeyUse, type KeyUse, mostDiffering } from '../../../src/core/reconcile/index.ts';
import { paidEntry } from './bills.ts';

const nowMs = Date.parse('2026-11-11T18:00:00Z');
const spent = (day: string, changes: Partial<LedgerEntry> = {}): LedgerEntry => paidEntry(day, { endpoint: 'openrouter', ...changes });
const entries = [spent('2026-11-02'), spent('2026-11-10'), spent('2026-11-11')];
/** What the provider has more than those entries, in nano-dollars. */
const periodsWith = (more: { readonly day: number; readonly week: number; readonly month: number }) => {
  const use: KeyUse = { dayNanoUsd: 10_000_000 + more.day, weekNanoUsd: 20_000_000 + more.week, monthNanoUsd: 30_000_000 + more.month };
  return compareKeyUse(entries, use, 'openrouter', nowMs);
};

describe('The period that is looked into', () => {
  it.each([
    ['has the largest difference', { day: 1000, week: 1000, month: 9000 }, 'month'],
    ['has it in either direction', { day: 1000, week: -9000, month: 0 }, 'week'],
    ['is the shortest of those that differ as much', { day: 9000, week: 9000, month: 9000 }, 'day'],
    ['is none where each amount was rounded once', { day: 4, week: 6, month: 8 }, undefined],
  ])('%s', (_which, more, period) => {
    expect(mostDiffering(periodsWith(more))?.period).toBe(period);
  });
});

describe('What the provider can be asked of', () => {
  it('are the attempts of the period whose id it told, the dearest first', () => {
    const known = (id: string, day: string, costNanoUsd: number, changes: Partial<LedgerEntry> = {}): LedgerEntry =>
      spent(day, { id, costNanoUsd, billingReport: { generationId: `gen-${id}` }, ...changes });
    const all = [
      known('cheap', '2026-11-11', 10),
      known('dear', '2026-11-10', 1000),
      known('middling', '2026-11-09', 100),
      known('before the week', '2026-11-08', 2000),
      known('not yet', '2026-11-12', 2000),
      known('elsewhere', '2026-11-10', 2000, { endpoint: 'anthropic' }),
      known('on a flat plan', '2026-11-10', 2000, { billing: 'subscription' }),
      spent('2026-11-10', { id: 'without an id', costNanoUsd: 2000 }),
    ];
    const [, week] = periodsWith({ day: 0, week: 1, month: 0 });
    expect(week && askableOf(all, week, 'openrouter', nowMs).map(({ id }) => id)).toEqual(['dear', 'middling', 'cheap']);
  });
});
