import { afterEach, describe, expect, it } from 'vitest';
import type { EntryFilter, LedgerEntry, OutcomeType, ReservationLimit } from '../../src/core/ledger/index.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf, estimateOf, outcomeOf, reservationOf } from '../support/entries.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';

const opened: SqliteLedger[] = [];
afterEach(() => {
  for (const ledger of opened.splice(0)) ledger.close();
});

const ledgers = {
  'on disk': () => {
    const ledger = new SqliteLedger(':memory:', { nowMs: 0 });
    opened.push(ledger);
    return ledger;
  },
  'in memory': () => new MemoryLedger(),
};

const today = '2026-11-05';
const nanoUsd = (amount: number) => ({ nanoUsd: amount, tokens: 0 });
const limitOf = (limit: number, changes: Partial<ReservationLimit> = {}): ReservationLimit => ({
  budgetId: 'day',
  unit: 'nano-usd',
  limit,
  fromDay: today,
  ...changes,
});

describe.each(Object.entries(ledgers))('A ledger %s', (_where, openLedger) => {
  const stateOf = async (ledger: ReturnType<typeof openLedger>, limit: ReservationLimit) => {
    const [state] = await ledger.limitStates([limit]);
    return [state?.limit, state?.spent, state?.reserved];
  };

  describe('holds a worst case', () => {
    it('up to the last nano-dollar of the limit, and refuses the next one by name', async () => {
      const ledger = openLedger();
      const outcomes = [];
      for (const id of ['a', 'b', 'c']) outcomes.push(await ledger.reserve(reservationOf(id), [limitOf(2000)]));
      expect([outcomes, await stateOf(ledger, limitOf(2000))]).toEqual([
        [
          { outcome: 'reserved', amountNanoUsd: 1000, tokens: 100 },
          { outcome: 'reserved', amountNanoUsd: 1000, tokens: 100 },
          { outcome: 'refused', budgetId: 'day', unit: 'nano-usd', left: 0, needed: 1000 },
        ],
        [2000, 0, 2000],
      ]);
    });

    it('in all limits or in none, and names the one with the least left', async () => {
      const ledger = openLedger();
      const limits = [limitOf(5000, { budgetId: 'month' }), limitOf(900), limitOf(950, { budgetId: 'day:chat' })];
      const outcome = await ledger.reserve(reservationOf('a'), limits);
      expect([outcome, (await ledger.limitStates(limits)).map(({ reserved }) => reserved)]).toEqual([
        { outcome: 'refused', budgetId: 'day', unit: 'nano-usd', left: 900, needed: 1000 },
        [0, 0, 0],
      ]);
    });

    it('says that nothing is left where a limit is overdrawn', async () => {
      const ledger = openLedger();
      await ledger.settle('none', entryOf({ costNanoUsd: 3000 }));
      expect(await ledger.reserve(reservationOf('a'), [limitOf(2000)])).toEqual({
        outcome: 'refused',
        budgetId: 'day',
        unit: 'nano-usd',
        left: 0,
        needed: 1000,
      });
    });

    it('of nothing always, also where a limit is overdrawn', async () => {
      const ledger = openLedger();
      await ledger.settle('none', entryOf({ costNanoUsd: 3000 }));
      expect(await ledger.reserve(reservationOf('a', { amountNanoUsd: 0 }), [limitOf(2000)])).toEqual({
        outcome: 'reserved',
        amountNanoUsd: 0,
        tokens: 100,
      });
    });

    it.each([
      ['ten times it is left', 10_000, 1000],
      ['less than ten times it is left', 9999, 2000],
    ])('by the bound for when %s', async (_when, limitNanoUsd, amountNanoUsd) => {
      const limits = [limitOf(1_000_000, { budgetId: 'month' }), limitOf(limitNanoUsd)];
      expect(await openLedger().reserve(reservationOf('a', { cautiousAmountNanoUsd: 2000 }), limits)).toEqual({
        outcome: 'reserved',
        amountNanoUsd,
        tokens: 100,
      });
    });

    it('by the cautious bound or not at all', async () => {
      const reservation = reservationOf('a', { cautiousAmountNanoUsd: 2000 });
      expect(await openLedger().reserve(reservation, [limitOf(1999)])).toEqual({
        outcome: 'refused',
        budgetId: 'day',
        unit: 'nano-usd',
        left: 1999,
        needed: 2000,
      });
    });

    it('once', async () => {
      const ledger = openLedger();
      await ledger.reserve(reservationOf('a'), []);
      await expect((async () => ledger.reserve(reservationOf('a'), []))()).rejects.toThrow('reservation');
    });
  });

  describe('counts in a limit', () => {
    it('what was spent and is held since its first day, of its kinds', async () => {
      const ledger = openLedger();
      const chat = { kind: 'chat' } as const;
      const yesterday = { localDay: '2026-11-04' };
      await ledger.settle('none', entryOf({ id: 'a', costNanoUsd: 1 }));
      await ledger.settle('none', entryOf({ id: 'b', costNanoUsd: 10, ...chat }));
      await ledger.settle('none', entryOf({ id: 'c', costNanoUsd: 100, ...yesterday }));
      await ledger.reserve(reservationOf('d', { amountNanoUsd: 2 }), []);
      await ledger.reserve(reservationOf('e', { amountNanoUsd: 20, estimate: estimateOf('e', chat) }), []);
      await ledger.reserve(reservationOf('f', { amountNanoUsd: 200, estimate: estimateOf('f', yesterday) }), []);
      const month = { fromDay: '2026-11-01' };
      const states = [limitOf(9), limitOf(9, { kinds: ['chat', 'edit'] }), limitOf(9, month), limitOf(9, { kinds: [] })];
      expect(await Promise.all(states.map((limit) => stateOf(ledger, limit)))).toEqual([
        [9, 11, 22],
        [9, 10, 20],
        [9, 111, 222],
        [9, 0, 0],
      ]);
    });

    it('what counts of an attempt, which for an unpriced one is not what it cost', async () => {
      const ledger = openLedger();
      await ledger.settle('none', entryOf({ costNanoUsd: 5, countedNanoUsd: 70 }));
      expect(await stateOf(ledger, limitOf(9))).toEqual([9, 70, 0]);
    });

    it('what was allowed on top since its first day, once', async () => {
      const ledger = openLedger();
      const more = { id: 'a', budgetId: 'day', amount: 500, atMs: 0, localDay: today };
      for (const allowance of [more, more, { ...more, id: 'b', localDay: '2026-11-04' }, { ...more, id: 'c', budgetId: 'month' }])
        await ledger.allowMore(allowance);
      const outcome = await ledger.reserve(reservationOf('a'), [limitOf(500)]);
      expect([outcome, await stateOf(ledger, limitOf(500))]).toEqual([
        { outcome: 'reserved', amountNanoUsd: 1000, tokens: 100 },
        [1000, 0, 1000],
      ]);
    });
  });

  describe('counts in a limit of a part', () => {
    const agent = { kind: 'agent.step', tier: 'frontier', model: 'opus', provider: 'anthropic', billing: 'metered' } as const;
    const part = { ...agent, origin: { trigger: 'command', workspace: 'till' }, taskId: 'task-2', sessionId: 'session-2' } as const;
    const fill = async (ledger: ReturnType<typeof openLedger>): Promise<void> => {
      await ledger.settle('none', entryOf({ id: 'a', costNanoUsd: 1 }));
      await ledger.settle('none', entryOf({ id: 'b', costNanoUsd: 10, ...part }));
      await ledger.reserve(reservationOf('c', { amountNanoUsd: 2 }), []);
      await ledger.reserve(reservationOf('d', { amountNanoUsd: 20, estimate: estimateOf('d', part) }), []);
    };

    it.each([
      ['workspace', { workspace: 'till' }, [10, 20]],
      ['model', { model: 'opus' }, [10, 20]],
      ['tier', { tier: 'frontier' }, [10, 20]],
      ['provider', { provider: 'anthropic' }, [10, 20]],
      ['task', { taskId: 'task-2' }, [10, 20]],
      ['session', { taskId: 'session-2' }, [10, 20]],
      ['task, the other one', { taskId: 'task-1' }, [1, 2]],
      ['kind and model', { kinds: ['agent.step'], model: 'opus' }, [10, 20]],
      ['kind and model, where only one of them holds', { kinds: ['chat'], model: 'opus' }, [0, 0]],
      ['task and workspace, where only one of them holds', { taskId: 'task-2', workspace: 'shop' }, [0, 0]],
      ['workspace that nobody knows', { workspace: "o'brien" }, [0, 0]],
    ] as const)('what is of its %s', async (_part, scope, [spent, reserved]) => {
      const ledger = openLedger();
      await fill(ledger);
      const before = await stateOf(ledger, limitOf(9, scope));
      // What was summed before is kept up with what is settled after.
      await ledger.settle('d', entryOf({ id: 'd', costNanoUsd: 5, ...part }));
      const more = spent === 10 ? 5 : 0;
      expect([before, await stateOf(ledger, limitOf(9, scope))]).toEqual([
        [9, spent, reserved],
        [9, spent + more, reserved === 20 ? 0 : reserved],
      ]);
    });

    it('what is of a subtask by itself and for its parent, and no other session', async () => {
      const ledger = openLedger();
      const sessions = ['P', 'P.1', 'P.1.2', 'P.10', 'P1', 'P/1', 'P-1', 'Q.1'];
      for (const [index, sessionId] of sessions.entries()) {
        const of = { taskId: `t${index}`, sessionId, costNanoUsd: 10 ** index };
        await ledger.settle('none', entryOf({ id: `e${index}`, ...of }));
        await ledger.reserve(reservationOf(`r${index}`, { amountNanoUsd: 2 * 10 ** index, estimate: estimateOf(`r${index}`, of) }), []);
      }
      const ids = ['P', 'P.1', 'P.10', 'Q', 'P.'];
      const before = await Promise.all(ids.map((taskId) => stateOf(ledger, limitOf(9, { taskId }))));
      await ledger.settle('r2', entryOf({ id: 'late', taskId: 'late', sessionId: 'P.1.2', costNanoUsd: 5 }));
      expect([before, await Promise.all(ids.slice(0, 3).map((taskId) => stateOf(ledger, limitOf(9, { taskId }))))]).toEqual([
        [
          [9, 1111, 2222],
          [9, 110, 220],
          [9, 1000, 2000],
          [9, 10_000_000, 20_000_000],
          [9, 0, 0],
        ],
        [
          [9, 1116, 2022],
          [9, 115, 20],
          [9, 1000, 2000],
        ],
      ]);
    });

    it('and refuses what is of it, and nothing else', async () => {
      const ledger = openLedger();
      await fill(ledger);
      const limits = [limitOf(1030, { budgetId: 'day:opus', model: 'opus' }), limitOf(1_000_000, { budgetId: 'day' })];
      const first = await ledger.reserve(reservationOf('e', { estimate: estimateOf('e', part) }), limits);
      const second = await ledger.reserve(reservationOf('f', { estimate: estimateOf('f', part) }), limits);
      expect([first, second]).toEqual([
        { outcome: 'reserved', amountNanoUsd: 1000, tokens: 100 },
        { outcome: 'refused', budgetId: 'day:opus', unit: 'nano-usd', left: 0, needed: 1000 },
      ]);
    });
  });

  describe('counts tokens', () => {
    const tokens = (limit: number, changes: Partial<ReservationLimit> = {}) =>
      limitOf(limit, { budgetId: 'day:tokens', unit: 'tokens', ...changes });
    const paid = { billing: 'metered', usage: { ...entryOf().usage, cacheWrite5m: 100 } } as const;

    it('of every bucket, where somebody else’s machine computed them', async () => {
      const ledger = openLedger();
      await ledger.settle('none', entryOf({ id: 'here' }));
      await ledger.settle('none', entryOf({ id: 'metered', ...paid }));
      await ledger.settle('none', entryOf({ id: 'flat', ...paid, billing: 'subscription', costNanoUsd: 0 }));
      await ledger.settle('none', entryOf({ id: 'task', ...paid, taskId: 'task-2' }));
      await ledger.reserve(reservationOf('a'), []);
      const states = [tokens(9), tokens(9, { kinds: ['chat'] }), tokens(9, { taskId: 'task-2' })];
      expect(await Promise.all(states.map((limit) => stateOf(ledger, limit)))).toEqual([
        [9, 447, 100],
        [9, 0, 0],
        [9, 149, 0],
      ]);
    });

    it('and refuses in them', async () => {
      const ledger = openLedger();
      const limits = [limitOf(1_000_000), tokens(150)];
      const held = await ledger.reserve(reservationOf('a'), limits);
      expect([held, await ledger.reserve(reservationOf('b'), limits)]).toEqual([
        { outcome: 'reserved', amountNanoUsd: 1000, tokens: 100 },
        { outcome: 'refused', budgetId: 'day:tokens', unit: 'tokens', left: 50, needed: 100 },
      ]);
    });

    it('of flat plans, which cost nothing, also where no dollars are left', async () => {
      const ledger = openLedger();
      const reservation = reservationOf('a', { amountNanoUsd: 0 });
      const outcomes = [await ledger.reserve(reservation, [limitOf(0), tokens(100)])];
      outcomes.push(await ledger.reserve({ ...reservation, id: 'b' }, [limitOf(0), tokens(100)]));
      expect(outcomes).toEqual([
        { outcome: 'reserved', amountNanoUsd: 0, tokens: 100 },
        { outcome: 'refused', budgetId: 'day:tokens', unit: 'tokens', left: 0, needed: 100 },
      ]);
    });

    it('and is cautious in both units once one is nearly used up', async () => {
      const reservation = reservationOf('a', { cautiousAmountNanoUsd: 2000, cautiousTokens: 200 });
      const outcomes = [];
      for (const limit of [1000, 999]) outcomes.push(await openLedger().reserve(reservation, [limitOf(1_000_000), tokens(limit)]));
      expect(outcomes).toEqual([
        { outcome: 'reserved', amountNanoUsd: 1000, tokens: 100 },
        { outcome: 'reserved', amountNanoUsd: 2000, tokens: 200 },
      ]);
    });

    it('and names the limit of which the smallest part of what is needed is left', async () => {
      expect(await openLedger().reserve(reservationOf('a'), [limitOf(900), tokens(10), limitOf(800, { budgetId: 'month' })])).toEqual({
        outcome: 'refused',
        budgetId: 'day:tokens',
        unit: 'tokens',
        left: 10,
        needed: 100,
      });
    });

    it('that are held on top', async () => {
      const ledger = openLedger();
      await ledger.reserve(reservationOf('a'), [tokens(200)]);
      const outcomes = [
        await ledger.extend('a', { nanoUsd: 5, tokens: 100 }, 10, [tokens(200)]),
        await ledger.extend('a', { nanoUsd: 5, tokens: 1 }, 10, [tokens(200)]),
      ];
      expect([outcomes, await stateOf(ledger, tokens(200))]).toEqual([
        [
          { outcome: 'reserved', amountNanoUsd: 1005, tokens: 200 },
          { outcome: 'refused', budgetId: 'day:tokens', unit: 'tokens', left: 0, needed: 1 },
        ],
        [200, 0, 200],
      ]);
    });
  });

  it('counts a soft limit and refuses nothing by it', async () => {
    const ledger = openLedger();
    const limits = [limitOf(10, { isSoft: true }), limitOf(1500, { budgetId: 'month' })];
    const outcomes = [await ledger.reserve(reservationOf('a', { cautiousAmountNanoUsd: 1200 }), limits)];
    outcomes.push(await ledger.reserve(reservationOf('b'), limits));
    expect([outcomes, await ledger.limitStates(limits)]).toEqual([
      [
        { outcome: 'reserved', amountNanoUsd: 1200, tokens: 100 },
        { outcome: 'refused', budgetId: 'month', unit: 'nano-usd', left: 300, needed: 1000 },
      ],
      [
        { budgetId: 'day', unit: 'nano-usd', limit: 10, spent: 0, reserved: 1200, isSoft: true },
        { budgetId: 'month', unit: 'nano-usd', limit: 1500, spent: 0, reserved: 1200 },
      ],
    ]);
  });

  it('does not open a spent day again where the clock is set back', async () => {
    const ledger = openLedger();
    await ledger.settle('none', entryOf({ costNanoUsd: 2000 }));
    await ledger.reserve(reservationOf('a', { amountNanoUsd: 7 }), []);
    const yesterday = limitOf(2500, { fromDay: '2026-11-04' });
    expect([await stateOf(ledger, yesterday), await ledger.reserve(reservationOf('b'), [yesterday])]).toEqual([
      [2500, 2000, 7],
      { outcome: 'refused', budgetId: 'day', unit: 'nano-usd', left: 493, needed: 1000 },
    ]);
  });

  describe('extends a reservation', () => {
    it('where the limit holds the more, and keeps it longer', async () => {
      const ledger = openLedger();
      await ledger.reserve(reservationOf('a', { expiresAtMs: 10 }), [limitOf(2000)]);
      const outcomes = [
        await ledger.extend('a', nanoUsd(1000), 20, [limitOf(2000)]),
        await ledger.extend('a', nanoUsd(1), 30, [limitOf(2000)]),
      ];
      expect([outcomes, await ledger.settleExpired(20), await stateOf(ledger, limitOf(2000)), await ledger.settleExpired(21)]).toEqual([
        [
          { outcome: 'reserved', amountNanoUsd: 2000, tokens: 100 },
          { outcome: 'refused', budgetId: 'day', unit: 'nano-usd', left: 0, needed: 1 },
        ],
        0,
        [2000, 0, 2000],
        1,
      ]);
    });

    it('unless it is not there any more', async () => {
      expect(await openLedger().extend('gone', nanoUsd(5), 20, [])).toEqual({
        outcome: 'refused',
        budgetId: 'expired',
        unit: 'nano-usd',
        left: 0,
        needed: 5,
      });
    });
  });

  describe('books an estimate', () => {
    it('where the time of a reservation is over, marked, before the next one is held', async () => {
      const ledger = openLedger();
      const estimate = estimateOf('a', { finish: 'stop', isEstimate: false });
      await ledger.reserve(reservationOf('a', { expiresAtMs: 100, estimate }), [limitOf(1000)]);
      const early = await ledger.reserve(reservationOf('b', { madeAtMs: 100, amountNanoUsd: 600 }), [limitOf(1000)]);
      const late = await ledger.reserve(reservationOf('c', { madeAtMs: 101, amountNanoUsd: 600 }), [limitOf(1000)]);
      expect([early.outcome, late.outcome, await ledger.recentEntries(5), await stateOf(ledger, limitOf(1000))]).toEqual([
        'refused',
        'reserved',
        [estimateOf('a')],
        [1000, 400, 600],
      ]);
    });

    it('which the settlement that comes late corrects, on whatever day and of whatever model', async () => {
      const ledger = openLedger();
      await ledger.reserve(reservationOf('a', { expiresAtMs: 100 }), []);
      await ledger.settleExpired(101);
      const real = entryOf({ id: 'real', model: 'other', localDay: '2026-11-06', costNanoUsd: 70 });
      for (let time = 0; time < 2; time += 1) await ledger.settle('a', real);
      expect([
        await ledger.recentEntries(5),
        (await ledger.entriesFrom(0, 5)).entries,
        (await ledger.findEntries('lost-a')).map(({ id }) => id),
        await ledger.daySummary(today),
        (await ledger.rollUps('2026-11-01', '2026-11-30')).map(({ model, countedNanoUsd }) => [model, countedNanoUsd]),
        await stateOf(ledger, limitOf(1000)),
      ]).toMatchObject([[real], [real], ['lost-a'], { attempts: 0, costNanoUsd: 0, estimatedAttempts: 0 }, [['other', 70]], [1000, 70, 0]]);
    });
  });

  it('sums by day, kind, tier, model, endpoint, provider, billing, workspace and language', async () => {
    const ledger = openLedger();
    const flat = { billing: 'subscription', costNanoUsd: 0, listPriceNanoUsd: 30 } as const;
    await ledger.settle('none', entryOf({ id: 'a', listPriceNanoUsd: 90 }));
    await ledger.settle('none', entryOf({ id: 'b', isEstimate: true }));
    await ledger.settle('none', entryOf({ id: 'c', ...flat }));
    await ledger.settle('none', entryOf({ id: 'd', endpoint: 'cloud', costNanoUsd: 5, countedNanoUsd: 6 }));
    await ledger.settle('none', entryOf({ id: 'e', localDay: '2026-11-07' }));
    const baseline = { model: 'opus', endpoint: 'anthropic', costNanoUsd: 900 };
    const usage = { ...entryOf().usage, cacheWrite5m: 1, cacheWrite1h: 2 };
    await ledger.settle('none', entryOf({ id: 'f', origin: { trigger: 'invoke' }, usage, cacheSavedNanoUsd: -4, baseline }));
    const group = { localDay: today, kind: 'completion.line', tier: 'local', model: 'qwen' };
    const here = { ...group, endpoint: 'llama-server@127.0.0.1:8080', provider: 'llama-server' };
    const shop = { workspace: 'shop', language: 'typescript' };
    const one = {
      ...{ attempts: 1, unpricedAttempts: 0, estimatedAttempts: 0, inputTokens: 42, cacheReadTokens: 30, outputTokens: 7 },
      ...{ listPriceNanoUsd: 0, cacheWriteTokens: 0, cacheSavedNanoUsd: 0, baselineNanoUsd: 0 },
    };
    const cost = { costNanoUsd: 100_000, countedNanoUsd: 100_000 };
    expect(await ledger.rollUps(today, '2026-11-06')).toEqual([
      { ...here, endpoint: 'cloud', billing: 'local', ...shop, ...one, costNanoUsd: 5, countedNanoUsd: 6 },
      {
        ...{ ...here, billing: 'local', workspace: '', language: '', ...one, ...cost },
        ...{ inputTokens: 45, cacheWriteTokens: 3, cacheSavedNanoUsd: -4, baselineNanoUsd: 900 },
      },
      {
        ...{ ...here, billing: 'local', ...shop, ...one, attempts: 2, estimatedAttempts: 1 },
        ...{ costNanoUsd: 200_000, countedNanoUsd: 200_000, inputTokens: 84, cacheReadTokens: 60, outputTokens: 14 },
      },
      { ...here, billing: 'subscription', ...shop, ...one, costNanoUsd: 0, countedNanoUsd: 0, listPriceNanoUsd: 30 },
    ]);
  });

  describe('sums by hour', () => {
    /** By the clock on the wall here, wherever the tests run. */
    const at = (hour: number, minute = 0): number => new Date(2026, 10, 5, hour, minute).getTime();

    it('what counts against budgets, and nothing of hours in which nothing did', async () => {
      const ledger = openLedger();
      const paid = { billing: 'metered' } as const;
      await ledger.settle('none', entryOf({ id: 'a', ...paid, startedAtMs: at(9), costNanoUsd: 5, countedNanoUsd: 7 }));
      await ledger.settle('none', entryOf({ id: 'b', ...paid, startedAtMs: at(9, 59), costNanoUsd: 20 }));
      await ledger.settle('none', entryOf({ id: 'c', startedAtMs: at(10), costNanoUsd: 0 }));
      await ledger.settle('none', entryOf({ id: 'd', startedAtMs: at(23), costNanoUsd: 1 }));
      await ledger.settle('none', entryOf({ id: 'e', ...paid, startedAtMs: at(0), costNanoUsd: 0 }));
      await ledger.settle('none', entryOf({ id: 'f', ...paid, startedAtMs: at(9), localDay: '2026-11-07' }));
      expect(await ledger.hourTotals(today, '2026-11-06')).toEqual([
        { localDay: today, hour: 0, countedNanoUsd: 0, tokens: 49 },
        { localDay: today, hour: 9, countedNanoUsd: 27, tokens: 98 },
        { localDay: today, hour: 23, countedNanoUsd: 1, tokens: 0 },
      ]);
    });

    it.each(['before', 'after'])('without estimates that were corrected, whether it was asked %s that', async (when) => {
      const ledger = openLedger();
      await ledger.reserve(reservationOf('a', { expiresAtMs: 100, estimate: estimateOf('a', { startedAtMs: at(8) }) }), []);
      await ledger.settleExpired(101);
      const before = when === 'before' ? await ledger.hourTotals(today, today) : undefined;
      await ledger.settle('a', entryOf({ id: 'real', startedAtMs: at(9), costNanoUsd: 70 }));
      expect([before, await ledger.hourTotals(today, today)]).toEqual([
        when === 'before' ? [{ localDay: today, hour: 8, countedNanoUsd: 400, tokens: 0 }] : undefined,
        [{ localDay: today, hour: 9, countedNanoUsd: 70, tokens: 0 }],
      ]);
    });
  });

  describe('gives the dearest entries', () => {
    const days = { fromDay: today, toDay: '2026-11-07' };
    const dearest = async (ledger: ReturnType<typeof openLedger>, filter: Partial<EntryFilter> = {}, count = 3) =>
      (await ledger.dearestEntries({ ...days, ...filter }, count)).map(({ id }) => id);

    it('of some days, by what counts of them', async () => {
      const ledger = openLedger();
      const made = [
        ...[entryOf({ id: 'too early', localDay: '2026-11-04', costNanoUsd: 90 }), entryOf({ id: 'a', costNanoUsd: 50 })],
        ...[entryOf({ id: 'b', costNanoUsd: 1, countedNanoUsd: 70 }), entryOf({ id: 'c', localDay: '2026-11-06', costNanoUsd: 60 })],
        ...[entryOf({ id: 'd', localDay: '2026-11-07', costNanoUsd: 50 }), entryOf({ id: 'e', costNanoUsd: 40 })],
        entryOf({ id: 'too late', localDay: '2026-11-08', costNanoUsd: 90 }),
      ];
      for (const entry of made) await ledger.settle('none', entry);
      expect([await dearest(ledger), await dearest(ledger, {}, 9), await dearest(ledger, {}, 0)]).toEqual([
        ['b', 'c', 'd'],
        ['b', 'c', 'd', 'a', 'e'],
        [],
      ]);
    });

    it.each([
      ['kind', { kind: 'chat' }],
      ['tier', { tier: 'frontier' }],
      ['model', { model: 'opus' }],
      ['provider', { provider: 'anthropic' }],
      ['workspace', { workspace: 'till' }],
      ['language', { language: 'python' }],
    ] as const)('of a %s', async (_what, filter) => {
      const ledger = openLedger();
      const origin = { trigger: 'command', workspace: 'till', language: 'python' } as const;
      const other = { kind: 'chat', tier: 'frontier', model: 'opus', provider: 'anthropic', origin, costNanoUsd: 5 } as const;
      await ledger.settle('none', entryOf({ id: 'a' }));
      await ledger.settle('none', entryOf({ id: 'b', ...other }));
      await ledger.settle('none', entryOf({ id: 'c', localDay: '2026-11-06' }));
      await ledger.settle('none', entryOf({ id: 'd', origin: { trigger: 'invoke' } }));
      expect(await dearest(ledger, filter)).toEqual(['b']);
    });

    it('without estimates that were corrected, whenever that was', async () => {
      const ledger = openLedger();
      await ledger.reserve(reservationOf('a', { expiresAtMs: 100 }), []);
      await ledger.settleExpired(101);
      const before = await dearest(ledger);
      await ledger.settle('a', entryOf({ id: 'real', costNanoUsd: 7 }));
      expect([before, await dearest(ledger)]).toEqual([['lost-a'], ['real']]);
    });
  });

  it('gives all attempts of a task with what became of it', async () => {
    const ledger = openLedger();
    const second = entryOf({ id: 'b', attempt: 2, startedAtMs: 1 });
    const first = entryOf({ id: 'a', attempt: 1, finish: 'error', startedAtMs: 2 });
    const outcomes = [outcomeOf({ id: 'x', type: 'shown', atMs: 5 }), outcomeOf({ id: 'y', atMs: 6 })];
    for (const entry of [second, first, entryOf({ id: 'c', taskId: 'task-2' })]) await ledger.settle('none', entry);
    for (const outcome of [...outcomes.toReversed(), outcomeOf({ id: 'z', taskId: 'task-2' })]) await ledger.recordOutcome(outcome);
    expect([await ledger.taskEntries('task-1'), await ledger.taskEntries('unknown')]).toEqual([
      { entries: [first, second], outcomes },
      { entries: [], outcomes: [] },
    ]);
  });

  it('gives all attempts of a session and its subtasks with what became of them', async () => {
    const ledger = openLedger();
    const of = (sessionId: string, startedAtMs: number, attempt = 1) =>
      entryOf({
        id: `${sessionId} at ${startedAtMs}, ${attempt}`,
        taskId: `${sessionId} at ${startedAtMs}`,
        sessionId,
        startedAtMs,
        attempt,
      });
    const inOrder = [of('S', 1), of('S', 2, 1), of('S', 2, 2), of('S.1', 3), of('S.12.1', 4), of('S', 5)];
    const others = [of('S1', 1), of('S/', 1), of('T', 2), entryOf({ id: 'none', taskId: 'S' })];
    for (const entry of [...others, ...inOrder.toReversed()]) await ledger.settle('none', entry);
    const outcomes = [
      outcomeOf({ id: 'x', taskId: 'S at 2', type: 'tests-failed', atMs: 5 }),
      outcomeOf({ id: 'y', taskId: 'S.1 at 3', type: 'kept', atMs: 6 }),
    ];
    // What is told twice is stored once.
    for (const outcome of [...outcomes.toReversed(), outcomeOf({ id: 'z', taskId: 'T at 2' }), ...outcomes])
      await ledger.recordOutcome(outcome);
    expect([
      await ledger.sessionEntries('S'),
      (await ledger.sessionEntries('S.12')).entries,
      await ledger.sessionEntries('S at 2'),
    ]).toEqual([{ entries: inOrder, outcomes }, [of('S.12.1', 4)], { entries: [], outcomes: [] }]);
  });

  it('gives its entries in pages, the oldest stored first', async () => {
    const ledger = openLedger();
    for (const id of ['c', 'a', 'b']) await ledger.settle('none', entryOf({ id }));
    const pages: string[][] = [];
    for (let cursor: number | undefined = 0; cursor !== undefined; ) {
      const page: Awaited<ReturnType<typeof ledger.entriesFrom>> = await ledger.entriesFrom(cursor, 2);
      pages.push(page.entries.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect([pages, await ledger.entriesFrom(3, 2)]).toEqual([[['c', 'a'], ['b']], { entries: [] }]);
  });

  it('finds entries by the first characters of their own or their task’s id, the oldest first', async () => {
    const ledger = openLedger();
    await ledger.settle('none', entryOf({ id: 'abcd-1', taskId: 'none', startedAtMs: 2 }));
    await ledger.settle('none', entryOf({ id: 'other', taskId: 'abcd-2', startedAtMs: 1 }));
    await ledger.settle('none', entryOf({ id: 'abce-3', taskId: 'abc' }));
    const found = async (prefix: string) => (await ledger.findEntries(prefix)).map(({ id }) => id);
    expect([await found('abcd'), await found('abcd-1'), await found('abc'), await found('ab%d')]).toEqual([
      ['other', 'abcd-1'],
      ['abcd-1'],
      [],
      [],
    ]);
  });

  it('gives a notice to the first who claims it', async () => {
    const ledger = openLedger();
    expect([await ledger.claimNotice('day-50', 1), await ledger.claimNotice('day-50', 2), await ledger.claimNotice('day-80', 3)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  describe('counts what became of answers', () => {
    /** Each task an answer and what became of it. */
    const fill = async (
      ledger: ReturnType<typeof openLedger>,
      tasks: readonly { readonly entry?: Partial<LedgerEntry>; readonly outcomes?: readonly OutcomeType[] }[],
    ): Promise<void> => {
      for (const [index, { entry, outcomes = [] }] of tasks.entries()) {
        const taskId = `task-${index}`;
        await ledger.settle('none', entryOf({ id: `entry-${index}`, taskId, ...entry }));
        for (const type of outcomes) await ledger.recordOutcome(outcomeOf({ id: `${taskId}-${type}`, taskId, type }));
      }
    };
    const group = { localDay: today, kind: 'completion.line', model: 'qwen', endpoint: 'llama-server@127.0.0.1:8080' };

    it('of each day, kind, model, endpoint, precision and language', async () => {
      const ledger = openLedger();
      await fill(ledger, [
        { outcomes: ['shown', 'accepted'] },
        { outcomes: ['shown', 'rejected'] },
        { outcomes: ['rejected'] },
        { entry: { precision: 'Q8_0' }, outcomes: ['accepted', 'reverted'] },
        { entry: { origin: { trigger: 'invoke' } }, outcomes: ['accepted'] },
        { entry: { kind: 'chat', model: 'sonnet', endpoint: 'anthropic', localDay: '2026-11-06' }, outcomes: ['applied'] },
        { entry: { localDay: '2026-11-04' }, outcomes: ['accepted'] },
      ]);
      expect(await ledger.outcomeCounts(today)).toEqual([
        { ...group, useful: 1, notUseful: 0 },
        { ...group, language: 'typescript', useful: 1, notUseful: 2 },
        { ...group, precision: 'Q8_0', language: 'typescript', useful: 0, notUseful: 1 },
        {
          ...{ localDay: '2026-11-06', kind: 'chat', model: 'sonnet', endpoint: 'anthropic', language: 'typescript' },
          ...{ useful: 1, notUseful: 0 },
        },
      ]);
    });

    it('and leaves out what nothing was learned of', async () => {
      const ledger = openLedger();
      await fill(ledger, [
        {},
        { outcomes: ['shown'] },
        { entry: { kind: 'chat' }, outcomes: ['shown'] },
        { entry: { kind: 'title', finish: 'aborted' } },
      ]);
      expect(await ledger.outcomeCounts(today)).toEqual([]);
    });

    it('where no news is good news, of whole answers only', async () => {
      const ledger = openLedger();
      await fill(ledger, [
        { entry: { kind: 'title' } },
        { entry: { kind: 'title', finish: 'length' } },
        { entry: { kind: 'title' }, outcomes: ['retried'] },
      ]);
      expect(await ledger.outcomeCounts(today)).toEqual([{ ...group, kind: 'title', language: 'typescript', useful: 1, notUseful: 1 }]);
    });

    it('for the model that answered last, of those that were tried', async () => {
      const ledger = openLedger();
      const { firstTokenMs: _firstTokenMs, ...silent } = entryOf({ id: 'c', attempt: 3, model: 'silent', finish: 'error' });
      await ledger.settle('none', entryOf({ id: 'b', attempt: 2, model: 'second' }));
      await ledger.settle('none', entryOf({ id: 'a', attempt: 1, model: 'first', finish: 'error' }));
      await ledger.settle('none', silent);
      await ledger.recordOutcome(outcomeOf());
      expect(await ledger.outcomeCounts(today)).toEqual([{ ...group, model: 'second', language: 'typescript', useful: 1, notUseful: 0 }]);
    });

    it('from the first moment of a day to its last, wherever the user was', async () => {
      const ledger = openLedger();
      await fill(ledger, [
        // On Kiritimati, 14 hours ahead of UTC, and on Baker Island, 12 hours behind.
        { entry: { startedAtMs: Date.UTC(2026, 10, 4, 10) }, outcomes: ['accepted'] },
        { entry: { startedAtMs: Date.UTC(2026, 10, 6, 11, 59, 59, 999) }, outcomes: ['rejected'] },
        { entry: { localDay: '2026-11-04' }, outcomes: ['accepted'] },
        { entry: { localDay: '2026-11-06' }, outcomes: ['accepted'] },
      ]);
      expect(await ledger.outcomeCounts(today, today)).toEqual([{ ...group, language: 'typescript', useful: 1, notUseful: 1 }]);
    });
  });

  it('learns what the providers report of their tokenizers', async () => {
    const ledger = openLedger();
    const sample = { endpoint: 'cloud', model: 'm', fileType: 'python', bytes: 2000, o200kTokens: 500, framingTokens: 0, inputTokens: 600 };
    await ledger.learnTokens(sample);
    await ledger.learnTokens({ ...sample, inputTokens: 700 });
    await ledger.learnTokens({ ...sample, fileType: '', bytes: 10, o200kTokens: 5, inputTokens: 9 });
    expect(await ledger.learnedRatios()).toEqual([
      { endpoint: 'cloud', model: 'm', fileType: '', ratio: 1, samples: 0, highestTokensPerByte: 0.9 },
      { endpoint: 'cloud', model: 'm', fileType: 'python', ratio: 1.2999999999999998, samples: 2, highestTokensPerByte: 0.35 },
    ]);
  });
});

describe('A reservation on disk', () => {
  it('whose estimate could never be booked is not held', () => {
    const ledger = ledgers['on disk']();
    const reservation = reservationOf('a', { estimate: estimateOf('a', { durationMs: Number.NaN }) });
    expect(() => ledger.reserve(reservation, [])).toThrow('duration_ms of the estimate of a is NaN');
  });
});
