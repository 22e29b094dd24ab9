import type { Candidate } from '../../src/core/catalogue/index.ts';
import type { TraceRequest } from './trace.ts';

/** Nano-dollars per million tokens. */
export interface SimulatedPrices {
  readonly input: number;
  readonly output: number;
  readonly read: number;
  readonly write5m: number;
  readonly write1h: number;
}

export interface SimulatedModel {
  readonly prices: SimulatedPrices;
  readonly minimumTokens: number;
  /** As the planner knows it. */
  readonly candidate: Candidate;
}

/** Two models with Anthropic's rules; the relations of their prices are those of Anthropic's lists. */
export const simulatedModels: Readonly<Record<TraceRequest['model'], SimulatedModel>> = {
  big: simulated('big', { input: 5e9, output: 25e9, read: 0.25e9, write5m: 6.25e9, write1h: 10e9 }, 512),
  small: simulated('small', { input: 1e9, output: 5e9, read: 0.1e9, write5m: 1.25e9, write1h: 2e9 }, 2048),
};

function simulated(id: string, prices: SimulatedPrices, minimumTokens: number): SimulatedModel {
  return {
    prices,
    minimumTokens,
    candidate: {
      model: {
        id,
        tier: id === 'big' ? 'frontier' : 'small',
        canChat: true,
        minimumCacheableTokens: minimumTokens,
        price: {
          validFrom: '2026-01-01',
          source: { url: 'bench/cache/simulatedModels.ts', readOn: '2026-11-22' },
          uncachedInput: prices.input,
          cacheRead: prices.read,
          cacheWrite5m: prices.write5m,
          cacheWrite1h: prices.write1h,
          output: prices.output,
        },
      },
      endpoint: {
        id: 'simulated',
        provider: 'simulated',
        adapter: 'simulated',
        baseUrl: 'https://simulated.example',
        billing: 'metered',
        caching: { type: 'breakpoints', ttls: ['5m', '1h'], mostBreakpoints: 4, lookBackBlocks: 20 },
      },
    },
  };
}
