import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/core/ledger/index.ts';
import { assumedSizes, RecentStatistics } from '../../../src/core/statistics/index.ts';
import { noUsage, taskKinds } from '../../../src/core/task/index.ts';
import { entryOf } from '../../support/entries.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const chatOf = (output: number, changes: Partial<LedgerEntry> = {}): LedgerEntry =>
  entryOf({ kind: 'chat', usage: { ...noUsage, output }, ...changes });

function predictionOf(entries: readonly LedgerEntry[]) {
  const statistics = new RecentStatistics({ now: () => 0 });
  for (const entry of entries) statistics.learn(entry);
  return statistics.predictSize('chat');
}

const times = <Item>(count: number, make: (index: number) => Item): Item[] => Array.from({ length: count }, (_, index) => make(index));

describe('The size of an answer', () => {
  it('is assumed before any was seen', () => {
    const statistics = new RecentStatistics({ now: () => 0 });
    expect(taskKinds.map((kind) => statistics.predictSize(kind))).toEqual(
      taskKinds.map((kind) => ({ outputTokens: assumedSizes[kind], samples: 0 })),
    );
  });

  it('is learned of each kind for itself', () => {
    expect(predictionOf(times(20, () => chatOf(7, { kind: 'title' })))).toEqual({ outputTokens: assumedSizes.chat, samples: 0 });
  });

  it('is the median of those seen, and what nine out of ten do not pass', () => {
    expect(predictionOf(times(60, (index) => chatOf(index % 4 === 0 ? 900 : 100)))).toEqual({
      outputTokens: { median: 100, high: 900 },
      samples: 60,
    });
  });

  it('moves from what is assumed to what is seen with the first eight', () => {
    const seen = [0, 1, 4, 8, 9].map((count) => predictionOf(times(count, () => chatOf(100))).outputTokens);
    expect(seen).toEqual([
      { median: 500, high: 1500 },
      { median: 450, high: 1325 },
      { median: 300, high: 800 },
      { median: 100, high: 100 },
      { median: 100, high: 100 },
    ]);
  });

  it('follows a change', () => {
    const before = times(64, () => chatOf(100));
    const after = (count: number) => predictionOf([...before, ...times(count, () => chatOf(900, { startedAtMs: 1_795_000_000_000 }))]);
    expect([0, 2, 15, 20].map((count) => after(count).outputTokens)).toEqual([
      { median: 100, high: 100 },
      { median: 100, high: 100 },
      { median: 100, high: 900 },
      { median: 900, high: 900 },
    ]);
  });

  it('is learned of answers that came to an end or a limit, not of those broken off', () => {
    const finishes = ['stop', 'length', 'tool-calls', 'budget', 'aborted', 'error', 'lost', 'content-filter'] as const;
    expect(finishes.map((finish) => predictionOf([chatOf(1, { finish })]).samples)).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
  });

  it('lies among those seen, once enough were, and the same comes of the same', () => {
    const outputs = fc.array(fc.nat(100_000), { minLength: 8, maxLength: 100 });
    fc.assert(
      fc.property(outputs, (all) => {
        const entries = all.map((output, index) => chatOf(output, { startedAtMs: index }));
        const { outputTokens } = predictionOf(entries);
        const last = all.slice(-64);
        expect([predictionOf(entries).outputTokens, last.includes(outputTokens.median), last.includes(outputTokens.high)]).toEqual([
          outputTokens,
          true,
          true,
        ]);
        expect(outputTokens.median <= outputTokens.high).toBe(true);
      }),
      runs,
    );
  });
});
