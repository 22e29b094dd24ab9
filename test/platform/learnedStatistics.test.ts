import { describe, expect, it } from 'vitest';
import { LearnedStatistics } from '../../src/platform/learnedStatistics.ts';
import { entryOf } from '../support/entries.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';

const startMs = 1_794_000_000_000;

function learning(ledger = new MemoryLedger()) {
  const debugged: string[] = [];
  const statistics = new LearnedStatistics({ ledger, now: () => startMs, log: { debug: (text) => void debugged.push(text) } });
  const seen = () => [statistics.predictSize('completion.line').samples, statistics.speedOf('llama-server@127.0.0.1:8080', 'qwen')?.weight];
  return { ledger, statistics, seen, debugged };
}

/** An attempt that ended just now. */
const attempt = (id: string) => entryOf({ id, startedAtMs: startMs - 34 });

describe('What requests teach', () => {
  it('is known from this window’s at once', () => {
    const { statistics, seen } = learning();
    const before = seen();
    statistics.learn(attempt('a'));
    expect([before, seen()]).toEqual([
      [0, undefined],
      [1, 1],
    ]);
  });

  it('is known from every window’s once the ledger has told it', async () => {
    const { ledger, statistics, seen } = learning();
    for (const id of ['a', 'b']) await ledger.settle('none', attempt(id));
    await statistics.load();
    expect(seen()).toEqual([2, 1.8]);
  });

  it('is learned once, also of a request that ends while the ledger is asked', async () => {
    const { ledger, statistics, seen } = learning();
    await ledger.settle('none', attempt('before'));
    await ledger.settle('none', attempt('after'));
    statistics.learn(attempt('before'));
    await statistics.load();
    statistics.learn(attempt('after'));
    expect(seen()).toEqual([2, 1.8]);
  });

  it('is the hundred last of the ledger, at the most', async () => {
    const { ledger, statistics, seen } = learning();
    for (let index = 0; index < 120; index += 1) await ledger.settle('none', attempt(`entry-${index}`));
    const asked: number[] = [];
    const asking = { recentEntries: (count: number) => ledger.recentEntries(asked.push(count) && count) };
    await new LearnedStatistics({ ledger: asking, now: () => startMs, log: { debug: () => undefined } }).load();
    await statistics.load();
    expect([asked, seen()[0]]).toEqual([[100], 64]);
  });

  it('is what this window sees where the ledger is out of order, which is logged', async () => {
    const { statistics, seen, debugged } = learning(new MemoryLedger({ outOfOrder: true }));
    await statistics.load();
    statistics.learn(attempt('a'));
    expect([seen(), debugged]).toEqual([[1, 1], ['recent requests were not read: Error: the disk is full']]);
  });
});
