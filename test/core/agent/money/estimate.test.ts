import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentModes } from '../../../../src/core/agent/index.ts';
import { estimateOf, type PastTask } from '../../../../src/core/agent/money/index.ts';

const about = { mode: 'agent', kind: 'agent.plan', promptTokens: 1000 } as const;
let atMs = 0;
const past = (costNanoUsd: number, changes: Partial<PastTask> = {}): PastTask => ({ ...about, costNanoUsd, atMs: ++atMs, ...changes });
const many = (count: number, costNanoUsd: number, changes: Partial<PastTask> = {}) =>
  Array.from({ length: count }, () => past(costNanoUsd, changes));

describe('An estimate', () => {
  it('without past tasks is an assumption: 5 to 50 times what one answer costs, once to 5 times where it is only asked', () => {
    expect([estimateOf([], { ...about, answerNanoUsd: 1000 }), estimateOf([], { ...about, mode: 'ask', answerNanoUsd: 1000 })]).toEqual([
      { low: 5000, usual: 15_811, high: 50_000, tasks: 0 },
      { low: 1000, usual: 2236, high: 5000, tasks: 0 },
    ]);
  });

  it('takes the list price of a model of the middle where nobody knows what an answer costs', () => {
    // 1,000 tokens in at $3 a million and 500 out at $15.
    expect(estimateOf([], { ...about, mode: 'ask' }).low).toBe(10_500_000);
  });

  it('is a range of similar past tasks', () => {
    const tasks = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000].map((cost) => past(cost, { atMs: 5 }));
    expect(estimateOf(tasks, about)).toEqual({ low: 100, usual: 500, high: 900, tasks: 10 });
  });

  it('looks at its own mode only', () => {
    expect(estimateOf(many(9, 100, { mode: 'ask' }), { ...about, answerNanoUsd: 1000 }).tasks).toBe(0);
  });

  it.each([
    ['twice as long, of the same kind', [...many(5, 100, { promptTokens: 2000 }), ...many(5, 999, { promptTokens: 2001 })], 5],
    ['four times as long', [...many(4, 100), past(100, { promptTokens: 250 }), ...many(5, 999, { promptTokens: 249 })], 5],
    ['of another kind', [...many(4, 100), ...many(4, 100, { kind: 'agent.step' })], 8],
    ['sixteen times as long', [...many(4, 100), past(100, { promptTokens: 16_000 }), past(999, { promptTokens: 16_001 })], 5],
    ['of any length, where there are not enough', [...many(3, 100), past(100, { promptTokens: 100_000 })], 4],
  ] as const)('takes those at most %s', (_what, tasks, taken) => {
    const { usual, tasks: count } = estimateOf(tasks, about);
    expect([usual, count]).toEqual([100, taken]);
  });

  it('of few tasks is wider than they are', () => {
    const [one, four, five] = [1, 4, 5].map((count) => estimateOf(many(count, 1000), about));
    expect([one, four, five]).toEqual([
      { low: 398, usual: 1000, high: 2512, tasks: 1 },
      { low: 794, usual: 1000, high: 1259, tasks: 4 },
      { low: 1000, usual: 1000, high: 1000, tasks: 5 },
    ]);
  });

  it('counts the latest most, in whatever order they come', () => {
    const earlier = Array.from({ length: 40 }, (_, index) => past(1000, { atMs: index }));
    const later = Array.from({ length: 20 }, (_, index) => past(100, { atMs: 100 + index }));
    expect([estimateOf([...earlier, ...later], about).usual, estimateOf([...later, ...earlier], about).usual]).toEqual([100, 100]);
  });

  it('rises from low to high and stays within what was seen or assumed, whatever tasks there were', () => {
    const tasks = fc.array(
      fc.record({
        mode: fc.constantFrom(...agentModes),
        kind: fc.constantFrom('chat', 'agent.plan', 'agent.step' as const),
        promptTokens: fc.nat(100_000),
        costNanoUsd: fc.nat(10_000_000_000),
        atMs: fc.nat(),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(tasks, (each) => {
        const { low, usual, high, tasks: count } = estimateOf(each, about);
        const ofMode = each.filter(({ mode }) => mode === 'agent');
        expect(low <= usual && usual <= high && count <= ofMode.length && count > 0 === ofMode.length > 0).toBe(true);
        if (count > 0) expect(ofMode.map(({ costNanoUsd }) => costNanoUsd)).toContain(usual);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});
