import { describe, expect, it, vi } from 'vitest';
import type { CompletionCost, OutcomeCount } from '../../../src/core/ledger/index.ts';
import { UsefulCounts } from '../../../src/features/spend/usefulCounts.ts';

function counting(answer: (day: string) => Promise<readonly OutcomeCount[]> = async () => []) {
  const asked: string[] = [];
  const clock = { nowMs: 0 };
  const onDidRead = vi.fn();
  const debug = vi.fn();
  const useful = new UsefulCounts({
    ledger: {
      outcomeCounts: (fromDay, toDay) => {
        asked.push(fromDay === toDay ? fromDay : `${fromDay} to ${toDay}`);
        return answer(fromDay);
      },
      completionCosts: async (fromDay, toDay) => [costOf(fromDay === toDay ? fromDay : `${fromDay} to ${toDay}`)],
    },
    now: () => clock.nowMs,
    log: { debug },
    onDidRead,
  });
  return { useful, asked, onDidRead, debug, clock };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const countOf = (localDay: string): OutcomeCount => ({
  localDay,
  kind: 'chat',
  model: 'sonnet',
  endpoint: 'anthropic',
  useful: 1,
  notUseful: 0,
});

const costOf = (model: string): CompletionCost => ({
  ...{ kind: 'completion.line', tier: 'local', model, provider: 'llama-server', workspace: '', language: '' },
  ...{ attempts: 1, unpricedAttempts: 0, estimatedAttempts: 0, costNanoUsd: 0, countedNanoUsd: 0, listPriceNanoUsd: 0 },
  ...{ shownTasks: 0, acceptedTasks: 0, acceptedCharacters: 0, followedCharacters: 0, keptCharacters: 0 },
});

describe('What became of answers', () => {
  it('is counted a day at a time, the newest first, and told when there is something to see', async () => {
    const { useful, asked, onDidRead } = counting(async (day) => [countOf(day)]);
    const before = useful.between('2026-11-01', '2026-11-03');
    await settled();
    const after = useful.between('2026-11-01', '2026-11-03');
    expect({
      before,
      asked,
      told: onDidRead.mock.calls.length,
      after: [after.counts.map(({ localDay }) => localDay), after.completions.map(({ model }) => model), after.isComplete],
    }).toEqual({
      before: { counts: [], completions: [], days: 0, isComplete: false },
      asked: ['2026-11-03', '2026-11-02', '2026-11-01'],
      told: 1,
      after: [['2026-11-01', '2026-11-02', '2026-11-03'], ['2026-11-01', '2026-11-02', '2026-11-03'], true],
    });
  });

  it('is counted once, and what a wider range lacks besides', async () => {
    const { useful, asked } = counting();
    useful.between('2026-11-02', '2026-11-03');
    await settled();
    useful.between('2026-11-01', '2026-11-03');
    await settled();
    expect(asked).toEqual(['2026-11-03', '2026-11-02', '2026-11-01']);
  });

  it('is counted anew of the last two days, once a minute, and known all the while', async () => {
    const { useful, asked, clock } = counting(async (day) => [countOf(day)]);
    useful.between('2026-11-01', '2026-11-03');
    await settled();
    asked.length = 0;
    for (const nowMs of [59_000, 60_000, 61_000]) {
      clock.nowMs = nowMs;
      expect(useful.between('2026-11-01', '2026-11-03').isComplete).toBe(true);
      await settled();
    }
    expect(asked).toEqual(['2026-11-03', '2026-11-02']);
  });

  it('stops when the page is closed', async () => {
    const { useful, asked, onDidRead } = counting();
    useful.between('2026-01-01', '2026-11-03');
    useful.dispose();
    await settled();
    expect([asked.length, onDidRead.mock.calls.length]).toEqual([1, 0]);
  });

  it('is asked for again after the ledger failed', async () => {
    let isBroken = true;
    const { useful, debug } = counting(async () => {
      if (isBroken) throw new Error('busy');
      return [];
    });
    useful.between('2026-11-03', '2026-11-03');
    await settled();
    isBroken = false;
    useful.between('2026-11-03', '2026-11-03');
    await settled();
    expect([debug.mock.calls.length, useful.between('2026-11-03', '2026-11-03').isComplete]).toEqual([1, true]);
  });
});
