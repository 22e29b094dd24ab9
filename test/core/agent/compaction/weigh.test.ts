import { expect, test } from 'vitest';
import { type CompactionTerms, weighCompaction } from '../../../../src/core/agent/compaction/weigh.ts';

/** $3 in, $0.30 to read and $3.75 to write the cache, per million; a compaction for two cents. */
const terms = {
  contextTokens: 200_000,
  uncachedInput: 3_000_000_000,
  cacheRead: 300_000_000,
  cacheWrite: 3_750_000_000,
  compactionNanoUsd: 20_000_000,
};
const usual: CompactionTerms = {
  ...{ promptTokens: 60_000, droppedTokens: 50_000, keptTokens: 5_000, carriedTokens: 200_000 },
  ...{ stepsAhead: 4, isCold: false, terms },
};

test('compaction against re-fill: worth it once what is not read any more outweighs the summary and filling the cache behind it', () => {
  // Each step reads 49,000 tokens less: 14,700,000. Against 20,000,000 for the summary, and 6,000 tokens x 3.45 = 20,700,000 to write again.
  const verdicts = [1, 2, 3, 4].map((stepsAhead) => weighCompaction({ ...usual, stepsAhead }).isWorthIt);
  expect([verdicts, weighCompaction({ ...usual, stepsAhead: 3 })]).toEqual([
    [false, false, true, true],
    {
      isWorthIt: true,
      isNeeded: false,
      reason: '$0.04 less to read in 3 steps, for $0.02 and $0.02 to fill the cache again; $0.06 was paid to carry it along',
    },
  ]);
});

test('it waits until what would be dropped has cost as much to carry along as dropping it costs, unless the cache is cold', () => {
  // It costs 20,000,000 + 20,700,000, and carrying 135,667 tokens along costs 40,700,100.
  const verdict = (carriedTokens: number, isCold = false) => weighCompaction({ ...usual, carriedTokens, isCold }).isWorthIt;
  expect([verdict(0), verdict(135_666), verdict(135_667), verdict(0, true)]).toEqual([false, false, true, true]);
});

test('where the cache is cold, going on would have to fill it as well: the next step alone is worth it', () => {
  expect([false, true].map((isCold) => weighCompaction({ ...usual, stepsAhead: 1, isCold }).isWorthIt)).toEqual([false, true]);
});

test.each<[string, Partial<CompactionTerms>, boolean]>([
  ['the context is nearly full, whatever it costs', { promptTokens: 161_000, stepsAhead: 1 }, true],
  ['the context is nearly full, and nothing is paid', { promptTokens: 7_000, terms: { ...terms, contextTokens: 8_000 } }, true],
  ['there is hardly anything to drop', { droppedTokens: 3_999, stepsAhead: 20, terms: { ...terms, compactionNanoUsd: 0 } }, false],
  ['what stays behind it is most of the prompt', { droppedTokens: 10_000, keptTokens: 50_000, stepsAhead: 20 }, false],
  ['the summary costs more than it saves', { terms: { ...terms, compactionNanoUsd: 50_000_000 } }, false],
  ['prices are not known', { terms: undefined }, false],
])('%s', (_what, changes, isWorthIt) => {
  expect(weighCompaction({ ...usual, ...changes }).isWorthIt).toBe(isWorthIt);
});

test('where each step adds as much, it pays for no more than half as many summaries as whoever compacts as soon as that saves anything, and less in all', () => {
  const added = 6_000;
  const played = (isPatient: boolean) => {
    let [dropped, carried, compactions, cost] = [0, 0, 0, 0];
    for (let step = 0; step < 100; step += 1) {
      cost += (dropped * terms.cacheRead) / 1e6;
      carried += dropped;
      const given = { ...usual, droppedTokens: dropped, keptTokens: 18_000, stepsAhead: 20 };
      if (weighCompaction({ ...given, carriedTokens: isPatient ? carried : Number.MAX_SAFE_INTEGER }).isWorthIt) {
        cost += terms.compactionNanoUsd + (19_000 * (terms.cacheWrite - terms.cacheRead)) / 1e6;
        [dropped, carried] = [0, 0];
        compactions += 1;
      }
      dropped += added;
    }
    return { compactions, cost };
  };
  const [eager, patient] = [played(false), played(true)];
  expect({
    half: patient.compactions * 2 <= eager.compactions,
    isCheaper: patient.cost < eager.cost,
    some: patient.compactions > 0,
  }).toEqual({
    half: true,
    isCheaper: true,
    some: true,
  });
});
