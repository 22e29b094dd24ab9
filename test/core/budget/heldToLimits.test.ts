import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Budget, limitsOn, limitsWithTasks, pressureOf, usualCalendar, usualTerms } from '../../../src/core/budget/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { entryOf, estimateOf, reservationOf } from '../../support/entries.ts';
import { MemoryLedger } from '../../support/memoryLedger.ts';

const limits = (today: string, ...budgets: readonly Partial<Budget>[]) =>
  limitsOn(
    budgets.map((changes) => ({ ...usualTerms, period: 'day', limit: 1000, ...changes })),
    today,
    usualCalendar,
  );
const paid = (changes: Parameters<typeof entryOf>[0]) => entryOf({ billing: 'metered', ...changes });

describe('A limit', () => {
  it.each(['day', 'week', 'month', 'quarter', 'year', 'rolling-30-days'] as const)(
    'of a %s that is spent stays spent when the clock is set back',
    async (period) => {
      const ledger = new MemoryLedger();
      await ledger.settle('r', paid({ localDay: '2026-11-05', costNanoUsd: 1000 }));
      const outcomes = await Promise.all(
        ['2026-11-05', '2026-11-04', '2026-10-20', '2025-01-01'].map(async (today) => {
          const { outcome } = await ledger.reserve(reservationOf(`r-${today}`), limits(today, { period }));
          return outcome;
        }),
      );
      expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused']);
    },
  );

  it('of tokens counts what other machines computed, and holds a worst case in tokens', async () => {
    const ledger = new MemoryLedger();
    const usage = { ...noUsage, uncachedInput: 300, cacheRead: 200, output: 100 };
    await ledger.settle('a', paid({ id: 'a', usage }));
    await ledger.settle('b', entryOf({ id: 'b', usage, billing: 'local' }));
    const [limit] = limits('2026-11-05', { unit: 'tokens' });
    if (!limit) throw new Error('there is one');
    const reservation = reservationOf('r', { amountNanoUsd: 5, tokens: 401, estimate: estimateOf('r') });
    expect([await ledger.limitStates([limit]), await ledger.reserve(reservation, [limit])]).toEqual([
      [{ budgetId: 'day:tokens', unit: 'tokens', limit: 1000, spent: 600, reserved: 0 }],
      { outcome: 'refused', budgetId: 'day:tokens', unit: 'tokens', left: 400, needed: 401 },
    ]);
  });

  it('that is soft is counted and refuses nothing', async () => {
    const ledger = new MemoryLedger();
    await ledger.settle('a', paid({ costNanoUsd: 5000 }));
    const soft = limits('2026-11-05', { atLimit: 'economy' });
    const reservation = reservationOf('r', { cautiousAmountNanoUsd: 9999 });
    expect([await ledger.reserve(reservation, soft), await ledger.limitStates(soft)]).toMatchObject([
      { outcome: 'reserved', amountNanoUsd: 1000 },
      [{ spent: 5000, reserved: 1000, isSoft: true }],
    ]);
  });

  it('of a task is one for the task and its subtasks', () => {
    const budgets = [{ ...usualTerms, period: 'task', limit: 1000 }] as const;
    const ofRequest = limitsOn(budgets, '2026-11-05', usualCalendar, { kind: 'agent.subtask', taskId: 'T.2' });
    const ofTasks = limitsWithTasks(budgets, '2026-11-05', usualCalendar, ['T', 'T.1', 'T.2']);
    const ids = (limits: typeof ofTasks) => limits.map(({ budgetId, taskId }) => [budgetId, taskId]);
    const states = [{ budgetId: 'task#T', unit: 'nano-usd', limit: 1000, spent: 1000, reserved: 0 }] as const;
    const { all } = pressureOf(states, budgets, { kind: 'agent.subtask', taskId: 'T.2' });
    expect([ids(ofRequest), ids(ofTasks), all.pressure]).toEqual([[['task#T', 'T']], [['task#T', 'T']], 'local-only']);
  });

  it('of a task counts the attempts of its session, and no others', async () => {
    const ledger = new MemoryLedger();
    const attempts = [
      { id: 'a', taskId: 'T', kind: 'agent.step' },
      { id: 'b', taskId: 'x', sessionId: 'T', kind: 'agent.plan' },
      { id: 'c', taskId: 'y', sessionId: 'U', kind: 'agent.step' },
      { id: 'd', taskId: 'T', kind: 'chat' },
    ] as const;
    for (const attempt of attempts) await ledger.settle(attempt.id, paid({ ...attempt, costNanoUsd: 7 }));
    const budget: Budget = { ...usualTerms, period: 'task', limit: 1000 };
    const states = await ledger.limitStates(limitsOn([budget], '2026-11-05', usualCalendar, { kind: 'agent.step', taskId: 'T' }));
    expect(states.map(({ spent }) => spent)).toEqual([14]);
  });

  it('more never lets a worst case pass that fewer refuse, in either unit', async () => {
    const amount = fc.nat(300);
    const budget = fc.record({
      unit: fc.constantFrom('nano-usd' as const, 'tokens' as const),
      limit: amount,
      atLimit: fc.constantFrom('warn' as const, 'local-only' as const),
      period: fc.constantFrom('day' as const, 'month' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(budget, { maxLength: 4 }), budget, amount, amount, amount, async (some, more, spent, needed, tokens) => {
        const ask = async (...budgets: readonly Partial<Budget>[]) => {
          const ledger = new MemoryLedger();
          await ledger.settle('a', paid({ costNanoUsd: spent, usage: { ...noUsage, output: spent } }));
          const { outcome } = await ledger.reserve(reservationOf('r', { amountNanoUsd: needed, tokens }), limits('2026-11-05', ...budgets));
          return outcome;
        };
        const [before, after] = [await ask(...some), await ask(...some, more)];
        expect(before === 'refused' && after === 'reserved').toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
