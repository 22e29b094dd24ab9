import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Asked, bestCost } from '../../bench/cache/bestCost.ts';
import type { Block } from '../../bench/cache/blocks.ts';
import { SimulatedCache } from '../../bench/cache/simulatedCache.ts';
import type { Breakpoint } from '../../src/core/caching/index.ts';

const prices = { input: 1_000_000, output: 5_000_000, read: 100_000, write5m: 1_250_000, write1h: 2_000_000 };
const minimumTokens = 1000;
/** Prompts that begin alike up to where their letters differ: 600 tokens a letter, so that the first alone cannot be cached. */
const prompts = fc.array(
  fc.record({ letters: fc.constantFrom('a', 'ab', 'abc', 'abd'), gapMs: fc.constantFrom(60_000, 600_000, 4_000_000) }),
  {
    minLength: 1,
    maxLength: 4,
  },
);

function askedOf(letters: string, atMs: number): Asked {
  const blocks = [...letters].map((_letter, index): Block => {
    const name = [...letters.slice(0, index + 1)].reduce((hash, letter) => hash * 31 + letter.charCodeAt(0), 7);
    return { name, tokens: 600, upTo: 600 * (index + 1), ends: index };
  });
  return { blocks, atMs, prices, minimumTokens };
}

/** Every way of marking every place for five minutes, for an hour or not at all, that the provider takes. */
function cheapestOfAll(asked: readonly Asked[]): number {
  const waysOf = ({ blocks }: Asked): readonly (readonly Breakpoint[])[] =>
    blocks
      .reduce<readonly (readonly Breakpoint[])[]>(
        (ways, _block, afterSegment) =>
          ways.flatMap((way) => [way, [...way, { afterSegment, ttl: '1h' as const }], [...way, { afterSegment, ttl: '5m' as const }]]),
        [[]],
      )
      .filter((way) => !way.some(({ ttl }, index) => ttl === '5m' && way.slice(index).some((later) => later.ttl === '1h')));
  const costOf = (ways: readonly (readonly Breakpoint[])[]): number => {
    const cache = new SimulatedCache();
    return asked.reduce((sum, { blocks, atMs }, index) => {
      const usage = cache.ask(blocks, ways[index] ?? [], minimumTokens, atMs);
      return sum + usage.uncachedInput + usage.cacheRead * 0.1 + usage.cacheWrite5m * 1.25 + usage.cacheWrite1h * 2;
    }, 0);
  };
  const all = asked.reduce<readonly (readonly (readonly Breakpoint[])[])[]>(
    (plans, one) => plans.flatMap((plan) => waysOf(one).map((way) => [...plan, way])),
    [[]],
  );
  return Math.min(...all.map(costOf));
}

it('The best that the benchmark compares with is never dearer than the cheapest of all plans', () => {
  fc.assert(
    fc.property(prompts, (drawn) => {
      let atMs = 0;
      const asked = drawn.slice(0, 3).map(({ letters, gapMs }) => {
        atMs += gapMs;
        return askedOf(letters, atMs);
      });
      expect(bestCost(asked)).toBeLessThanOrEqual(cheapestOfAll(asked) + 1e-6);
    }),
    { numRuns: 50 },
  );
});

it('It is the cheapest of all plans where a conversation grows', () => {
  const asked = [askedOf('ab', 0), askedOf('abc', 60_000), askedOf('abcd', 1_200_000)];
  // The first two blocks are read after one minute and after twenty: for an hour. The third, after nineteen: for an hour as well. The fourth: left.
  expect([bestCost(asked), cheapestOfAll(asked)].map(Math.round)).toEqual([4440, 4440]);
});
