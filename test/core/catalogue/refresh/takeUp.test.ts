import { describe, expect, it } from 'vitest';
import { mergeCatalogues, readUserCatalogue } from '../../../../src/core/catalogue/index.ts';
import { costOf } from '../../../../src/core/money/index.ts';
import { noUsage } from '../../../../src/core/task/index.ts';
import { dollars, list, listed, today, World } from './worlds.ts';

describe('A price that went up', () => {
  it('counts at once, from today on, and the days before keep theirs', () => {
    const world = new World();
    const { rises } = world.hear(listed({ input: 3, output: 12 }));
    expect({
      now: world.costs(),
      row: world.price()?.validFrom,
      yesterday: world.costs('coder', 'vendor', '2026-11-21'),
      rises: rises.map(({ id, before, now }) => [id, before.output, now.output]),
      offers: world.offers.length,
    }).toEqual({ now: [3, 12, 0.2], row: today, yesterday: [2, 10, 0.2], rises: [['coder', 10e9, 12e9]], offers: 0 });
  });

  it('leaves what an entry cost before as it was: an entry stores its own cost', () => {
    const world = new World();
    const usage = { ...noUsage, uncachedInput: 1_000_000, output: 100_000 };
    const entry = { costNanoUsd: costOf(usage, world.price() ?? dollars(0, 0)) };
    world.hear(listed({ input: 3, output: 12 }));
    expect({ entry, next: costOf(usage, world.price() ?? dollars(0, 0)) }).toEqual({ entry: { costNanoUsd: 3e9 }, next: 4.2e9 });
  });

  it('counts in its dearer part, and its cheaper part waits', () => {
    const world = new World();
    world.hear(listed({ input: 3, output: 8 }));
    const before = world.costs();
    world.answer({ accepted: world.offers });
    expect({ before, after: world.costs(), left: world.offers.length }).toEqual({ before: [3, 10, 0.2], after: [3, 8, 0.2], left: 0 });
  });

  it('is not told again while its source says the same', () => {
    const world = new World();
    world.hear(listed({ input: 3, output: 12 }));
    expect(world.hear(listed({ input: 3, output: 12 })).rises).toEqual([]);
  });

  it('counts on, even when its source takes it back, until the user accepts that', () => {
    const world = new World();
    world.hear(listed({ input: 3, output: 12 }));
    world.hear(listed({ input: 2, output: 10 }));
    const waiting = world.costs();
    world.answer({ accepted: world.offers });
    expect({ waiting, after: world.costs() }).toEqual({ waiting: [3, 12, 0.2], after: [2, 10, 0.2] });
  });

  it('makes no token cheaper above a cliff that is new, also where hours held whose prices the source does not know', () => {
    const hours = [{ utcFromMinute: 400, utcToMinute: 800, prices: { uncachedInput: 0.3e9, output: 1e9 } }];
    const usage = { ...noUsage, cacheRead: 20_001 };
    const world = new World([list], {
      ...new World().base,
      models: [{ id: 'coder', endpoint: 'vendor', tier: 'medium', canChat: true, prices: [dollars(1, 5, { hours, cacheRead: 0.1e9 })] }],
    });
    const atNoon = { atMs: Date.UTC(2026, 10, 22, 12) };
    const before = costOf(usage, world.price() ?? dollars(0, 0), atNoon);
    world.hear(listed({ input: 1, output: 1, longContext: [{ abovePromptTokens: 20_000, input: 1.1, output: 1, cacheRead: 0 }] }));
    expect(costOf(usage, world.price() ?? dollars(0, 0), atNoon)).toBeGreaterThanOrEqual(before);
  });

  it('keeps the factors of service tiers, which its source does not know', () => {
    const world = new World([list], {
      ...new World().base,
      models: [
        { id: 'coder', endpoint: 'vendor', tier: 'medium', canChat: true, prices: [dollars(2, 10, { serviceTiers: { batch: 500 } })] },
      ],
    });
    world.hear(listed({ input: 3, output: 12 }));
    expect(world.price()?.serviceTiers).toEqual({ batch: 500 });
  });

  it('counts no more where the setting names its source no longer', () => {
    const world = new World();
    world.hear(listed({ input: 3, output: 12 }));
    const silent = new World([]);
    silent.state = world.state;
    expect(silent.costs()).toEqual([2, 10, 0.2]);
  });

  it('is the dearer of both where a new version of the extension has another price', () => {
    const world = new World();
    world.hear(listed({ input: 3, output: 12 }));
    const updated = new World([list], { ...world.base, models: [{ ...world.base.models[0], prices: [dollars(2.5, 15)] }] as never });
    updated.state = world.state;
    expect(updated.costs()).toEqual([3, 15, 2.5]);
  });
});

describe('A price that went down', () => {
  it('waits until the user accepts it, and counts from that day on', () => {
    const world = new World();
    world.hear(listed({ input: 1, output: 4, cacheRead: 0.1 }));
    const waiting = world.costs();
    world.today = '2026-11-24';
    world.answer({ accepted: world.offers });
    expect({
      waiting,
      after: world.costs(),
      before: world.costs('coder', 'vendor', '2026-11-23'),
      source: world.price()?.source,
      left: world.offers.length,
    }).toEqual({
      waiting: [2, 10, 0.2],
      after: [1, 4, 0.1],
      before: [2, 10, 0.2],
      source: { url: 'https://prices.example/list.json', readOn: '2026-11-24' },
      left: 0,
    });
  });

  it('is not shown again once it was declined, until its source says something else', () => {
    const world = new World();
    world.hear(listed({ input: 1, output: 4 }));
    world.answer({ declined: world.offers });
    const declined = world.offers.length;
    world.hear(listed({ input: 1, output: 4 }));
    const again = world.offers.length;
    world.hear(listed({ input: 1, output: 3 }));
    expect({ declined, again, changed: world.offers.length, costs: world.costs() }).toEqual({
      declined: 0,
      again: 0,
      changed: 1,
      costs: [2, 10, 0.2],
    });
  });
});

describe('A new model', () => {
  const fresh = { models: [{ endpoint: 'vendor', id: 'coder-2', contextTokens: 64_000, price: { input: 1.9, output: 9 } }] };

  it('waits until the user accepts it, at a tier guessed from its price', () => {
    const world = new World();
    world.hear(fresh);
    const waiting = world.catalogue.models.map(({ id }) => id);
    const offers = world.offers.map(({ kind, guessedTier }) => [kind, guessedTier]);
    world.answer({ accepted: world.offers });
    expect({ waiting, offers, accepted: world.catalogue.models.at(-1) }).toEqual({
      waiting: ['coder', 'maker/coder'],
      offers: [['new-model', 'medium']],
      accepted: {
        endpoint: 'vendor',
        id: 'coder-2',
        tier: 'medium',
        canChat: true,
        contextTokens: 64_000,
        prices: [{ validFrom: today, source: { url: list, readOn: today }, uncachedInput: 1.9e9, output: 9e9 }],
      },
    });
  });

  it('that is accepted becomes dearer at once, too', () => {
    const world = new World();
    world.hear(fresh);
    world.answer({ accepted: world.offers });
    world.hear({ models: [{ endpoint: 'vendor', id: 'coder-2', contextTokens: 64_000, price: { input: 1.9, output: 18 } }] });
    expect({ costs: world.costs('coder-2'), context: world.catalogue.models.at(-1)?.contextTokens }).toEqual({
      costs: [1.9, 18, undefined],
      context: 64_000,
    });
  });
});

describe('Other facts of a known model', () => {
  it('wait as well', () => {
    const world = new World();
    world.hear(listed({ input: 2, output: 10 }, { tier: 'small' }));
    const waiting = world.catalogue.models[0]?.tier;
    const offers = world.offers.map(({ kind, facts }) => [kind, facts]);
    world.answer({ accepted: world.offers });
    expect({ waiting, offers, after: world.catalogue.models[0]?.tier, left: world.offers.length }).toEqual({
      waiting: 'medium',
      offers: [['facts', { tier: 'small' }]],
      after: 'small',
      left: 0,
    });
  });
});

describe('Sources that disagree', () => {
  const [a, b] = ['https://a.example/list.json', 'https://b.example/list.json'];
  const world = () => new World([a, b]);

  it('count with the dearest of those in the setting; once it is removed, with the dearest of the others', () => {
    const risen = [
      [a, b],
      [b, a],
    ].map((order) => {
      const one = world();
      for (const source of order) one.hear(listed(source === a ? { input: 10, output: 20 } : { input: 12, output: 15 }), source);
      const both = one.costs();
      one.sources = [a];
      return { both, alone: one.costs() };
    });
    const expected = { both: [12, 20, 0.2], alone: [10, 20, 0.2] };
    expect(risen).toEqual([expected, expected]);
  });

  it('make nothing dearer, and are not told, where another says as much', () => {
    const one = world();
    one.hear(listed({ input: 12, output: 20 }), b);
    expect([one.hear(listed({ input: 10, output: 20 }), a).rises, one.costs()]).toEqual([[], [12, 20, 0.2]]);
  });

  it('make nothing dearer by saying again what the user has accepted something cheaper in spite of', () => {
    const one = world();
    one.hear(listed({ input: 10, output: 20 }), a);
    one.hear(listed({ input: 1, output: 5 }), b);
    one.answer({ accepted: one.offers.filter(({ source }) => source === b) });
    const accepted = one.costs();
    const again = [...one.hear(listed({ input: 10, output: 20 }), a).rises, ...one.hearNothing(a), ...one.hearNothing(b)];
    const same = one.costs();
    one.hear(listed({ input: 10, output: 21 }), a);
    const risen = one.costs();
    one.sources = [a];
    expect({ accepted, again, same, risen, removed: one.costs() }).toEqual({
      accepted: [1, 5, 0.2],
      again: [],
      same: [1, 5, 0.2],
      risen: [10, 21, 0.2],
      removed: [10, 21, 0.2],
    });
  });

  it('count again as they say where what was accepted of another goes with its source, even if nothing is new', () => {
    const one = world();
    one.hear(listed({ input: 12, output: 20 }), b);
    one.hear(listed({ input: 11, output: 20 }), b);
    one.answer({ accepted: one.offers });
    one.hear(listed({ input: 10, output: 20 }), a);
    const accepted = one.costs();
    one.sources = [a];
    const rises = one.hearNothing(a);
    expect({ accepted, rises: rises.map(({ before, now }) => [before.uncachedInput, now.uncachedInput]), costs: one.costs() }).toEqual({
      accepted: [11, 20, 0.2],
      rises: [[2e9, 10e9]],
      costs: [10, 20, 0.2],
    });
  });

  it('keep their prices apart from facts that the user accepts of one', () => {
    const one = world();
    one.hear(listed({ input: 12, output: 20 }), b);
    one.hear(listed({ input: 12, output: 20 }, { tier: 'small' }), a);
    one.answer({ accepted: one.offers });
    one.sources = [a];
    one.state = { ...one.state, inForce: one.state.inForce.filter(({ type }) => type === 'accepted') };
    expect([one.costs(), one.catalogue.models[0]?.tier]).toEqual([[2, 10, 0.2], 'small']);
  });
});

describe('How many tokens a text has', () => {
  const ratios = (world: World) => world.offers.map(({ facts }) => facts.tokenizerRatio);

  it('is never less by what a list says, of a known model or a new one', () => {
    const world = new World();
    const fresh = { endpoint: 'vendor', id: 'coder-2', price: { input: 1.9, output: 9 }, tokenizerRatio: 0.1 };
    world.hear({ models: [...listed({ input: 2, output: 10 }, { tokenizerRatio: 0.1 }).models, fresh] });
    const offers = world.offers.map(({ kind, facts }) => [kind, facts.tokenizerRatio]);
    world.answer({ accepted: world.offers });
    expect([offers, world.catalogue.models.map(({ tokenizerRatio }) => tokenizerRatio)]).toEqual([
      [['new-model', undefined]],
      [undefined, undefined, undefined],
    ]);
  });

  it('may be more, once it is accepted, and stays more where a new version of the extension says so', () => {
    const world = new World();
    world.hear(listed({ input: 2, output: 10 }, { tokenizerRatio: 1.2 }));
    const offered = ratios(world);
    world.answer({ accepted: world.offers });
    const updated = new World([list], { ...world.base, models: world.base.models.map((one) => ({ ...one, tokenizerRatio: 1.5 })) });
    updated.state = world.state;
    expect([offered, world.catalogue.models[0]?.tokenizerRatio, updated.catalogue.models[0]?.tokenizerRatio]).toEqual([[1.2], 1.2, 1.5]);
  });
});

describe('The user’s own rows', () => {
  it('win over refreshed ones, dearer or cheaper', () => {
    const world = new World();
    world.hear(listed({ input: 3, output: 12 }));
    const { catalogue } = readUserCatalogue({ models: [{ endpoint: 'vendor', id: 'coder', price: { input: 0.5, output: 1 } }] });
    const merged = mergeCatalogues(world.catalogue, catalogue).models[0];
    expect(merged?.prices?.map(({ uncachedInput, output }) => [uncachedInput, output])).toEqual([[0.5e9, 1e9]]);
  });
});
