import { describe, expect, it, vi } from 'vitest';
import { LedgerError } from '../../src/storage/ledgerProblem.ts';
import { MissedSettlements } from '../../src/storage/missedSettlements.ts';
import { entryOf } from '../support/entries.ts';

const full = new LedgerError('disk-full', 'the disk is full');

/** A ledger that fails as long as it is told to. */
function missedOver({ firstMs = 3_600_000 } = {}) {
  const told: string[] = [];
  const ledger = { error: undefined as Error | undefined };
  const missed = new MissedSettlements({
    settle: async ({ entry }) => {
      told.push(entry.id);
      if (ledger.error) throw ledger.error;
    },
    isRetryable: (error) => error instanceof LedgerError && error.isRetryable,
    rests: { firstMs, lastMs: firstMs },
  });
  const keep = (id: string, error: unknown = full, costNanoUsd = 5): void =>
    missed.keep({ reservationId: 'r', entry: entryOf({ id, costNanoUsd }) }, error);
  return { missed, ledger, told, keep };
}

describe('A settlement that the ledger could not take', () => {
  it('is told once more, in the order in which they came, and then never again', async () => {
    const { missed, told, keep } = missedOver();
    keep('a');
    keep('b');
    await missed.retry();
    await missed.retry();
    missed.dispose();
    expect(told).toEqual(['a', 'b']);
  });

  it('waits on where it fails again, and those behind it are not tried', async () => {
    const { missed, ledger, told, keep } = missedOver();
    keep('a');
    keep('b');
    ledger.error = full;
    await missed.retry();
    ledger.error = undefined;
    await missed.retry();
    missed.dispose();
    expect(told).toEqual(['a', 'a', 'b']);
  });

  it('is told by itself after a rest', async () => {
    vi.useFakeTimers();
    try {
      const { missed, told, keep } = missedOver({ firstMs: 100 });
      keep('a');
      await vi.advanceTimersByTimeAsync(99);
      const before = [...told];
      await vi.advanceTimersByTimeAsync(1);
      missed.dispose();
      expect([before, told]).toEqual([[], ['a']]);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    ['it cost nothing', full, 0],
    ['a later try cannot help', new LedgerError('newer-version', 'layout 99'), 5],
    ['its values are wrong', new LedgerError('other', 'NOT NULL constraint failed', { isRetryable: false }), 5],
    ['the ledger is closed', new Error('the ledger is closed'), 5],
  ])('is let go where %s', async (_why, error, costNanoUsd) => {
    const { missed, told, keep } = missedOver();
    keep('a', error, costNanoUsd);
    await missed.retry();
    missed.dispose();
    expect(told).toEqual([]);
  });

  it('is let go where it turns out that a later try cannot help, and those behind it are told', async () => {
    const { missed, ledger, told, keep } = missedOver();
    keep('a');
    ledger.error = new LedgerError('other', 'NOT NULL constraint failed', { isRetryable: false });
    await missed.retry();
    ledger.error = undefined;
    keep('b');
    await missed.retry();
    missed.dispose();
    expect(told).toEqual(['a', 'b']);
  });

  it('makes way where a thousand younger ones wait', async () => {
    const { missed, told, keep } = missedOver();
    for (let index = 0; index <= 1000; index += 1) keep(`entry-${index}`);
    await missed.retry();
    missed.dispose();
    expect([told.length, told[0]]).toEqual([1000, 'entry-1']);
  });
});
