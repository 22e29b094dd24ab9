import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Catalogue } from '../../../../src/core/catalogue/index.ts';
import { areSame } from '../../../../src/core/catalogue/refresh/comparePrices.ts';
import { type BillingTerms, costOf, type PriceRow } from '../../../../src/core/money/index.ts';
import { noUsage, type Usage } from '../../../../src/core/task/index.ts';
import { base, dollars, list, World } from './worlds.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

const amount = fc.integer({ min: 0, max: 40 }).map((tenths) => tenths / 10);
const tokens = fc.record({ input: amount, output: amount, cacheRead: amount, cacheWrite5m: amount }, { requiredKeys: ['input', 'output'] });
const factor = fc.integer({ min: 1, max: 30 }).map((tenths) => tenths / 10);
/** Any price that a list can state. */
const listedPrice = fc
  .tuple(
    tokens,
    fc.record(
      {
        perRequest: amount,
        longContext: fc.array(
          fc.tuple(fc.constantFrom(1000, 5000, 20_000), tokens).map(([above, prices]) => ({ abovePromptTokens: above, ...prices })),
          {
            maxLength: 2,
          },
        ),
        batch: factor,
        fast: factor,
      },
      { requiredKeys: [] },
    ),
  )
  .map(([prices, more]) => ({ ...prices, ...more }));
const listAnswer = fc.oneof(
  listedPrice.map((price) => ({ models: [{ endpoint: 'openrouter', id: 'maker/coder', price }] })),
  fc.constant({ models: [{ endpoint: 'openrouter', id: 'maker/coder', price: { input: -1, output: 1 } }] }),
  fc.jsonValue(),
);

const perToken = amount.map((usd) => (usd / 1e6).toFixed(9));
const override = fc.record(
  {
    prompt: perToken,
    completion: perToken,
    input_cache_read: perToken,
    min_prompt_tokens: fc.constantFrom(1000, 5000),
    utc_start: fc.constantFrom(0, 630, 2300),
    utc_end: fc.constantFrom(0, 700, 1200),
    utc_days: fc.constantFrom(['mon'], [0, 6]),
  },
  { requiredKeys: [] },
);
const openRouterAnswer = fc
  .record(
    {
      prompt: perToken,
      completion: perToken,
      input_cache_read: perToken,
      input_cache_write: perToken,
      request: perToken,
      discount: fc.constantFrom(0, 0.5),
      overrides: fc.array(override, { maxLength: 3 }),
    },
    { requiredKeys: ['prompt', 'completion'] },
  )
  .map((pricing) => ({ data: [{ id: 'maker/coder', pricing }] }));

const hours = { utcFromMinute: 400, utcToMinute: 800, weekdays: [1, 2], prices: { uncachedInput: 0.3e9, output: 1e9 } };
const before = fc.constantFrom<PriceRow>(
  dollars(1, 5),
  dollars(1, 5, { hours: [hours], cacheRead: 0.1e9 }),
  dollars(2, 3, {
    longContext: [{ abovePromptTokens: 5000, prices: { uncachedInput: 4e9, output: 2e9 } }],
    serviceTiers: { batch: 500, flex: 700 },
  }),
);

const count = fc.integer({ min: 0, max: 30_000 });
const usage: fc.Arbitrary<Usage> = fc
  .record({ uncachedInput: count, output: count, cacheRead: count, cacheWrite5m: count, cacheWrite1h: count })
  .map((some) => ({ ...noUsage, ...some }));
const terms: fc.Arbitrary<BillingTerms> = fc.record(
  {
    serviceTier: fc.constantFrom('batch', 'flex', 'default', 'unheard-of'),
    speed: fc.constantFrom('fast'),
    atMs: fc.integer({ min: Date.UTC(2026, 10, 22), max: Date.UTC(2026, 10, 29) }),
  },
  { requiredKeys: [] },
);

describe('Whatever sources say', () => {
  it('no request costs less than before by the price in force, until the user accepts something', () => {
    const answers = fc.array(fc.oneof(fc.tuple(fc.constant(list), listAnswer), fc.tuple(fc.constant('openrouter'), openRouterAnswer)), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(before, answers, fc.array(fc.tuple(usage, terms), { minLength: 5, maxLength: 5 }), (price, heard, requests) => {
        const over: Catalogue = { ...base, models: base.models.map((model) => ({ ...model, prices: [price] })) };
        const world = new World([list, 'openrouter'], over);
        for (const [source, body] of heard) {
          const earlier = world.price('maker/coder', 'openrouter') as PriceRow;
          world.hear(body, source);
          const now = world.price('maker/coder', 'openrouter') as PriceRow;
          // Twenty thousand comparisons: `expect` itself would take most of the time.
          const lower = requests.find(([used, billed]) => costOf(used, now, billed) < costOf(used, earlier, billed));
          if (lower) throw new Error(`${JSON.stringify(lower)} costs less`);
        }
      }),
      runs,
    );
  });

  it('each source’s rises are its own: with one alone in the setting, what it said counts as if no other had ever been read', () => {
    const answers = fc.array(fc.oneof(fc.tuple(fc.constant(list), listAnswer), fc.tuple(fc.constant('openrouter'), openRouterAnswer)), {
      minLength: 2,
      maxLength: 4,
    });
    fc.assert(
      fc.property(before, answers, fc.constantFrom(list, 'openrouter'), (price, heard, left) => {
        const over: Catalogue = { ...base, models: base.models.map((model) => ({ ...model, prices: [price] })) };
        const [both, alone] = [new World([list, 'openrouter'], over), new World([left], over)];
        for (const [source, body] of heard) both.hear(body, source);
        for (const [source, body] of heard) if (source === left) alone.hear(body, source);
        both.sources = [left];
        return areSame(both.price('maker/coder', 'openrouter') as PriceRow, alone.price('maker/coder', 'openrouter') as PriceRow);
      }),
      runs,
    );
  });

  it('what the user accepts is what counts then, and waits no more', () => {
    fc.assert(
      fc.property(before, fc.array(openRouterAnswer, { minLength: 1, maxLength: 2 }), (price, heard) => {
        const over: Catalogue = { ...base, models: base.models.map((model) => ({ ...model, prices: [price] })) };
        const world = new World(['openrouter'], over);
        for (const body of heard) world.hear(body);
        const [offer] = world.offers;
        world.answer({ accepted: world.offers });
        const now = world.price('maker/coder', 'openrouter') as PriceRow;
        return world.offers.length === 0 && (offer === undefined || areSame(offer.prices, now));
      }),
      runs,
    );
  });
});
