import type { Breakpoint } from '../../../src/core/caching/index.ts';
import { builtInCatalogue } from '../../../src/core/catalogue/data/index.ts';
import type { Candidate, Tier } from '../../../src/core/catalogue/index.ts';
import { priceOn } from '../../../src/core/catalogue/index.ts';
import type { ProviderCall } from '../../../src/core/provider.ts';
import { noUsage, type Usage } from '../../../src/core/task/index.ts';
import { type Block, createBlockReader } from '../../cache/blocks.ts';
import { SimulatedCache } from '../../cache/simulatedCache.ts';

/**
 * The models whose shares were measured, at the built-in list prices. ASSUMPTION: gpt-5-mini stands for the tier of the steps, which is `medium`; the catalogue
 * has it as `small`. gpt-5-nano sums up.
 */
export const simulatedModels: readonly Candidate[] = [
  fromCatalogue('claude-opus-4-5', 'anthropic', 'frontier'),
  fromCatalogue('gpt-5-mini', 'openai', 'medium'),
  fromCatalogue('gpt-5-nano', 'openai', 'small'),
];

function fromCatalogue(id: string, endpointId: string, tier: Tier): Candidate {
  const row = builtInCatalogue.models.find((model) => model.id === id && model.endpoint === endpointId);
  const endpoint = builtInCatalogue.endpoints.find((each) => each.id === endpointId);
  const price = row && priceOn(row.prices ?? [], '2026-11-22');
  if (!row || !endpoint || !price) throw new Error(`the catalogue has no ${id} of ${endpointId} with a price`);
  const { endpoint: _endpoint, prices: _prices, source: _source, onRequest: _onRequest, ...model } = row;
  return { model: { ...model, tier, price }, endpoint: { ...endpoint, adapter: 'simulated', needsKey: false } };
}

/** What the providers would report of a prompt: Anthropic's rules by marks, OpenAI's by whole beginnings of 128 tokens from 1,024 on. */
export class SimulatedClouds {
  readonly #byMarks = new SimulatedCache();
  readonly #read = createBlockReader();
  readonly #seen = new Map<string, Set<number>>();

  ask({ candidate, segments, tools, cachePlan }: ProviderCall, atMs: number): Usage {
    const model = candidate.model.tier === 'frontier' ? 'big' : 'small';
    const blocks = this.#read({ atMs, kind: 'agent.step', segments, tools, model, outputTokens: 0 });
    if (model === 'big') {
      const marks: readonly Breakpoint[] = cachePlan.type === 'breakpoints' ? cachePlan.breakpoints : [];
      return this.#byMarks.ask(blocks, marks, candidate.model.minimumCacheableTokens ?? 4096, atMs);
    }
    return this.#automatically(candidate.model.id, blocks);
  }

  #automatically(id: string, blocks: readonly Block[]): Usage {
    const seen = this.#seen.get(id) ?? new Set<number>();
    this.#seen.set(id, seen);
    const known = blocks.findLast(({ name }) => seen.has(name))?.upTo ?? 0;
    const cacheRead = known < 1024 ? 0 : known - (known % 128);
    for (const { name } of blocks) seen.add(name);
    return { ...noUsage, cacheRead, uncachedInput: (blocks.at(-1)?.upTo ?? 0) - cacheRead };
  }
}
