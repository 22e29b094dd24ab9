import { describe, expect, it } from 'vitest';
import { budgetOfId, capId, isCapId } from '../../src/core/budget/index.ts';
import { AgentCaps } from '../../src/platform/agentCaps.ts';
import { entryOf, estimateOf, reservationOf } from '../support/entries.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';

const limitOf = (sessionId: string, limit: number) => ({
  budgetId: `cap#${sessionId}`,
  unit: 'nano-usd',
  limit,
  fromDay: '0001-01-01',
  taskId: sessionId,
});

describe('The cap of a task', () => {
  it('limits it and its subtasks, which have their own besides', () => {
    const caps = new AgentCaps();
    caps.set('P', 1000);
    caps.set('P.1', 300);
    expect(['P', 'P.1', 'P.2', 'Q', undefined].map((id) => caps.limits(id))).toEqual([
      [limitOf('P', 1000)],
      [limitOf('P.1', 300), limitOf('P', 1000)],
      [limitOf('P', 1000)],
      [],
      [],
    ]);
  });

  it('is what was set last', () => {
    const caps = new AgentCaps();
    for (const cap of [1000, 5000, 200]) caps.set('P', cap);
    expect(caps.limits('P')).toEqual([limitOf('P', 200)]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5])('is an amount, and not %s', (cap) => {
    expect(() => new AgentCaps().set('P', cap)).toThrow('a cap of');
  });

  it('is not raised by what is allowed on top of budgets of tasks', async () => {
    const caps = new AgentCaps();
    caps.set('P', 1000);
    const ledger = new MemoryLedger();
    await ledger.allowMore({ id: 'a', budgetId: 'task#P', amount: 5000, atMs: 0, localDay: '2026-11-05' });
    const estimate = estimateOf('r', { sessionId: 'P.1', taskId: 'request', kind: 'compaction' });
    expect(await ledger.reserve(reservationOf('r', { amountNanoUsd: 1001, estimate }), caps.limits('P.1'))).toEqual({
      outcome: 'refused',
      budgetId: 'cap#P',
      unit: 'nano-usd',
      left: 1000,
      needed: 1001,
    });
  });

  it('of a subtask does not let it have what its parent has not', async () => {
    const caps = new AgentCaps();
    caps.set('P', 1000);
    caps.set('P.1', 900);
    const ledger = new MemoryLedger();
    await ledger.settle('none', entryOf({ taskId: 'request', sessionId: 'P', costNanoUsd: 800 }));
    const estimate = estimateOf('r', { sessionId: 'P.1', taskId: 'another' });
    expect(await ledger.reserve(reservationOf('r', { amountNanoUsd: 300, estimate }), caps.limits('P.1'))).toMatchObject({
      outcome: 'refused',
      budgetId: 'cap#P',
      left: 200,
    });
  });

  it('has an id that is told apart from a budget’s', () => {
    expect([isCapId(capId('P')), isCapId('task#P'), budgetOfId(capId('P'))]).toEqual([
      true,
      false,
      { period: 'task', unit: 'nano-usd', taskId: 'P' },
    ]);
  });
});
