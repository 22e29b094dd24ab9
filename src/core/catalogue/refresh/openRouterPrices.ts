import * as v from 'valibot';
import type { TokenPrices } from '../../money/index.ts';
import { usageBuckets } from '../../task/index.ts';
import { cheaperHours, type PricedWindow } from './cheaperHours.ts';
import { dearerTokens } from './comparePrices.ts';
import { nanoUsdRoundedUp } from './nanoUsdRoundedUp.ts';
import { mostParts } from './rowLimit.ts';
import type { ListedPrices } from './sourceRow.ts';

/** Dollars per token, or per request, as a string; -1 stands for "it depends", which is no price. */
const dollars = (places: number) =>
  v.pipe(
    v.union([v.string(), v.number()], 'a price is no number'),
    v.rawTransform<string | number, number>(({ dataset, addIssue, NEVER }) => {
      const amount = nanoUsdRoundedUp(dataset.value, places);
      if (amount !== undefined) return amount;
      addIssue({ message: `${JSON.stringify(dataset.value)} is no price at or above 0` });
      return NEVER;
    }),
  );
const perToken = v.optional(dollars(15));

const tokenPrices = {
  prompt: perToken,
  completion: perToken,
  input_cache_read: perToken,
  input_cache_write: perToken,
  input_cache_write_1h: perToken,
};
/** 1030 is half past ten, in UTC. */
const clockNumber = v.pipe(
  v.number(),
  v.check((value) => Number.isInteger(value) && value >= 0 && value <= 2400 && value % 100 < 60, 'hours are no clock numbers'),
  v.transform((value) => Math.floor(value / 100) * 60 + (value % 100)),
);

export const openRouterPricing = v.object({
  ...tokenPrices,
  prompt: dollars(15),
  completion: dollars(15),
  request: v.optional(dollars(9)),
  discount: v.optional(
    v.nullable(
      v.pipe(
        v.number(),
        v.check((part) => part >= 0 && part < 1, 'a discount is not between 0 and 1'),
      ),
    ),
  ),
  overrides: v.optional(
    v.nullable(
      v.pipe(
        v.array(
          v.object({
            ...tokenPrices,
            min_prompt_tokens: v.optional(v.nullable(v.pipe(v.number(), v.safeInteger('a cliff is no number of tokens'), v.minValue(0)))),
            utc_start: v.optional(v.nullable(clockNumber)),
            utc_end: v.optional(v.nullable(clockNumber)),
            utc_days: v.optional(v.unknown()),
          }),
        ),
        v.maxLength(mostParts, `it has more than ${mostParts} overrides`),
      ),
    ),
  ),
});

type Pricing = v.InferOutput<typeof openRouterPricing>;
type Override = NonNullable<Pricing['overrides']>[number];
type Named = { readonly [Name in keyof typeof tokenPrices]?: number | undefined };

/**
 * OpenRouter's prices of a model. Of the overrides that apply the later win, price by price
 * (https://openrouter.ai/docs/client-sdks/python/components/pricingoverride): those above so many prompt tokens become cliffs, those by the
 * hour become hours, with the dearest of the day as the list's own prices. Above a cliff the dearest hour holds all day, and an override for
 * some days of the week counts on all of them where it is dearer, and on none where it is cheaper: no price list of ours can say more.
 *
 * A discount is a promotion of the one host whose price is listed, and is in it already (models.dev#4580); requests may go to another host. So
 * the price without the discount counts. What is charged is in each answer and counts before these prices.
 */
export function openRouterPrices(pricing: Pricing): ListedPrices {
  const overrides = pricing.overrides ?? [];
  const edges = overrides.flatMap((override) => windowOf(override) ?? []).flatMap(({ from, to }) => [from, to % minutesPerDay]);
  const starts = [...new Set([0, ...edges])].toSorted((a, b) => a - b);
  const windows = starts.map((fromMinute, index): PricedWindow => {
    return { fromMinute, toMinute: starts[index + 1] ?? 0, prices: pricesAt(pricing, belowCliffs, fromMinute) };
  });
  const dearest = windows.map(({ prices }) => prices).reduce(dearerTokens);
  const hours = cheaperHours(dearest, windows, dearest);

  const thresholds = [...new Set(overrides.flatMap(({ min_prompt_tokens: above }) => above ?? []))].toSorted((a, b) => a - b);
  const longContext = thresholds.map((above) => ({
    abovePromptTokens: above,
    prices: starts.map((minute) => pricesAt(pricing, above, minute)).reduce(dearerTokens),
  }));
  const listed: ListedPrices = {
    ...dearest,
    ...(pricing.request !== undefined && pricing.request > 0 && { perRequest: pricing.request }),
    ...(longContext.length > 0 && { longContext }),
    ...(hours.length > 0 && { hours }),
  };
  return withoutDiscount(listed, pricing.discount ?? 0);
}

const minutesPerDay = 24 * 60;
const belowCliffs = -1;

/** What tokens cost with more prompt tokens than this, at this minute of the day; the dearest of what it may be. */
function pricesAt(pricing: Pricing, above: number, minute: number): TokenPrices {
  const within = (pricing.overrides ?? []).filter(({ min_prompt_tokens: cliff }) => (cliff ?? belowCliffs) <= above);
  const certain = within.filter((override) => appliesAt(override, minute) === 'surely');
  const possible = within.filter((override) => appliesAt(override, minute) === 'perhaps');
  const cases = [certain, ...possible.map((one) => within.filter((override) => override === one || certain.includes(override)))];
  return cases.map((applying) => tokensOf(resolved(pricing, applying))).reduce(dearerTokens);
}

function appliesAt(override: Override, minute: number): 'surely' | 'perhaps' | 'never' {
  const span = windowOf(override);
  const isTimed = (override.utc_start ?? override.utc_end ?? undefined) !== undefined;
  if (span && !isWithin(span, minute)) return 'never';
  return (isTimed && !span) || (override.utc_days ?? undefined) !== undefined ? 'perhaps' : 'surely';
}

interface Window {
  readonly from: number;
  readonly to: number;
}

function windowOf({ utc_start: from, utc_end: to }: Override): Window | undefined {
  return typeof from === 'number' && typeof to === 'number' && from !== to ? { from, to } : undefined;
}

const isWithin = ({ from, to }: Window, minute: number): boolean =>
  from < to ? minute >= from && minute < to : minute >= from || minute < to;

function resolved(base: Named, overrides: readonly Named[]): Named {
  const stated = (name: keyof Named): number | undefined => overrides.findLast((override) => override[name] !== undefined)?.[name];
  return Object.fromEntries(names.map((name) => [name, stated(name) ?? base[name]])) as Named;
}

const names = Object.keys(tokenPrices) as readonly (keyof Named)[];

/** Its usage says that tokens were written to a cache, not for how long; a write's surcharge alone still costs what any input costs. */
function tokensOf({ prompt = 0, completion = 0, ...cache }: Named): TokenPrices {
  const { input_cache_read: cacheRead, input_cache_write: write, input_cache_write_1h: write1h } = cache;
  const atLeastInput = (price: number): number => Math.max(price, prompt);
  return {
    uncachedInput: prompt,
    output: completion,
    ...(cacheRead !== undefined && { cacheRead }),
    ...(write !== undefined && { cacheWrite5m: atLeastInput(write), cacheWrite30m: atLeastInput(write) }),
    ...(write1h !== undefined && { cacheWrite1h: atLeastInput(write1h) }),
  };
}

function withoutDiscount(listed: ListedPrices, discount: number): ListedPrices {
  if (discount === 0) return listed;
  const undone = (amount: number): number => Math.ceil(amount / (1 - discount));
  const tokens = (prices: TokenPrices): TokenPrices => mapTokenPrices(prices, undone);
  return {
    ...tokens(listed),
    ...(listed.perRequest !== undefined && { perRequest: undone(listed.perRequest) }),
    ...(listed.longContext && { longContext: listed.longContext.map((cliff) => ({ ...cliff, prices: tokens(cliff.prices) })) }),
    ...(listed.hours && { hours: listed.hours.map((hour) => ({ ...hour, prices: tokens(hour.prices) })) }),
  };
}

function mapTokenPrices(prices: TokenPrices, change: (amount: number) => number): TokenPrices {
  const changed = usageBuckets.flatMap((bucket) => (prices[bucket] === undefined ? [] : [[bucket, change(prices[bucket])] as const]));
  return Object.fromEntries(changed) as unknown as TokenPrices;
}
