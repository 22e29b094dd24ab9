import type { Block } from './blocks.ts';
import type { SimulatedPrices } from './simulatedModels.ts';

/** A prompt as the search for the best sees it. */
export interface Asked {
  readonly blocks: readonly Block[];
  readonly atMs: number;
  readonly prices: SimulatedPrices;
  readonly minimumTokens: number;
}

const ttlsMs = { write5m: 300_000, write1h: 3_600_000 } as const;

/**
 * What the input of all requests costs at the least, in nano-dollars, by somebody who knows the future and may mark as many places as there are
 * blocks. Then each block is a question of its own: at each request that holds it and does not find it alive, is it left, written for five
 * minutes or for an hour? That is searched through exhaustively, as a dynamic program over its uses. With four marks and the order of lifetimes
 * nobody can be cheaper, so that regret against it is never too small.
 *
 * What stands before the shortest beginning that can be cached lives and dies with the block that completes it.
 */
export function bestCost(requests: readonly Asked[]): number {
  const uses = new Map<number, { tokens: number; prices: SimulatedPrices; timesMs: number[] }>();
  let uncacheable = 0;
  for (const { blocks, atMs, prices, minimumTokens } of requests) {
    const first = blocks.findIndex(({ upTo }) => upTo >= minimumTokens);
    if (first === -1) uncacheable += (blocks.at(-1)?.upTo ?? 0) * prices.input;
    else {
      blocks.slice(first).forEach(({ name, tokens, upTo }, index) => {
        const use = uses.get(name) ?? { tokens: index === 0 ? upTo : tokens, prices, timesMs: [] };
        use.timesMs.push(atMs);
        uses.set(name, use);
      });
    }
  }
  const cacheable = [...uses.values()].reduce((sum, { tokens, prices, timesMs }) => sum + tokens * bestOfBlock(timesMs, prices), 0);
  return (uncacheable + cacheable) / 1_000_000;
}

/** Per million tokens, from the last use back to the first. */
function bestOfBlock(timesMs: readonly number[], prices: SimulatedPrices): number {
  let [dead, alive5m, alive1h] = [0, 0, 0];
  for (let index = timesMs.length - 1; index >= 0; index -= 1) {
    const gapMs = (timesMs[index + 1] ?? Number.POSITIVE_INFINITY) - (timesMs[index] ?? 0);
    const after5m = gapMs < ttlsMs.write5m ? alive5m : dead;
    const after1h = gapMs < ttlsMs.write1h ? alive1h : dead;
    [dead, alive5m, alive1h] = [
      Math.min(prices.input + dead, prices.write5m + after5m, prices.write1h + after1h),
      prices.read + after5m,
      prices.read + after1h,
    ];
  }
  return dead;
}
