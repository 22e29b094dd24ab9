import { describe, expect, it } from 'vitest';
import { baselineCandidate, baselineCostOf } from '../../../src/core/baseline/index.ts';
import { type Candidate, candidatesFrom } from '../../../src/core/catalogue/index.ts';
import { noUsage } from '../../../src/core/task/index.ts';
import { catalogue, endpoint, model, price } from '../catalogue/rows.ts';

const fim = { route: 'completions' } as unknown as NonNullable<Candidate['model']['fillInTheMiddle']>;

const rows = catalogue(
  [endpoint('vendor'), endpoint('other'), endpoint('home', { billing: 'local', needsKey: false })],
  [
    model('home', 'free', { tier: 'medium', prices: [], fillInTheMiddle: fim }),
    model('vendor', 'big', { tier: 'frontier', prices: [price(10)] }),
    model('vendor', 'middle', { prices: [price(3)] }),
    model('vendor', 'middle-two', { prices: [price(2)] }),
    model('other', 'tiny', { tier: 'small', prices: [price(0.2)], fillInTheMiddle: fim }),
    model('other', 'tinier', { tier: 'small', prices: [price(0.1)], fillInTheMiddle: fim }),
    model('other', 'unpriced', { tier: 'frontier', prices: [] }),
  ],
);
const today = '2026-11-22';
const all = candidatesFrom(rows, { today, hasKey: () => true });
const keyed = (id: string) => candidatesFrom(rows, { today, hasKey: (one) => one.id === id });
const name = (candidate: Candidate | undefined): string | undefined => candidate?.model.id;

describe('The model that savings are told against', () => {
  it('is the cheapest paid one that fills in the middle, the first of the frontier, or the first of the ladder’s tier, by kind', () => {
    const baseline = (kind: Parameters<typeof baselineCandidate>[0]) => name(baselineCandidate(kind, { usable: [], all }));
    expect([baseline('completion.line'), baseline('agent.step'), baseline('agent.subtask'), baseline('chat'), baseline('title')]).toEqual([
      'tinier',
      'big',
      'big',
      'middle',
      'tiny',
    ]);
  });

  it('is for completions none that fills holes in conversations, however cheap, where one was trained to', () => {
    const talker = model('vendor', 'talker', { tier: 'small', prices: [price(0.01)] });
    const usable = candidatesFrom({ ...rows, models: [talker, ...rows.models] }, { today, hasKey: () => true });
    expect(usable[0]?.model.fillInTheMiddle).toEqual({ type: 'chat' });
    expect([usable, usable.slice(0, 1)].map((mine) => name(baselineCandidate('completion.line', { usable: mine, all })))).toEqual([
      'tinier',
      'tinier',
    ]);
  });

  it('is one that the user has a key for, where there is any', () => {
    const mine = model('other', 'mine', { prices: [price(9)] });
    const usable = candidatesFrom({ ...rows, models: [...rows.models, mine] }, { today, hasKey: ({ id }) => id === 'other' });
    expect([name(baselineCandidate('chat', { usable, all })), name(baselineCandidate('agent.plan', { usable, all }))]).toEqual([
      'mine',
      'big',
    ]);
  });

  it('is the named one; a name that is unknown or unpriced counts as none', () => {
    const named = (text: string) => name(baselineCandidate('chat', { usable: keyed('vendor'), all, named: text }));
    expect([named('middle-two@vendor'), named('middle-two@other'), named('unpriced@other')]).toEqual(['middle-two', 'middle', 'middle']);
  });

  it('is nobody where nothing has a price', () => {
    expect(baselineCandidate('chat', { usable: [], all: all.filter(({ model: { price: known } }) => !known) })).toBeUndefined();
  });
});

const [middle] = all.filter(({ model: { id } }) => id === 'middle') as [Candidate];
const with_ = (more: Partial<Candidate['model']>): Candidate => ({ ...middle, model: { ...middle.model, ...more } });
const usage = { ...noUsage, uncachedInput: 1000, cacheRead: 3000, output: 100 };
const cost = (baseline: Candidate, more: { ratio?: number; baselineRatio?: number } = {}): number | undefined =>
  baselineCostOf(baseline, { usage, ratio: 1, baselineRatio: 1, atMs: 0, ...more });

describe('What one attempt on it would have cost', () => {
  it('is all tokens at its prices, where it has no cache', () => {
    // 4,000 x $3 + 100 x $15, per million.
    expect(cost(middle)).toBe(13_500_000);
  });

  it('counts its own tokens: 1.3 of them for each 1.0 of the model that answered', () => {
    expect(cost(middle, { ratio: 1, baselineRatio: 1.3 })).toBe(17_550_000);
  });

  it('reads the same share from its cache, where it has one and the prompt is long enough', () => {
    const cachedPrice = { ...price(3), cacheRead: 300_000_000 };
    const cached = with_({ caching: { type: 'automatic', ttl: '5m' }, price: cachedPrice });
    const picky = with_({ caching: { type: 'automatic', ttl: '5m' }, price: cachedPrice, minimumCacheableTokens: 4096 });
    // 1,000 x $3 + 3,000 x $0.30 + 100 x $15, per million.
    expect([cost(cached), cost(picky)]).toEqual([5_400_000, 13_500_000]);
  });

  it('pays for writing where its provider charges for that', () => {
    const writing = { ...usage, uncachedInput: 500, cacheWrite5m: 500 };
    const prices = { ...price(3), cacheRead: 300_000_000, cacheWrite5m: 3_750_000_000 };
    const costs = [
      with_({ caching: { type: 'breakpoints', ttls: ['5m'], mostBreakpoints: 4, lookBackBlocks: 20 }, price: prices }),
      with_({ caching: { type: 'automatic', ttl: '5m' }, price: { ...price(3), cacheRead: 300_000_000 } }),
    ].map((baseline) => baselineCostOf(baseline, { usage: writing, ratio: 1, baselineRatio: 1, atMs: 0 }));
    expect(costs).toEqual([5_775_000, 5_400_000]);
  });

  it('is not known where the model is unpriced', () => {
    const { price: _price, ...unpriced } = middle.model;
    expect(cost({ ...middle, model: unpriced })).toBeUndefined();
  });
});
