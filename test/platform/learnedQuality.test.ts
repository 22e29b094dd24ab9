import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutcomeType } from '../../src/core/ledger/index.ts';
import { LearnedQuality } from '../../src/platform/learnedQuality.ts';
import { entryOf, outcomeOf } from '../support/entries.ts';
import { MemoryLedger, type MemoryLedgerOptions } from '../support/memoryLedger.ts';
import { paidCandidate } from '../support/tasks.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 12) }));
afterEach(() => void vi.useRealTimers());

/** Quality over a ledger whose changes a test tells. */
function learning(options: MemoryLedgerOptions = {}) {
  const ledger = new MemoryLedger(options);
  const listeners = new Set<() => void>();
  const asked: (readonly (string | undefined)[])[] = [];
  const debugged: string[] = [];
  const quality = new LearnedQuality({
    ledger: {
      outcomeCounts: async (...days) => {
        asked.push(days);
        await new Promise((resolve) => setTimeout(resolve, 10));
        return ledger.outcomeCounts(...days);
      },
      onDidChange: (listener) => {
        listeners.add(listener);
        return { dispose: () => void listeners.delete(listener) };
      },
    },
    clock: { now: Date.now, timeZone: () => 'UTC' },
    log: { debug: (text) => void debugged.push(text) },
  });
  let answers = 0;
  /** An answer of that day, and what became of it. */
  const answer = async (localDay: string, type: OutcomeType = 'accepted'): Promise<void> => {
    answers += 1;
    const taskId = `task-${answers}`;
    await ledger.settle('none', entryOf({ id: `entry-${answers}`, taskId, localDay, startedAtMs: Date.parse(localDay), model: 'paid' }));
    await ledger.recordOutcome(outcomeOf({ id: `outcome-${answers}`, taskId, type }));
  };
  const change = async (afterMs = minuteMs): Promise<void> => {
    for (const listener of listeners) listener();
    await vi.advanceTimersByTimeAsync(afterMs);
  };
  const load = async (): Promise<void> => {
    quality.load();
    await vi.advanceTimersByTimeAsync(minuteMs);
  };
  const source = () => quality.estimate('completion.line', paidCandidate('paid'), 'typescript').source;
  return { quality, answer, change, load, source, asked, debugged, listeners };
}

const assumed = 'assumed for the tier medium';

describe('What is known of models’ quality', () => {
  it('is the public figures’ before the ledger was read, and the user’s outcomes count from then on', async () => {
    const { answer, load, source } = learning();
    for (const day of ['2026-05-26', '2026-09-01', '2026-11-20', '2026-11-21', '2026-11-22']) await answer(day);
    await answer('2026-05-25');
    const before = source();
    await load();
    expect([before, source()]).toEqual([assumed, `${assumed} and 5 of your outcomes`]);
  });

  it('is read a few days at a time, each day once', async () => {
    const { load, asked } = learning();
    await load();
    const days = asked.slice(0, -1).flatMap(([from = '', to = '']) => (Date.parse(to) - Date.parse(from)) / dayMs + 1);
    expect([asked.length, asked[0], asked.at(-2), asked.at(-1), Math.max(...days), days.reduce((sum, count) => sum + count, 0)]).toEqual([
      46,
      ['2026-05-26', '2026-05-29'],
      ['2026-11-18', '2026-11-20'],
      ['2026-11-21'],
      4,
      179,
    ]);
  });

  it('takes up what is new at most once a minute, and asks for nothing older than yesterday', async () => {
    const { answer, load, change, source, asked } = learning();
    await load();
    const loaded = asked.length;
    for (let count = 0; count < 3; count += 1) {
      await answer('2026-11-22');
      await change(1000);
    }
    const early = source();
    await change();
    expect([early, source(), asked.slice(loaded)]).toEqual([
      `${assumed} and 1 of your outcomes`,
      `${assumed} and 3 of your outcomes`,
      [['2026-11-21'], ['2026-11-21']],
    ]);
  });

  it('counts each answer once when days go by, also those during which the window slept', async () => {
    const { answer, load, change, source, asked } = learning();
    await answer('2026-11-22');
    await load();
    await answer('2026-11-22', 'rejected');
    vi.setSystemTime(Date.UTC(2026, 10, 25, 12));
    await answer('2026-11-24');
    await change();
    vi.setSystemTime(Date.UTC(2026, 10, 26, 12));
    await change();
    expect([source(), asked.slice(-2)]).toEqual([`${assumed} and 3 of your outcomes`, [['2026-11-21'], ['2026-11-24']]]);
  });

  it('gives the same estimates as long as there is no news', async () => {
    const { quality, answer, load, change } = learning();
    await answer('2026-11-22');
    await load();
    const candidate = paidCandidate('paid');
    const before = quality.estimate('completion.line', candidate, 'typescript');
    await change();
    expect(quality.estimate('completion.line', candidate, 'typescript')).toBe(before);
  });

  it('stays with the public figures where the ledger is out of order, which is logged, and is read again with its next change', async () => {
    const { load, change, source, asked, debugged } = learning({ outOfOrder: true });
    await load();
    await change();
    expect([source(), asked.length, debugged]).toEqual([
      assumed,
      2,
      Array.from({ length: 2 }, () => 'what became of answers was not read: Error: the disk is full'),
    ]);
  });

  it('is not read any more once it is disposed, not even to the end', async () => {
    const { quality, asked, listeners } = learning();
    quality.load();
    await vi.advanceTimersByTimeAsync(35);
    quality.dispose();
    await vi.advanceTimersByTimeAsync(10 * minuteMs);
    expect([asked.length, listeners.size]).toEqual([4, 0]);
  });
});
