import { describe, expect, it } from 'vitest';
import { mergeCatalogues } from '../../../src/core/catalogue/index.ts';
import { catalogue, endpoint, model, price } from './rows.ts';

const fact = { value: 'US', url: 'https://law.example', readOn: '2026-11-22' };
const base = catalogue(
  [endpoint('a', { jurisdiction: fact, quirks: { modelsPath: '/v1/models' } }), endpoint('b')],
  [model('a', 'one', { tier: 'frontier', contextTokens: 1000 }), model('a', 'two'), model('b', 'one')],
);

describe("The user's rows over the built-in ones", () => {
  it('change what they say of a model and leave the rest: its tier alone', () => {
    const merged = mergeCatalogues(base, { endpoints: [], models: [{ endpoint: 'a', id: 'one', tier: 'small' }] });
    expect(merged).toEqual({ ...base, models: [{ ...base.models[0], tier: 'small' }, base.models[1], base.models[2]] });
  });

  it('are a model of their own at another endpoint or by another id, of the medium tier and able to chat', () => {
    const { models } = mergeCatalogues(base, { endpoints: [], models: [{ endpoint: 'b', id: 'two' }] });
    expect(models.at(-1)).toEqual({ endpoint: 'b', id: 'two', tier: 'medium', canChat: true });
  });

  it('replace all price lists of a model, and add up to dated ones', () => {
    const [later, sooner] = [price(7, { validFrom: '2026-09-01' }), price(8, { validFrom: '2026-02-01' })];
    const { models } = mergeCatalogues(base, {
      endpoints: [],
      models: [
        { endpoint: 'a', id: 'one', prices: [later] },
        { endpoint: 'a', id: 'one', prices: [sooner], tier: 'small' },
      ],
    });
    expect(models[0]).toEqual({ ...base.models[0], tier: 'small', prices: [sooner, later] });
  });

  it('change an endpoint, and its words for the protocol one by one', () => {
    const row = { id: 'a', baseUrl: 'https://a.example/v2', quirks: { api: 'chat' } };
    expect(mergeCatalogues(base, { endpoints: [row], models: [] }).endpoints[0]).toEqual({
      ...base.endpoints[0],
      baseUrl: 'https://a.example/v2',
      quirks: { modelsPath: '/v1/models', api: 'chat' },
    });
  });

  it('lose what was documented of an endpoint when they move it to another origin', () => {
    const moved = mergeCatalogues(base, { endpoints: [{ id: 'a', baseUrl: 'https://proxy.example/v1' }], models: [] }).endpoints[0];
    expect(moved).not.toHaveProperty('jurisdiction');
  });

  it('lose, with it, what the endpoint is trusted with; how it speaks stays', () => {
    const facts = { url: 'https://a.example/terms', readOn: '2026-11-22' };
    const trusted = endpoint('a', {
      retention: { value: 'zero', ...facts },
      training: { value: 'never', ...facts },
      enforces: ['zeroRetention', 'noTraining'],
      caching: { type: 'automatic', ttl: '5m', takesKey: true },
    });
    const rows = { endpoints: [{ id: 'a', baseUrl: 'https://proxy.example/v1' }], models: [] };
    expect(mergeCatalogues(catalogue([trusted], []), rows).endpoints).toEqual([
      endpoint('a', { baseUrl: 'https://proxy.example/v1', caching: { type: 'automatic', ttl: '5m', takesKey: true } }),
    ]);
  });

  it('lose what a gateway keeps to when it is asked, once it is asked in another way', () => {
    const gateway = endpoint('a', { enforces: ['noTraining'], quirks: { preferences: 'openrouter' }, jurisdiction: fact });
    const changes = [
      {},
      { adapter: 'openai-compatible', quirks: { fimPath: '/v1/fim' } },
      { adapter: 'anthropic' },
      { quirks: { preferences: 'none' } },
    ];
    const merged = changes.map((change) => {
      const rows = { endpoints: [{ id: 'a', baseUrl: 'https://a.example/v2', ...change }], models: [] };
      const [changed] = mergeCatalogues(catalogue([gateway], []), rows).endpoints;
      return [changed?.enforces, changed?.jurisdiction];
    });
    expect(merged).toEqual([
      [['noTraining'], fact],
      [['noTraining'], fact],
      [undefined, fact],
      [undefined, fact],
    ]);
  });

  it('are an endpoint of their own: OpenAI-compatible, paid per token, with a key', () => {
    const { endpoints } = mergeCatalogues(base, {
      endpoints: [
        { id: 'gateway', baseUrl: 'https://gateway.example/v1' },
        { id: 'flat', baseUrl: 'https://flat.example/v1', billing: 'subscription' },
      ],
      models: [],
    });
    expect(endpoints.slice(2)).toEqual([
      {
        id: 'gateway',
        provider: 'gateway',
        adapter: 'openai-compatible',
        baseUrl: 'https://gateway.example/v1',
        billing: 'metered',
        needsKey: true,
      },
      {
        id: 'flat',
        provider: 'flat',
        adapter: 'openai-compatible',
        baseUrl: 'https://flat.example/v1',
        billing: 'subscription',
        needsKey: false,
      },
    ]);
  });
});
