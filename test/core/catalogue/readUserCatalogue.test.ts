import { describe, expect, it } from 'vitest';
import { fimTemplateFor, readUserCatalogue } from '../../../src/core/catalogue/index.ts';
import { catalogue, endpoint } from './rows.ts';

const nothing = { endpoints: [], models: [] };
const modelRow = (more: object) => readUserCatalogue({ models: [{ endpoint: 'gateway', id: 'm', ...more }] });
const priceProblems = (price: object) => modelRow({ price: { input: 1, output: 2, ...price } }).problems;

describe("The user's catalogue", () => {
  it('is read as it was written: prices exactly, factors in thousandths, the cliffs in rising order', () => {
    const row = {
      endpoint: 'gateway',
      id: 'house-model',
      tier: 'small',
      contextTokens: 128_000,
      maxOutputTokens: 8192,
      chat: true,
      tools: true,
      images: false,
      fim: 'suffix',
      precision: 'fp8',
      tokenizerRatio: 1.2,
      minimumCacheableTokens: 1024,
      quirks: { reasoning: true },
      validFrom: '2026-11-01',
      source: 'https://gateway.example/prices',
      price: {
        input: '0.1373',
        output: 0.5517,
        cacheRead: '1e-3',
        cacheWrite5m: 0.2,
        cacheWrite30m: 0.21,
        cacheWrite1h: 0.3,
        cacheWrite12h: 0.4,
        perRequest: '0.00037',
        longContext: [
          { abovePromptTokens: 200_000, input: 4, output: 5 },
          { abovePromptTokens: 9000, input: 2, output: 3, cacheRead: 1 },
        ],
        batch: 0.5,
        flex: '0.5',
        priority: 1.75,
        fast: 6,
        geoUs: 1.1,
      },
    };
    expect(readUserCatalogue({ models: [row] })).toEqual({
      problems: [],
      catalogue: {
        endpoints: [],
        models: [
          {
            endpoint: 'gateway',
            id: 'house-model',
            tier: 'small',
            contextTokens: 128_000,
            maxOutputTokens: 8192,
            canChat: true,
            canUseTools: true,
            canSeeImages: false,
            fillInTheMiddle: { type: 'suffix' },
            precision: 'fp8',
            tokenizerRatio: 1.2,
            minimumCacheableTokens: 1024,
            quirks: { reasoning: true },
            prices: [
              {
                validFrom: '2026-11-01',
                source: { url: 'https://gateway.example/prices', readOn: '2026-11-01' },
                uncachedInput: 137_300_000,
                output: 551_700_000,
                cacheRead: 1_000_000,
                cacheWrite5m: 200_000_000,
                cacheWrite30m: 210_000_000,
                cacheWrite1h: 300_000_000,
                cacheWrite12h: 400_000_000,
                perRequest: 370_000,
                longContext: [
                  { abovePromptTokens: 9000, prices: { uncachedInput: 2_000_000_000, output: 3_000_000_000, cacheRead: 1_000_000_000 } },
                  { abovePromptTokens: 200_000, prices: { uncachedInput: 4_000_000_000, output: 5_000_000_000 } },
                ],
                serviceTiers: { batch: 500, flex: 500, priority: 1750 },
                speeds: { fast: 6000 },
                inferenceGeo: { us: 1100 },
              },
            ],
          },
        ],
      },
    });
  });

  it('says of an endpoint what the user says: no page has to prove it', () => {
    const row = {
      id: 'gateway',
      adapter: 'openai-compatible',
      provider: 'orcarouter',
      baseUrl: 'https://orca.example/v1',
      billing: 'metered',
      needsKey: true,
      region: 'EU',
      retention: 'zero',
      jurisdiction: 'DE',
      feePercent: 5.5,
      quirks: { usageStyle: 'openrouter' },
    };
    const fact = (value: string) => ({ value, url: 'settings', readOn: '2020-01-01' });
    const { feePercent: _feePercent, ...same } = row;
    expect(readUserCatalogue({ endpoints: [row] })).toEqual({
      problems: [],
      catalogue: {
        endpoints: [{ ...same, region: fact('EU'), retention: fact('zero'), jurisdiction: fact('DE'), feeThousandths: 55 }],
        models: [],
      },
    });
  });

  it('says nothing of what a row leaves open', () => {
    expect(modelRow({ tier: 'small' })).toEqual({
      problems: [],
      catalogue: { endpoints: [], models: [{ endpoint: 'gateway', id: 'm', tier: 'small' }] },
    });
  });

  it('knows a family of fill-in-the-middle templates by its name', () => {
    const { catalogue: read } = modelRow({ fim: 'qwen-coder' });
    expect(read.models[0]?.fillInTheMiddle).toEqual({ type: 'template', template: fimTemplateFor('qwen2.5-coder') });
    expect(modelRow({ fim: 'chat' }).catalogue.models[0]?.fillInTheMiddle).toEqual({ type: 'chat' });
  });

  it.each([[undefined], [null], [{}], [{ endpoints: [], models: [] }], [{ endpoints: null }]])(
    'is empty where the settings are: %j',
    (value) => {
      expect(readUserCatalogue(value)).toEqual({ catalogue: nothing, problems: [] });
    },
  );

  it.each([
    ['no object', 'must be an object with endpoints and models'],
    [7, 'must be an object with endpoints and models'],
    [{ models: 'all of them' }, 'models: must be a list'],
    [{ endpoints: { id: 'a' } }, 'endpoints: must be a list'],
  ])('that is %j is none, and is told so', (value, problem) => {
    expect(readUserCatalogue(value)).toEqual({ catalogue: nothing, problems: [problem] });
  });
});

describe("A wrong row of the user's catalogue", () => {
  it('is left out and named by its place; the others count', () => {
    const value = {
      endpoints: [{ id: 'a', baseUrl: 'nonsense' }, { id: 'b', baseUrl: 'https://b.example/v1' }, 'c'],
      models: [
        { endpoint: 'b', id: 'good' },
        { endpoint: 'b', id: 'bad', price: { input: 1 } },
        { endpoint: 'b', id: 'bad', tier: 'best' },
        { endpoint: 'b', id: '' },
      ],
    };
    expect(readUserCatalogue(value)).toEqual({
      catalogue: { endpoints: [{ id: 'b', baseUrl: 'https://b.example/v1' }], models: [{ endpoint: 'b', id: 'good' }] },
      problems: [
        'endpoints[0].baseUrl: must be an address such as https://gateway.example/v1',
        'endpoints[2]: Invalid type: Expected Object but received "c"',
        'models[1].price.output: Invalid key: Expected "output" but received undefined',
        'models[2].tier: Invalid type: Expected ("local" | "small" | "medium" | "frontier") but received "best"',
        'models[3].id: must not be empty',
      ],
    });
  });

  it('is one at an endpoint that nobody knows', () => {
    const base = catalogue([endpoint('known')], []);
    const models = [
      { endpoint: 'known', id: 'a' },
      { endpoint: 'own', id: 'b' },
      { endpoint: 'unknown', id: 'c' },
    ];
    const { catalogue: read, problems } = readUserCatalogue({ endpoints: [{ id: 'own', baseUrl: 'https://own.example' }], models }, base);
    expect([read.models.map(({ id }) => id), problems]).toEqual([['a', 'b'], ['models[2].endpoint: there is no endpoint "unknown"']]);
  });

  const amount = 'models[0].price.input: must be USD per million tokens';
  it.each([
    [{ input: -1 }, `${amount}: a decimal number at or above 0 with at most 9 decimals`],
    [{ input: '-1' }, `${amount}: a decimal number at or above 0 with at most 9 decimals`],
    [{ input: Number.NaN }, `${amount}, as a number or a decimal string`],
    [{ input: Number.POSITIVE_INFINITY }, `${amount}: a decimal number at or above 0 with at most 9 decimals`],
    [{ input: 'three dollars' }, `${amount}: a decimal number at or above 0 with at most 9 decimals`],
    [{ input: '0.0000000001' }, `${amount}: a decimal number at or above 0 with at most 9 decimals`],
    [{ input: 1_000_000.01 }, `${amount}, at most 1000000`],
    [{ input: null }, `${amount}, as a number or a decimal string`],
    [{ batch: 0.00055 }, 'models[0].price.batch: must be as a factor: a decimal number at or above 0 with at most 3 decimals'],
    [{ ouput: 3 }, 'models[0].price.ouput: Invalid key: Expected never but received "ouput"'],
    [
      { longContext: [{ abovePromptTokens: 0, input: 1, output: 2 }] },
      'models[0].price.longContext.0.abovePromptTokens: must be at least 1',
    ],
  ])('has the price %j', (price, problem) => {
    expect(priceProblems(price)).toEqual([problem]);
  });

  it.each([[0], ['0'], [1_000_000], ['1000000'], ['0.000000001']])('has not the price %s', (input) => {
    expect(priceProblems({ input })).toEqual([]);
  });
});

describe('What the user says of a model or an endpoint besides', () => {
  it('is read in plain words: its cache, its efforts, how good it is, what becomes of prompts', () => {
    const { catalogue: read, problems } = readUserCatalogue({
      endpoints: [{ id: 'gateway', baseUrl: 'https://gateway.example/v1', training: 'never', caching: 'automatic-with-key' }],
      models: [{ endpoint: 'gateway', id: 'm', caching: 'anthropic', efforts: ['low', 'high'], quality: 0.8 }],
    });
    const stated = { benchmark: 'stated in the settings', share: 0.8, url: 'settings', readOn: '2020-01-01' };
    expect(problems).toEqual([]);
    expect(read).toEqual({
      endpoints: [
        {
          id: 'gateway',
          baseUrl: 'https://gateway.example/v1',
          training: { value: 'never', url: 'settings', readOn: '2020-01-01' },
          caching: { type: 'automatic', ttl: '5m', takesKey: true },
        },
      ],
      models: [
        {
          endpoint: 'gateway',
          id: 'm',
          caching: { type: 'breakpoints', ttls: ['5m', '1h'], mostBreakpoints: 4, lookBackBlocks: 20 },
          efforts: ['low', 'high'],
          quality: ['agent', 'code', 'chat'].map((domain) => ({ domain, ...stated })),
        },
      ],
    });
  });

  it.each([
    ['none', { type: 'none' }],
    ['automatic', { type: 'automatic', ttl: '5m' }],
    ['openai', { type: 'automatic', ttl: '30m', takesKey: true, takesBreakpoints: true }],
    ['slot', { type: 'slot' }],
  ])('names the cache %s', (caching, rules) => {
    expect(modelRow({ caching }).catalogue.models).toEqual([{ endpoint: 'gateway', id: 'm', caching: rules }]);
  });

  it.each([
    [{ quality: 80 }, 'models[0].quality: must be a share from 0 to 1: 0.8 for 80 %'],
    [{ quality: -0.1 }, 'models[0].quality: must be a share from 0 to 1'],
    [{ quality: '0.8' }, 'models[0].quality: must be a share from 0 to 1'],
    [{ efforts: [] }, 'models[0].efforts: must name at least one'],
    [{ efforts: ['low', 'low'] }, 'models[0].efforts: must name each once, the lowest first'],
    [{ efforts: ['Very high!'] }, 'models[0].efforts.0: must be a word such as low'],
    [{ caching: 'always' }, 'models[0].caching: must be one of none, automatic, automatic-with-key, openai, anthropic, slot'],
  ])('is refused with its place where it is wrong: %j', (row, problem) => {
    expect(modelRow(row)).toEqual({ catalogue: nothing, problems: [problem] });
  });

  it('is 0 where the model is useless, which is not the same as nothing said', () => {
    expect(modelRow({ quality: 0 }).catalogue.models[0]?.quality).toHaveLength(3);
  });
});
