import * as v from 'valibot';
import type { PriceRow, TokenPrices } from '../money/index.ts';
import { type EndpointFact, tiers } from './candidate.ts';
import { scaledDecimal } from './decimal.ts';
import { type FillInTheMiddle, fimFamilies, fimTemplateOfFamily } from './fillInTheMiddle.ts';
import { sinceEver } from './priceOn.ts';
import { type QualityPrior, qualityDomains } from './qualityPrior.ts';
import { cachingBy, cachingWord } from './userCaching.ts';
import type { UserEndpoint, UserModel } from './userCatalogue.ts';

/** The settings' shape of an endpoint: what is documented of it is stated plainly, `"region": "EU"`. */
export const userEndpoint = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.nonEmpty('must not be empty')),
    adapter: v.optional(v.picklist(['anthropic', 'openai', 'openai-compatible', 'azure-openai', 'ollama', 'llama-server'])),
    provider: v.optional(v.string()),
    baseUrl: v.pipe(v.string(), v.url('must be an address such as https://gateway.example/v1')),
    billing: v.optional(v.picklist(['metered', 'subscription', 'local'])),
    needsKey: v.optional(v.boolean()),
    region: v.optional(v.string()),
    retention: v.optional(v.picklist(['zero', 'limited', 'kept'])),
    jurisdiction: v.optional(v.string()),
    training: v.optional(v.picklist(['never', 'possible'])),
    caching: v.optional(cachingWord),
    feePercent: v.optional(decimal({ places: 1, most: 100, unit: 'per cent' })),
    quirks: v.optional(quirks()),
  }),
  v.transform(({ region, retention, jurisdiction, training, caching, feePercent, ...row }): UserEndpoint => {
    return withoutUndefined({
      ...row,
      region: stated(region),
      retention: stated(retention),
      jurisdiction: stated(jurisdiction),
      training: stated(training),
      caching: caching && cachingBy[caching],
      feeThousandths: feePercent,
    });
  }),
);

const usdPerMillion = decimal({ places: 9, most: 1_000_000, unit: 'USD per million tokens' });
const factor = decimal({ places: 3, most: 100, unit: 'as a factor' });

const tokenPrices = {
  input: usdPerMillion,
  output: usdPerMillion,
  cacheRead: v.optional(usdPerMillion),
  cacheWrite5m: v.optional(usdPerMillion),
  cacheWrite30m: v.optional(usdPerMillion),
  cacheWrite1h: v.optional(usdPerMillion),
  cacheWrite12h: v.optional(usdPerMillion),
};

const tokenCount = v.pipe(v.number(), v.safeInteger('must be a whole number'), v.minValue(1, 'must be at least 1'));

const share = v.pipe(
  v.number('must be a share from 0 to 1'),
  v.minValue(0, 'must be a share from 0 to 1'),
  v.maxValue(1, 'must be a share from 0 to 1: 0.8 for 80 %'),
);

/** The provider's own words, which are put on the wire as they are. */
const efforts = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_-]{0,19}$/, 'must be a word such as low'))),
  v.nonEmpty('must name at least one'),
  v.check((words) => new Set(words).size === words.length, 'must name each once, the lowest first'),
);

/** The settings' shape of a model: prices in USD per million tokens, factors as plain multipliers. */
export const userModel = v.pipe(
  v.strictObject({
    endpoint: v.string(),
    id: v.pipe(v.string(), v.nonEmpty('must not be empty')),
    tier: v.optional(v.picklist(tiers)),
    contextTokens: v.optional(tokenCount),
    maxOutputTokens: v.optional(tokenCount),
    chat: v.optional(v.boolean()),
    tools: v.optional(v.boolean()),
    images: v.optional(v.boolean()),
    fim: v.optional(v.picklist(['suffix', 'infill', 'chat', ...fimFamilies])),
    precision: v.optional(v.string()),
    tokenizerRatio: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(10))),
    minimumCacheableTokens: v.optional(tokenCount),
    caching: v.optional(cachingWord),
    efforts: v.optional(efforts),
    quality: v.optional(share),
    quirks: v.optional(quirks()),
    validFrom: v.optional(v.pipe(v.string(), v.isoDate('must be a day such as 2026-11-22'))),
    source: v.optional(v.string()),
    price: v.optional(
      v.strictObject({
        ...tokenPrices,
        perRequest: v.optional(decimal({ places: 9, most: 1_000_000, unit: 'USD per request' })),
        longContext: v.optional(v.array(v.strictObject({ abovePromptTokens: tokenCount, ...tokenPrices }))),
        batch: v.optional(factor),
        flex: v.optional(factor),
        priority: v.optional(factor),
        fast: v.optional(factor),
        geoUs: v.optional(factor),
      }),
    ),
  }),
  v.transform(
    ({ chat, tools, images, fim, caching, quality, price, validFrom = sinceEver, source: url = 'settings', ...row }): UserModel => {
      const source = { url, readOn: validFrom };
      return withoutUndefined({
        ...row,
        canChat: chat,
        canUseTools: tools,
        canSeeImages: images,
        fillInTheMiddle: fim === undefined ? undefined : fillInTheMiddleBy(fim),
        caching: caching && cachingBy[caching],
        quality: quality === undefined ? undefined : statedQuality(quality),
        prices: price && [priceRow(price, { validFrom, source })],
      });
    },
  ),
);

type UserTokenPrices = v.InferOutput<v.ObjectSchema<typeof tokenPrices, undefined>>;
type UserPrice = NonNullable<v.InferOutput<(typeof userModel.pipe)[0]['entries']['price']>>;

function priceRow(price: UserPrice, known: Pick<PriceRow, 'validFrom' | 'source'>): PriceRow {
  const { perRequest, longContext, batch, flex, priority, fast, geoUs, ...prices } = price;
  const cliffs = longContext?.map(({ abovePromptTokens, ...above }) => ({ abovePromptTokens, prices: pricesFrom(above) }));
  return withoutUndefined({
    ...known,
    ...pricesFrom(prices),
    perRequest,
    longContext: cliffs?.toSorted((a, b) => a.abovePromptTokens - b.abovePromptTokens),
    serviceTiers: factors({ batch, flex, priority }),
    inferenceGeo: factors({ us: geoUs }),
    speeds: factors({ fast }),
  });
}

function pricesFrom({ input, ...prices }: UserTokenPrices): TokenPrices {
  return withoutUndefined({ uncachedInput: input, ...prices });
}

function factors(named: Readonly<Record<string, number | undefined>>): Record<string, number> | undefined {
  const given = withoutUndefined(named);
  return Object.keys(given).length > 0 ? given : undefined;
}

function fillInTheMiddleBy(word: string): FillInTheMiddle | undefined {
  if (word === 'suffix' || word === 'infill' || word === 'chat') return { type: word };
  const template = fimTemplateOfFamily(word);
  return template && { type: 'template', template };
}

/** One figure of the user's own counts for every kind of work. */
function statedQuality(of: number): readonly QualityPrior[] {
  return qualityDomains.map((domain) => ({ domain, benchmark: 'stated in the settings', share: of, url: 'settings', readOn: sinceEver }));
}

/** What the user says of an endpoint needs no page to prove it. */
function stated<Value>(value: Value | undefined): EndpointFact<Value> | undefined {
  return value === undefined ? undefined : { value, url: 'settings', readOn: sinceEver };
}

/** An amount as a whole number of 10^-places, exactly; written as a number or as a decimal string. */
function decimal({ places, most, unit }: { readonly places: number; readonly most: number; readonly unit: string }) {
  return v.pipe(
    v.union([v.number(), v.string()], `must be ${unit}, as a number or a decimal string`),
    v.rawTransform<string | number, number>(({ dataset, addIssue, NEVER }) => {
      const scaled = scaledDecimal(dataset.value, places);
      if (scaled !== undefined && scaled <= BigInt(most) * 10n ** BigInt(places)) return Number(scaled);
      addIssue({
        message:
          scaled === undefined
            ? `must be ${unit}: a decimal number at or above 0 with at most ${places} decimals`
            : `must be ${unit}, at most ${most}`,
      });
      return NEVER;
    }),
  );
}

function quirks() {
  return v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));
}

type Defined<Row> = { [Key in keyof Row]: Exclude<Row[Key], undefined> };

/** Settings leave out what they do not say, and so do rows: a property that is there but undefined would override a known value. */
function withoutUndefined<Row extends object>(row: Row): Defined<Row> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Defined<Row>;
}
