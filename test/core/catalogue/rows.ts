import type { Catalogue, CatalogueModel, Endpoint } from '../../../src/core/catalogue/index.ts';
import type { PriceRow } from '../../../src/core/money/index.ts';

export const price = (usdPerMillion: number, more: Partial<PriceRow> = {}): PriceRow => ({
  validFrom: '2026-01-01',
  source: { url: 'https://prices.example', readOn: '2026-01-01' },
  uncachedInput: usdPerMillion * 1_000_000_000,
  output: usdPerMillion * 5_000_000_000,
  ...more,
});

export const endpoint = (id: string, more: Partial<Endpoint> = {}): Endpoint => ({
  id,
  provider: id,
  adapter: 'openai-compatible',
  baseUrl: `https://${id}.example/v1`,
  billing: 'metered',
  needsKey: true,
  ...more,
});

export const model = (endpointId: string, id: string, more: Partial<CatalogueModel> = {}): CatalogueModel => ({
  endpoint: endpointId,
  id,
  tier: 'medium',
  canChat: true,
  prices: [price(1)],
  ...more,
});

export const catalogue = (endpoints: readonly Endpoint[], models: readonly CatalogueModel[]): Catalogue => ({ endpoints, models });
