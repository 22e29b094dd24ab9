import { type CatalogueRow, catalogueRows } from '../emulator/catalogueRows.ts';
import type { PriceList } from '../emulator/models.ts';
import type { Emulator } from '../emulator/startEmulator.ts';

type Cloud = Exclude<CatalogueRow['provider'], 'ollama'>;

interface CloudTerms {
  readonly adapter: string;
  readonly quirks?: Readonly<Record<string, string | boolean>>;
  /** How its prompt caches work; some of its models' work otherwise. */
  readonly caching?: string;
}

/** How each of the emulated clouds is reached, in the words of the settings. */
const endpointOf: Readonly<Record<Cloud, CloudTerms>> = {
  anthropic: { adapter: 'anthropic', caching: 'anthropic', quirks: { modelsPath: '/v1/models' } },
  openai: {
    adapter: 'openai',
    caching: 'automatic-with-key',
    quirks: { modelsPath: '/v1/models', maxTokensField: 'max_completion_tokens' },
  },
  openrouter: {
    adapter: 'openai-compatible',
    caching: 'automatic-with-key',
    quirks: {
      modelsPath: '/api/v1/key',
      creditsPath: '/api/v1/credits',
      usageStyle: 'openrouter',
      cacheKeyField: 'session_id',
      effortField: 'reasoning',
      preferences: 'openrouter',
    },
  },
  deepseek: { adapter: 'openai-compatible', quirks: { modelsPath: '/v1/models', fimPath: '/beta/completions', usageStyle: 'deepseek' } },
  mistral: { adapter: 'openai-compatible', quirks: { modelsPath: '/v1/models', fimPath: '/v1/fim/completions', streamUsage: false } },
  compatible: { adapter: 'openai-compatible', quirks: { modelsPath: '/v1/models', fimPath: '/v1/completions' } },
};

/** Writes to the cache are billed there, and it takes marks. */
const cachingOf: Readonly<Record<string, string>> = { 'emu-oak-6': 'openai', 'emu-cedar-6': 'openai' };

export type EmulatedEndpointId = `emu-${Cloud}`;

export const emulatedEndpointIds = (Object.keys(endpointOf) as readonly Cloud[]).map((cloud): EmulatedEndpointId => `emu-${cloud}`);

/** What a user would write into the settings to reach the emulated clouds, with all that they list; the key of each is `emulator.keys`. */
export function emulatorCatalogue(emulator: Pick<Emulator, 'baseUrls'>, endpointIds: readonly EmulatedEndpointId[] = emulatedEndpointIds) {
  const clouds = (Object.keys(endpointOf) as readonly Cloud[]).filter((cloud) => endpointIds.includes(`emu-${cloud}`));
  return {
    endpoints: clouds.map((cloud) => ({ id: `emu-${cloud}`, provider: cloud, baseUrl: emulator.baseUrls[cloud], ...endpointOf[cloud] })),
    models: catalogueRows()
      .filter(({ provider }) => clouds.some((cloud) => cloud === provider))
      .map(modelOf),
  };
}

function modelOf({ id, provider, contextTokens, maxOutputTokens, fillsInTheMiddle, minimumCacheableTokens, prices }: CatalogueRow) {
  return {
    endpoint: `emu-${provider}`,
    id,
    tier: tierOf(id),
    contextTokens,
    maxOutputTokens,
    tools: true,
    ...(fillsInTheMiddle && { fim: 'suffix' }),
    ...(cachingOf[id] !== undefined && { caching: cachingOf[id] }),
    ...(minimumCacheableTokens !== undefined && { minimumCacheableTokens }),
    ...(prices && { validFrom: '2026-01-01', source: 'test/emulator/models.ts', price: priceOf(prices) }),
  };
}

const mediumModels = /maple|oak-4|oak-6|cedar|routed-/;

function tierOf(id: string): 'small' | 'medium' | 'frontier' {
  if (id.includes('sequoia')) return 'frontier';
  return mediumModels.test(id) ? 'medium' : 'small';
}

function priceOf({ cliff, factors, ...prices }: PriceList) {
  return { ...prices, ...factors, ...(cliff && { longContext: [cliff] }) };
}
