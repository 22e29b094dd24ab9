import { CacheMemory } from '../../src/core/caching/index.ts';
import type { Usage } from '../../src/core/task/index.ts';
import { type Asked, bestCost } from './bestCost.ts';
import { createBlockReader } from './blocks.ts';
import { SimulatedCache } from './simulatedCache.ts';
import { type SimulatedPrices, simulatedModels } from './simulatedModels.ts';
import type { Trace } from './trace.ts';

/** What a trace cost, in nano-dollars: the input, by how it was cached, and the output, which is the same for all. */
export interface TraceCosts {
  readonly traceClass: string;
  readonly output: number;
  readonly ours: number;
  readonly best: number;
  readonly uncached: number;
}

/** A planner that has seen nothing yet plans request after request, and learns from what was billed. It never sees what comes. */
export function replayTrace({ traceClass, requests }: Trace): TraceCosts {
  const memory = new CacheMemory();
  const cache = new SimulatedCache();
  const read = createBlockReader();
  const asked: Asked[] = [];
  let [ours, uncached, output] = [0, 0, 0];
  for (const request of requests) {
    const { candidate, prices, minimumTokens } = simulatedModels[request.model];
    const blocks = read(request);
    const plan = memory.plan(candidate, request, 1);
    const usage = cache.ask(blocks, plan.type === 'breakpoints' ? plan.breakpoints : [], minimumTokens, request.atMs);
    memory.observe(candidate, request, plan, usage);
    ours += costOf(usage, prices);
    output += (request.outputTokens * prices.output) / 1_000_000;
    uncached += ((blocks.at(-1)?.upTo ?? 0) * prices.input) / 1_000_000;
    asked.push({ blocks, atMs: request.atMs, prices, minimumTokens });
  }
  return { traceClass, output, ours, best: bestCost(asked), uncached };
}

/** Of the input. */
function costOf(usage: Usage, { input, read, write5m, write1h }: SimulatedPrices): number {
  return (usage.uncachedInput * input + usage.cacheRead * read + usage.cacheWrite5m * write5m + usage.cacheWrite1h * write1h) / 1_000_000;
}
