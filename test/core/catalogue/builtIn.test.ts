import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generated } from '../../../src/core/catalogue/data/generated.ts';
import { builtInCatalogue } from '../../../src/core/catalogue/data/index.ts';
import { qualityOf } from '../../../src/core/catalogue/data/overlay/quality.ts';
import { type CatalogueModel, candidatesFrom, findModel, priceOn, tiers } from '../../../src/core/catalogue/index.ts';
import { costOf } from '../../../src/core/money/index.ts';
import { noUsage, usageBuckets } from '../../../src/core/task/index.ts';

const { endpoints, models } = builtInCatalogue;
const name = ({ endpoint, id }: Pick<CatalogueModel, 'endpoint' | 'id'>): string => `${endpoint} ${id}`;
const lists = models.flatMap((model) => (model.prices ?? []).map((price) => ({ name: name(model), price })));
const wrong = (isRight: (model: CatalogueModel) => boolean): readonly string[] => models.filter((model) => !isRight(model)).map(name);
const day = /^20\d\d-\d\d-\d\d$/;
const economics = path.resolve(import.meta.dirname, '../../../../shared/data/economics.json');

describe('The built-in catalogue', () => {
  it('has each model once, at an endpoint that it knows', () => {
    expect(new Set(models.map(name)).size).toBe(models.length);
    expect(wrong(({ endpoint }) => endpoints.some(({ id }) => id === endpoint))).toEqual([]);
  });

  it('knows more than the price of every generated model', () => {
    const known = new Set(models.map(name));
    expect(generated.map(name).filter((of) => !known.has(of))).toEqual([]);
  });

  it('has a price, a context, a paid tier and a source for every model', () => {
    expect(wrong(({ prices = [] }) => priceOn(prices, '2026-11-22') !== undefined)).toEqual([]);
    expect(wrong(({ contextTokens = 0 }) => contextTokens >= 8192)).toEqual([]);
    expect(wrong(({ tier }) => tiers.indexOf(tier) > 0)).toEqual([]);
    expect(wrong(({ source }) => day.test(source?.readOn ?? '') && source?.url.startsWith('https://') === true)).toEqual([]);
  });

  it('has price lists in the order of their days, each with its source, in whole nano-dollars', () => {
    expect(
      wrong(({ prices = [] }) => prices.every((row, index) => index === 0 || (prices[index - 1]?.validFrom ?? '') < row.validFrom)),
    ).toEqual([]);
    const unsound = lists.filter(({ price }) => {
      const amounts = [
        price,
        ...(price.longContext ?? []).map((cliff) => cliff.prices),
        ...(price.hours ?? []).map((of) => of.prices),
      ].flatMap((of) => usageBuckets.map((bucket) => of[bucket] ?? 0));
      const isSourced = day.test(price.validFrom) && day.test(price.source.readOn) && price.source.url.startsWith('https://');
      return !isSourced || !amounts.every((amount) => Number.isSafeInteger(amount) && amount >= 0) || price.uncachedInput === 0;
    });
    expect(unsound.map((of) => of.name)).toEqual([]);
  });

  it('never has a cliff above which anything is cheaper', () => {
    const cheaper = lists.filter(({ price }) =>
      (price.longContext ?? []).some((cliff) =>
        usageBuckets.some((bucket) => (cliff.prices[bucket] ?? cliff.prices.uncachedInput) < (price[bucket] ?? price.uncachedInput)),
      ),
    );
    expect(cheaper.map((of) => of.name)).toEqual([]);
  });

  it('never has an hour at which anything is dearer than the list itself, which budgets hold, and none that is none', () => {
    const byHour = lists.filter(({ price }) => price.hours);
    expect(new Set(byHour.map((of) => of.name))).toEqual(
      new Set(['deepseek deepseek-flash', 'deepseek deepseek-v4-flash', 'deepseek deepseek-v4-pro']),
    );
    const odd = byHour.filter(({ price }) =>
      (price.hours ?? []).some(
        ({ utcFromMinute, utcToMinute, weekdays = [], prices }) =>
          usageBuckets.some((bucket) => (prices[bucket] ?? prices.uncachedInput) > (price[bucket] ?? price.uncachedInput)) ||
          ![utcFromMinute, utcToMinute].every((minute) => Number.isInteger(minute) && minute >= 0 && minute <= 1440) ||
          utcFromMinute === utcToMinute ||
          !weekdays.every((weekday) => [0, 1, 2, 3, 4, 5, 6].includes(weekday)),
      ),
    );
    expect(odd.map((of) => of.name)).toEqual([]);
  });

  it("has DeepSeek's peak at 35 hours of the week, at twice the price of the others", () => {
    const hour = 3_600_000;
    const week = Array.from({ length: 168 }, (_, index) => Date.UTC(2026, 10, 16) + index * hour);
    const peaks = ['deepseek-flash', 'deepseek-v4-flash', 'deepseek-v4-pro'].map((id) => {
      const price = priceOn(findModel(builtInCatalogue, 'deepseek', id)?.prices ?? [], '2026-11-22');
      const costs = week.map((atMs) => (price ? costOf({ ...noUsage, uncachedInput: 1000 }, price, { atMs }) : 0));
      const most = Math.max(...costs);
      return { peak: costs.filter((cost) => cost === most).length, half: costs.filter((cost) => cost * 2 === most).length };
    });
    expect(peaks).toEqual(Array.from({ length: 3 }, () => ({ peak: 35, half: 133 })));
  });

  it("prices writes and reads of Anthropic's caches: 1.25 and 2 times the input, and a tenth or less of it", () => {
    const odd = lists.filter(({ name: of, price }) => {
      if (!of.startsWith('anthropic ')) return false;
      const [write5m, write1h, read] = [price.cacheWrite5m ?? 0, price.cacheWrite1h ?? 0, price.cacheRead ?? 0];
      const isUsual =
        write5m * 4 === price.uncachedInput * 5 && write1h === price.uncachedInput * 2 && read > 0 && read * 10 <= price.uncachedInput;
      return !isUsual || price.inferenceGeo?.us !== 1100 || price.serviceTiers?.batch !== 500;
    });
    expect(odd.map((of) => of.name)).toEqual([]);
  });

  it("prices writes of OpenAI's caches at 1.25 times the input since GPT-5.6, and has the cliff at 272,000", () => {
    const since56 = lists.filter(({ name: of }) => /^openai gpt-(5\.6|6)/.test(of));
    expect(since56.length).toBeGreaterThanOrEqual(9);
    const odd = since56.filter(({ price }) => {
      return (price.cacheWrite30m ?? 0) * 4 !== price.uncachedInput * 5 || price.longContext?.[0]?.abovePromptTokens !== 272_000;
    });
    expect(odd.map((of) => of.name)).toEqual([]);
  });

  it('offers FIM at Mistral and DeepSeek, and every endpoint that has such a model says where', () => {
    const filling = models.filter(({ fillInTheMiddle, onRequest }) => fillInTheMiddle && !onRequest);
    expect(filling.map(name)).toEqual(['deepseek deepseek-flash', 'deepseek deepseek-v4-pro', 'mistral codestral-latest']);
    const routes = new Set(filling.map(({ endpoint }) => endpoints.find(({ id }) => id === endpoint)?.quirks?.fimPath));
    expect([...routes]).toEqual(['/beta/completions', '/v1/fim/completions']);
  });

  it('fills holes in conversations with small models that answer at once, and with no others', () => {
    const filling = candidatesFrom(builtInCatalogue, { today: '2026-11-22', hasKey: () => true });
    const inConversations = filling.filter(({ model }) => model.fillInTheMiddle?.type === 'chat');
    expect(inConversations.map(({ endpoint, model }) => `${endpoint.id} ${model.id}`)).toEqual([
      ...['anthropic claude-haiku-4-5', 'openai gpt-4o-mini', 'openai gpt-4.1-mini', 'openai gpt-5-mini', 'openai gpt-5.6-luna'],
      ...['mistral mistral-small-2603', 'groq llama-3.3-70b-versatile', 'together meta-llama/Llama-3.3-70B-Instruct-Turbo'],
      ...['together meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8', 'openrouter qwen/qwen-2.5-coder-32b-instruct'],
      ...['openrouter qwen/qwen3-coder-30b-a3b-instruct', 'openrouter qwen/qwen3-coder-flash', 'openrouter qwen/qwen3-coder-next'],
      ...['openrouter anthropic/claude-haiku-4.5', 'openrouter mistralai/codestral-2508', 'openrouter meta-llama/llama-3.3-70b-instruct'],
    ]);
  });

  it('has marks for the caches of Anthropic wherever it is sold, and of OpenAI since GPT-5.6, which are the only ones to bill writes', () => {
    const rulesOf = ({ endpoint, caching }: CatalogueModel) => caching ?? endpoints.find(({ id }) => id === endpoint)?.caching;
    const marked = models.filter((model) => {
      const rules = rulesOf(model);
      return rules?.type === 'breakpoints' || (rules?.type === 'automatic' && rules.takesBreakpoints === true);
    });
    const expected = models.filter((model) => /^(anthropic |openrouter anthropic\/|openai gpt-(5\.6|6))/.test(name(model)));
    expect(marked.map(name)).toEqual(expected.map(name));
  });

  it('prices what its caches write and read for as long as they are asked to keep it', () => {
    const buckets = { '5m': 'cacheWrite5m', '30m': 'cacheWrite30m', '1h': 'cacheWrite1h', '12h': 'cacheWrite12h' } as const;
    const unpriced = models.filter(({ endpoint, caching, prices = [] }) => {
      const rules = caching ?? endpoints.find(({ id }) => id === endpoint)?.caching;
      const list = priceOn(prices, '2026-11-22');
      if (rules?.type === 'breakpoints')
        return rules.ttls.some((ttl) => list?.[buckets[ttl]] === undefined) || list?.cacheRead === undefined;
      return rules?.type === 'automatic' && rules.takesBreakpoints === true && list?.[buckets[rules.ttl]] === undefined;
    });
    expect(unpriced.map(name)).toEqual([]);
  });

  it('has efforts from the lowest to the highest, each once, in words that their providers document', () => {
    const order = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
    const places = models.map((model) => ({ of: name(model), efforts: (model.efforts ?? []).map((word) => order.indexOf(word)) }));
    const wrongly = places.filter(({ efforts }) =>
      efforts.some((place, index) => place < 0 || (index > 0 && place <= (efforts[index - 1] ?? 0))),
    );
    expect(wrongly.map(({ of }) => of)).toEqual([]);
    expect(places.filter(({ of, efforts }) => /^openai (gpt-4|gpt-4o)|claude-(haiku|sonnet)-4-5/.test(of) && efforts.length > 0)).toEqual(
      [],
    );
  });

  it('has a figure of one benchmark alone, with its page and its day, for models that it knows', () => {
    const figures = models.flatMap(({ quality = [] }) => quality);
    const unsound = figures.filter(({ domain, benchmark, share, url, readOn }) => {
      const isSound = share > 0 && share < 1 && url.startsWith('https://') && day.test(readOn);
      return domain !== 'agent' || !benchmark.startsWith('SWE-bench Verified') || !isSound;
    });
    const stray = [...qualityOf.keys()].filter((of) => !models.some((model) => name(model) === of));
    expect({ figures: figures.length, unsound, stray }).toEqual({ figures: qualityOf.size, unsound: [], stray: [] });
  });

  it('never asks Gemini for a tier that its route does not know', () => {
    const sold = lists.filter(({ name: of }) => of.startsWith('gemini ')).flatMap(({ price }) => Object.keys(price.serviceTiers ?? {}));
    expect(new Set(sold)).toEqual(new Set(['batch']));
  });

  it('has the current line-ups', () => {
    const current = [
      ...['anthropic claude-fable-5-1', 'anthropic claude-opus-5-5', 'anthropic claude-sonnet-5-5', 'anthropic claude-haiku-5-5'],
      ...['openai gpt-6.2-astra', 'openai gpt-6.2-sol', 'openai gpt-6.1-terra', 'openai gpt-6-luna'],
      ...['deepseek deepseek-flash', 'deepseek deepseek-v4-pro', 'gemini gemini-3.8-flash', 'gemini gemini-3.1-pro-preview'],
      ...['mistral codestral-latest', 'mistral mistral-medium-3-5', 'qwen qwen3.8-max', 'qwen qwen3.8-flash'],
    ];
    const offered = candidatesFrom(builtInCatalogue, { today: '2026-11-22', hasKey: () => true }).map(
      ({ endpoint, model }) => `${endpoint.id} ${model.id}`,
    );
    expect(current.filter((of) => !offered.includes(of))).toEqual([]);
    expect(offered.filter((of) => of.startsWith('openrouter ')).length).toBeGreaterThanOrEqual(25);
  });

  it('has a small, a medium and a frontier model for whoever has a key of Anthropic or OpenAI alone', () => {
    const tiersOf = (provider: string) =>
      new Set(
        candidatesFrom(builtInCatalogue, { today: '2026-11-22', hasKey: ({ id }) => id === provider }).map(({ model }) => model.tier),
      );
    expect([tiersOf('anthropic'), tiersOf('openai')]).toEqual([new Set(tiers.slice(1)), new Set(tiers.slice(1))]);
  });

  it.skipIf(!existsSync(economics))('has the list prices of the articles', () => {
    const { listPricesUsdPerMillion } = JSON.parse(readFileSync(economics, 'utf8')) as {
      listPricesUsdPerMillion: readonly { provider: string; model: string; input: number; output: number }[];
    };
    const ids: Readonly<Record<string, string>> = { 'llama-3.2-3b': 'meta-llama/Llama-3.2-3B-Instruct-Turbo' };
    const listed = listPricesUsdPerMillion.map(({ provider, model }) => {
      const row = priceOn(findModel(builtInCatalogue, provider, ids[model] ?? model)?.prices ?? [], '2026-11-22');
      return { provider, model, input: (row?.uncachedInput ?? 0) / 1e9, output: (row?.output ?? 0) / 1e9 };
    });
    expect(listed).toEqual(listPricesUsdPerMillion);
  });
});

describe('The built-in endpoints', () => {
  it('are https addresses with a key, a free route to test it, and only documented facts', () => {
    const odd = endpoints.filter(({ baseUrl, billing, needsKey, quirks, region, retention, jurisdiction, training }) => {
      const facts = [region, retention, jurisdiction, training].flatMap((fact) => fact ?? []);
      const isDocumented = facts.every(({ url, readOn }) => url.startsWith('https://') && day.test(readOn));
      const isReached = baseUrl.startsWith('https://') && !baseUrl.endsWith('/') && String(quirks?.modelsPath).startsWith('/');
      return !isDocumented || !isReached || billing !== 'metered' || needsKey !== true;
    });
    expect(odd.map(({ id }) => id)).toEqual([]);
  });

  it('know no region where none is documented', () => {
    expect(endpoints.filter(({ region }) => region !== undefined)).toEqual([]);
  });

  it('keep what is sent out of training, and keep nothing of it, only where they say so', () => {
    const ids = (isOne: (endpoint: (typeof endpoints)[number]) => boolean) => endpoints.filter(isOne).map(({ id }) => id);
    expect(ids(({ training }) => training?.value === 'never')).toEqual(['anthropic', 'openai', 'qwen', 'xai']);
    expect(ids(({ retention }) => retention?.value === 'zero')).toEqual(['qwen']);
    expect(ids(({ enforces }) => enforces !== undefined)).toEqual(['openrouter']);
  });

  it('tell what is left in the account where they have a route for it', () => {
    expect(endpoints.flatMap(({ id, quirks }) => (quirks?.creditsPath === undefined ? [] : [id]))).toEqual(['deepseek', 'openrouter']);
  });
});
