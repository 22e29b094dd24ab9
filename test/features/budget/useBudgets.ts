import type { BudgetPorts } from '../../../src/features/budget/budgetPorts.ts';
import { Observed } from '../../../src/platform/observed.ts';
import type { HeldBack } from '../../../src/platform/paidState.ts';
import { entryOf } from '../../support/entries.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { MemoryLedger, type MemoryLedgerOptions } from '../../support/memoryLedger.ts';

/** The ledger that some windows share, at noon of 5 November 2026. */
export function useBudgets(options: MemoryLedgerOptions = {}) {
  const books = new MemoryLedger(options);
  const clock = new FakeTime();
  const listeners = new Set<() => void>();
  let ids = 0;
  return {
    books,
    clock,
    /** A window's ports; what it remembers is its user's. */
    window: (remembered = new Map<string, unknown>()) => {
      const logged: string[] = [];
      const log = (text: string) => void logged.push(text);
      const heldBack = new Observed<HeldBack | undefined>(undefined);
      const ports: BudgetPorts = {
        ledger: Object.assign(Object.create(books) as MemoryLedger, {
          onDidChange: (listener: () => void) => {
            listeners.add(listener);
            return { dispose: () => void listeners.delete(listener) };
          },
        }),
        clock,
        heldBack,
        offer: 'of-this-window',
        memory: {
          get: <Value>(key: string) => remembered.get(key) as Value | undefined,
          update: async (key: string, value: unknown) => void remembered.set(key, value),
        },
        newId: () => {
          ids += 1;
          return `allowance-${ids}`;
        },
        log: { debug: log, info: log, warn: log, error: log },
      };
      return { ports, heldBack, logged, remembered };
    },
    /** So much was spent now. */
    spend: async (costNanoUsd: number) => {
      ids += 1;
      await books.settle(`reservation-${ids}`, entryOf({ id: `entry-${ids}`, costNanoUsd, billing: 'metered' }));
      for (const listener of listeners) listener();
    },
  };
}
