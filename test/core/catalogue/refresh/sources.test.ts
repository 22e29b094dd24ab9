import { describe, expect, it } from 'vitest';
import { parseSource, readSources, type SourceReading, sourceName } from '../../../../src/core/catalogue/refresh/index.ts';
import { catalogue, endpoint, model } from '../rows.ts';
import { base, dollars, list, listed, today, World } from './worlds.ts';

const anthropic = catalogue([endpoint('anthropic')], [model('anthropic', 'claude-sonnet-5', { prices: [dollars(2, 10)] })]);
const read = (source: string, body: unknown, over = base): SourceReading =>
  parseSource(source, typeof body === 'string' ? body : JSON.stringify(body), over, today);
const pricesIn = (reading: SourceReading) => (reading.outcome === 'read' ? reading.rows.map(({ id, prices }) => [id, prices]) : reading);
const refusedIn = (reading: SourceReading) => (reading.outcome === 'read' ? reading.refused : reading);

describe('Sources in the setting', () => {
  it('are the two public lists and https addresses; others are named', () => {
    expect(readSources(['openrouter', list, 'openrouter', 'http://prices.example', 'https://me:secret@prices.example', 7])).toEqual({
      sources: ['openrouter', list],
      problems: [3, 4, 5].map((index) => `[${index}]: must be genai-prices, openrouter or an https address`),
    });
  });

  it('are told without what may be secret in their address', () => {
    expect(['genai-prices', 'https://prices.example/list.json?token=abc'].map(sourceName)).toEqual([
      'genai-prices',
      'prices.example/list.json',
    ]);
  });
});

describe('A list with more rows than any price list has', () => {
  it('is refused as a whole, whichever source it is of, and one of as many as are read is not', () => {
    const models = Array.from({ length: 10_001 }, (_, index) => ({ endpoint: 'vendor', id: `m${index}`, price: { input: 1, output: 2 } }));
    const answers = [
      [list, { models }],
      [list, { endpoints: models, models: [] }],
      ['openrouter', { data: models }],
      ['genai-prices', [{ id: 'anthropic', models }]],
    ] as const;
    const refused = answers.map(([source, body]) => read(source, body));
    const full = read(list, { models: models.slice(1) });
    expect([refused, full.outcome === 'read' && full.rows.length]).toEqual([
      answers.map(() => ({ outcome: 'unusable', reason: 'it has 10001 rows, and at most 10000 are read' })),
      10_000,
    ]);
  });

  it('or a model with more cliffs than any has, is refused alone', () => {
    const longContext = Array.from({ length: 51 }, (_, index) => ({ abovePromptTokens: index + 1, input: 1, output: 1 }));
    const good = { endpoint: 'vendor', id: 'coder', price: { input: 1, output: 1 } };
    const bad = { endpoint: 'vendor', id: 'steep', price: { input: 1, output: 1, longContext } };
    expect(refusedIn(read(list, { models: [good, bad] }))).toEqual([{ name: 'steep (vendor)', reason: 'it has more than 50 cliffs' }]);
  });
});

describe('genai-prices', () => {
  const collection = (...models: readonly unknown[]) => [{ id: 'anthropic', models }];
  const sonnet = (prices: unknown) => ({ id: 'claude-sonnet-5', match: { starts_with: 'claude-sonnet-5' }, prices });
  const good = sonnet({ input_mtok: 3, output_mtok: 15, cache_write_mtok: 3.75, cache_write_1h_mtok: 6 });

  it('is read by exact id, whatever else an entry would match', () => {
    const over = { ...anthropic, models: [...anthropic.models, model('anthropic', 'claude-sonnet-5-5')] };
    const cached = { uncachedInput: 3e9, output: 15e9, cacheWrite5m: 3.75e9, cacheWrite1h: 6e9 };
    expect(pricesIn(read('genai-prices', collection(good), over))).toEqual([['claude-sonnet-5', cached]]);
  });

  it('has the price list of today, in the published JSON without types', () => {
    const lists = [
      { prices: { input_mtok: 2, output_mtok: 10 } },
      { constraint: { start_date: '2026-11-01' }, prices: { input_mtok: 3, output_mtok: 15 } },
      { constraint: { start_date: '2027-01-01' }, prices: { input_mtok: 9, output_mtok: 90 } },
    ];
    const reading = read('genai-prices', collection(sonnet(lists)), anthropic);
    expect([pricesIn(reading), reading.outcome === 'read' && reading.nextPriceOn]).toEqual([
      [['claude-sonnet-5', { uncachedInput: 3e9, output: 15e9 }]],
      '2027-01-01',
    ]);
  });

  it('refuses a row with a negative or missing price alone', () => {
    const bad = [
      { id: 'claude-next-1', match: { equals: 'claude-next-1' }, prices: { input_mtok: -1, output_mtok: 5 } },
      { id: 'claude-next-2', match: { equals: 'claude-next-2' }, prices: { output_mtok: 5 } },
      { id: 'claude-next-3', match: { equals: 'claude-next-3' }, prices: { input_mtok: 20_000, output_mtok: 5 } },
    ];
    const reading = read('genai-prices', collection(good, ...bad), anthropic);
    expect({ rows: reading.outcome === 'read' && reading.rows.map(({ id }) => id), refused: refusedIn(reading) }).toEqual({
      rows: ['claude-sonnet-5'],
      refused: [
        { name: 'claude-next-1 (anthropic)', reason: 'a price is negative' },
        { name: 'claude-next-2 (anthropic)', reason: 'claude-next-2 has no price for input or output' },
        { name: 'claude-next-3 (anthropic)', reason: 'a price is absurd: above $10,000 per million tokens' },
      ],
    });
  });

  it('has news: models that came into it later, answer with text and are not on their way out', () => {
    const priced = { input_mtok: 1, output_mtok: 2 };
    const models = ['claude-2', 'claude-next', 'claude-old', 'claude-tts'].map((id) => ({
      id,
      match: { equals: id },
      context_window: 500_000,
      ...(id === 'claude-old' && { deprecated: true }),
      prices: id === 'claude-tts' ? { ...priced, output_audio_mtok: 9 } : priced,
    }));
    const reading = read('genai-prices', collection(good, ...models), anthropic);
    expect(reading.outcome === 'read' && reading.rows.map(({ id, facts }) => [id, facts.contextTokens])).toEqual([
      ['claude-sonnet-5', undefined],
      ['claude-next', 500_000],
    ]);
  });

  it('changes nothing where it is not what it was', () => {
    const answers = ['<html>', '{}', [], [{ id: 'anthropic', models: 7 }], [{ id: 'anthropic', models: [sonnet('free')] }]];
    expect(answers.map((answer) => read('genai-prices', answer, anthropic))).toEqual([
      { outcome: 'unusable', reason: 'it is no JSON' },
      ...[1, 2].map(() => ({ outcome: 'unusable', reason: expect.any(String) })),
      { outcome: 'unusable', reason: 'it is no list of providers with models' },
      { outcome: 'unusable', reason: 'it has no model that the catalogue knows' },
    ]);
  });
});

describe('OpenRouter', () => {
  const answer = (pricing: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
    data: [{ id: 'maker/coder', pricing: { prompt: '0.000001', completion: '0.000005', ...pricing }, ...more }],
  });
  const pricesOf = (pricing: Readonly<Record<string, unknown>>) => {
    const reading = read('openrouter', answer(pricing));
    return reading.outcome === 'read' ? (reading.rows[0]?.prices ?? reading.refused[0]) : reading.reason;
  };
  const plain = { uncachedInput: 1e9, output: 5e9 };

  it('has prices per token as strings, which become exact nano-dollars per million', () => {
    expect(
      pricesOf({
        prompt: '0.0000000812345',
        request: '0.005',
        input_cache_read: '0.00000001',
        input_cache_write: '0.00000125',
        input_cache_write_1h: '2e-6',
      }),
    ).toEqual({
      uncachedInput: 81_234_500,
      output: 5e9,
      cacheRead: 10_000_000,
      cacheWrite5m: 1_250_000_000,
      cacheWrite30m: 1_250_000_000,
      cacheWrite1h: 2_000_000_000,
      perRequest: 5_000_000,
    });
  });

  it('has overrides above so many prompt tokens, which are cliffs; the later ones win, and inherit', () => {
    const overrides = [
      { min_prompt_tokens: 200_000, prompt: '0.000002', completion: '0.0000075' },
      { min_prompt_tokens: 400_000, prompt: '0.000004' },
    ];
    expect(pricesOf({ overrides })).toEqual({
      ...plain,
      longContext: [
        { abovePromptTokens: 200_000, prices: { uncachedInput: 2e9, output: 7.5e9 } },
        { abovePromptTokens: 400_000, prices: { uncachedInput: 4e9, output: 7.5e9 } },
      ],
    });
  });

  it('has overrides by the hour, which are hours, with the dearest of the day as the list’s own prices', () => {
    const peak = { utc_start: 100, utc_end: 430, prompt: '0.000002', completion: '0.00001' };
    expect(pricesOf({ overrides: [peak] })).toEqual({
      uncachedInput: 2e9,
      output: 10e9,
      hours: [{ utcFromMinute: 270, utcToMinute: 60, prices: plain }],
    });
  });

  it('has overrides past midnight, and of two at one time the later wins', () => {
    const overrides = [
      { utc_start: 2200, utc_end: 200, prompt: '0.0000004' },
      { utc_start: 0, utc_end: 100, prompt: '0.0000002' },
    ];
    expect(pricesOf({ overrides })).toEqual({
      ...plain,
      hours: [
        { utcFromMinute: 0, utcToMinute: 60, prices: { uncachedInput: 0.2e9, output: 5e9 } },
        { utcFromMinute: 60, utcToMinute: 120, prices: { uncachedInput: 0.4e9, output: 5e9 } },
        { utcFromMinute: 1320, utcToMinute: 1440, prices: { uncachedInput: 0.4e9, output: 5e9 } },
      ],
    });
  });

  it('has overrides on some days, which count where they are dearer, and never where they are cheaper', () => {
    expect([
      pricesOf({ overrides: [{ utc_days: ['mon'], prompt: '0.000003' }] }),
      pricesOf({ overrides: [{ utc_days: ['sun'], prompt: '0.0000001' }] }),
    ]).toEqual([{ uncachedInput: 3e9, output: 5e9 }, plain]);
  });

  it('has discounts in its prices already, of one host only: the price without them counts', () => {
    expect(pricesOf({ discount: 0.75 })).toEqual({ uncachedInput: 4e9, output: 20e9 });
  });

  it('refuses a price that is negative, missing or absurd, and a discount of all, each row alone', () => {
    const rows = [{ prompt: '-1' }, { prompt: undefined }, { prompt: 'much' }, { prompt: '0.001' }, { discount: 1 }];
    const good = { id: 'maker/new', pricing: { prompt: '0.000001', completion: '0.000001' } };
    const readings = rows.map((pricing) => read('openrouter', { data: [...answer(pricing).data, good] }));
    expect(readings.map((reading) => reading.outcome === 'read' && [reading.rows.map(({ id }) => id), reading.refused])).toEqual(
      [
        'pricing.prompt: "-1" is no price at or above 0',
        'pricing.prompt: Invalid key: Expected "prompt" but received undefined',
        'pricing.prompt: "much" is no price at or above 0',
        'a price is absurd: uncachedInput would be more than 100 times what it is',
        'pricing.discount: a discount is not between 0 and 1',
      ].map((reason) => [['maker/new'], [{ name: 'maker/coder (openrouter)', reason }]]),
    );
  });

  it('has news: models that came into it after the catalogue was read through, and answer with text', () => {
    const one = (id: string, created: string, output = ['text']) => ({
      id,
      created: Date.parse(created) / 1000,
      context_length: 131_072,
      architecture: { input_modalities: ['text', 'image'], output_modalities: output },
      top_provider: { max_completion_tokens: 8192 },
      supported_parameters: ['tools', 'temperature'],
      pricing: { prompt: '0.0000002', completion: '0.0000004' },
    });
    const data = [
      one('maker/coder', '2025-01-01'),
      one('maker/old', '2026-10-31'),
      one('maker/new', '2026-11-20'),
      one('maker/new:free', '2026-11-20'),
      one('maker/painter', '2026-11-20', ['image', 'text']),
    ];
    const world = new World(['openrouter']);
    world.hear({ data });
    expect(world.offers.map(({ kind, row, facts }) => [kind, row.id, facts])).toEqual([
      ['price', 'maker/coder', {}],
      [
        'new-model',
        'maker/new',
        { canChat: true, canUseTools: true, canSeeImages: true, contextTokens: 131_072, maxOutputTokens: 8192, tier: 'medium' },
      ],
    ]);
  });

  it('counts before what genai-prices has of it', () => {
    const openRouterThere = {
      id: 'openrouter',
      models: [{ id: 'maker/coder', match: { equals: 'maker/coder' }, prices: { input_mtok: 7, output_mtok: 7 } }],
    };
    const [both, alone] = [new World(['genai-prices', 'openrouter']), new World(['genai-prices'])];
    both.hear([openRouterThere], 'genai-prices');
    alone.hear([openRouterThere], 'genai-prices');
    expect([both, alone].map((world) => world.costs('maker/coder', 'openrouter'))).toEqual([
      [1, 5, undefined],
      [7, 7, undefined],
    ]);
  });

  it('changes nothing where it is not what it was', () => {
    expect(['[]', { data: [] }, { data: [{ id: 'maker/coder' }] }].map((body) => read('openrouter', body).outcome)).toEqual([
      'unusable',
      'unusable',
      'unusable',
    ]);
  });
});

describe('A list of the user’s own', () => {
  it('has the settings’ rows, with the price of today', () => {
    const models = [
      { endpoint: 'vendor', id: 'coder', price: { input: '2.50', output: 10 }, validFrom: '2026-11-01', source: 'https://vendor.example' },
      { endpoint: 'vendor', id: 'coder', price: { input: 9, output: 9 }, validFrom: '2027-01-01' },
    ];
    const reading = read(list, { models });
    expect(reading.outcome === 'read' && reading.rows).toEqual([
      {
        endpoint: 'vendor',
        id: 'coder',
        url: 'https://vendor.example',
        prices: { uncachedInput: 2.5e9, output: 10e9 },
        facts: {},
        describesKnown: true,
      },
    ]);
  });

  it('refuses rows that are wrong alone, each with its id and reason', () => {
    const models = [
      ...listed({ input: 3, output: 12 }).models,
      { endpoint: 'vendor', id: 'minus', price: { input: -1, output: 1 } },
      { endpoint: 'vendor', id: 'none', tier: 'small' },
      { endpoint: 'nowhere', id: 'stray', price: { input: 1, output: 1 } },
      { endpoint: 'vendor', id: 'in\u200bvisible', price: { input: 1, output: 1 } },
    ];
    expect(refusedIn(read(list, { models }))).toEqual([
      {
        name: 'minus (vendor)',
        reason: 'price.input: must be USD per million tokens: a decimal number at or above 0 with at most 9 decimals',
      },
      { name: 'none (vendor)', reason: 'it has no price' },
      { name: 'stray (nowhere)', reason: 'endpoint: there is no endpoint "nowhere"' },
      { name: 'in\u200bvisible (vendor)', reason: 'its id is not made of visible ASCII characters' },
    ]);
  });

  it('may bring a new https address that is paid by the token, and neither move a known one nor call one free', () => {
    const world = new World();
    const endpoints = [
      { id: 'fresh', baseUrl: 'https://fresh.example/v1' },
      { id: 'vendor', baseUrl: 'https://thief.example/v1' },
      { id: 'plain', baseUrl: 'http://plain.example/v1' },
      { id: 'gift', baseUrl: 'https://gift.example/v1', billing: 'local' },
    ];
    const { refused } = world.hear({ endpoints, models: [{ endpoint: 'fresh', id: 'm', price: { input: 1, output: 2 } }] });
    const waiting = world.catalogue.endpoints.map(({ id }) => id);
    world.answer({ accepted: world.offers });
    expect({ refused: refused.map(({ name }) => name), waiting, accepted: world.catalogue.endpoints.at(-1) }).toEqual({
      refused: ['endpoint vendor', 'plain', 'gift'].map((name) => (name.startsWith('endpoint') ? name : `endpoint ${name}`)),
      waiting: ['vendor', 'openrouter'],
      accepted: {
        id: 'fresh',
        baseUrl: 'https://fresh.example/v1',
        provider: 'fresh',
        adapter: 'openai-compatible',
        needsKey: true,
        billing: 'metered',
      },
    });
  });

  it('says nothing that policies, keys or bills hold by: that is for the user’s own settings', () => {
    const world = new World();
    const claims = { provider: 'anthropic', region: 'EU', retention: 'zero', jurisdiction: 'EU', training: 'never', needsKey: false };
    const endpoints = [
      { id: 'fresh', baseUrl: 'https://fresh.example/v1', adapter: 'openai', feePercent: 5.5, quirks: { a: 1 }, ...claims },
    ];
    const row = { endpoint: 'fresh', id: 'm', price: { input: 1, output: 2 }, precision: 'bf16', quirks: { a: 1 } };
    world.hear({ endpoints, models: [row, ...listed({ input: 2, output: 10 }, { precision: 'bf16', quirks: { a: 1 } }).models] });
    const offers = world.offers.map(({ facts }) => facts);
    world.answer({ accepted: world.offers });
    expect({ offers, endpoint: world.catalogue.endpoints.at(-1) }).toEqual({
      offers: [{ tier: 'medium' }],
      endpoint: {
        id: 'fresh',
        baseUrl: 'https://fresh.example/v1',
        provider: 'fresh',
        adapter: 'openai',
        feeThousandths: 55,
        needsKey: true,
        billing: 'metered',
      },
    });
  });

  it('gives no new address the name of a known provider, nor one that cannot be read', () => {
    const over = catalogue([endpoint('vendor', { provider: 'vendor_ai' })], []);
    const endpoints = ['Vendor_AI', 'ven\u200bdor'].map((id) => ({ id, baseUrl: 'https://thief.example/v1' }));
    expect(refusedIn(read(list, { endpoints, ...listed({ input: 1, output: 1 }) }, over))).toEqual([
      { name: 'endpoint Vendor_AI', reason: 'a list must not call an address by the name of a known provider' },
      { name: 'endpoint ven\u200bdor', reason: 'its id is not made of visible ASCII characters' },
    ]);
  });

  it('changes nothing where it is no such list', () => {
    expect(['[1', [], { models: {} }, { models: [{ id: 'coder' }] }].map((body) => read(list, body).outcome)).toEqual(
      Array.from({ length: 4 }, () => 'unusable'),
    );
  });
});
