import { describe, expect, it } from 'vitest';
import { noCost, requestCostOf } from '../../../../src/core/agent/money/index.ts';
import { noUsage } from '../../../../src/core/task/index.ts';
import { entryOf, without } from '../../../support/entries.ts';

const usage = { ...noUsage, uncachedInput: 5, cacheRead: 20, output: 7 };
const baseline = (costNanoUsd: number) => ({ baseline: { model: 'opus', endpoint: 'cloud', costNanoUsd } });
const attempt = (changes: Parameters<typeof entryOf>[0]) =>
  entryOf({ kind: 'agent.step', billing: 'metered', usage, costNanoUsd: 10, ...changes });

describe('What a request cost', () => {
  it('is that of all its attempts, and its baseline that of the one that answered', () => {
    const failed = attempt({ id: 'a', attempt: 1, finish: 'error', costNanoUsd: 3, isEstimate: true });
    const answered = attempt({ id: 'b', attempt: 2, ...baseline(90) });
    expect(requestCostOf([answered, failed])).toEqual({
      costNanoUsd: 13,
      isEstimate: true,
      isUnpriced: false,
      countedNanoUsd: 13,
      baselineNanoUsd: 90,
      usage: { ...noUsage, uncachedInput: 10, cacheRead: 40, output: 14 },
    });
  });

  it('has one baseline, also where two attempts answered', () => {
    const entries = [attempt({ id: 'b', attempt: 2, ...baseline(90) }), attempt({ id: 'a', attempt: 1, ...baseline(70) })];
    expect(requestCostOf(entries).baselineNanoUsd).toBe(90);
  });

  it('is not known of an unpriced model, which counts all the same', () => {
    const { costNanoUsd, isUnpriced, countedNanoUsd } = requestCostOf([
      without(attempt({ id: 'a', countedNanoUsd: 500 }), 'costNanoUsd'),
      attempt({ id: 'b' }),
    ]);
    expect([costNanoUsd, isUnpriced, countedNanoUsd]).toEqual([10, true, 510]);
  });

  it('has no baseline where it is our own housekeeping', () => {
    const entries = (['title', 'compaction', 'agent.step'] as const).map((kind) =>
      attempt({ id: kind, taskId: kind, kind, ...baseline(50) }),
    );
    const { costNanoUsd, baselineNanoUsd } = requestCostOf(entries);
    expect([costNanoUsd, baselineNanoUsd]).toEqual([30, 50]);
  });

  it('is nothing where nobody was asked', () => {
    expect(requestCostOf([])).toEqual(noCost);
  });
});
