import * as v from 'valibot';
import { tiers } from '../candidate.ts';
import { type RefreshState, stateVersion } from './refreshState.ts';

export type StateReading =
  | { readonly outcome: 'read'; readonly state: RefreshState }
  | { readonly outcome: 'unusable'; readonly reason: string };

const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const optional = v.exactOptional;
const tokenPrices = {
  uncachedInput: amount,
  output: amount,
  cacheRead: optional(amount),
  cacheWrite5m: optional(amount),
  cacheWrite30m: optional(amount),
  cacheWrite1h: optional(amount),
  cacheWrite12h: optional(amount),
};
const factors = optional(v.record(v.string(), amount));
const minute = v.pipe(amount, v.maxValue(24 * 60));
const listed = {
  ...tokenPrices,
  perRequest: optional(amount),
  longContext: optional(v.array(v.strictObject({ abovePromptTokens: amount, prices: v.strictObject(tokenPrices) }))),
  hours: optional(
    v.array(
      v.strictObject({
        utcFromMinute: minute,
        utcToMinute: minute,
        weekdays: optional(v.array(v.pipe(amount, v.maxValue(6)))),
        prices: v.strictObject(tokenPrices),
      }),
    ),
  ),
  serviceTiers: factors,
  inferenceGeo: factors,
  speeds: factors,
};
const day = v.pipe(v.string(), v.isoDate());
const priceRow = v.strictObject({ ...listed, validFrom: day, source: v.strictObject({ url: v.string(), readOn: day }) });
const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const facts = v.strictObject({
  tier: optional(v.picklist(tiers)),
  contextTokens: optional(positive),
  maxOutputTokens: optional(positive),
  canChat: optional(v.boolean()),
  canUseTools: optional(v.boolean()),
  canSeeImages: optional(v.boolean()),
  fillInTheMiddle: optional(
    v.variant('type', [
      v.strictObject({ type: v.literal('infill') }),
      v.strictObject({ type: v.literal('suffix') }),
      v.strictObject({
        type: v.literal('template'),
        template: v.object({ family: v.string(), prompt: v.string(), stop: v.array(v.string()) }),
      }),
    ]),
  ),
  tokenizerRatio: optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(10))),
  minimumCacheableTokens: optional(positive),
});
const endpoint = v.strictObject({
  id: v.string(),
  baseUrl: v.pipe(v.string(), v.startsWith('https://')),
  adapter: optional(v.string()),
  feeThousandths: optional(amount),
});
const sourceRow = v.strictObject({
  endpoint: v.string(),
  id: v.string(),
  url: v.string(),
  prices: v.strictObject(listed),
  facts,
  describesKnown: optional(v.boolean()),
  newEndpoint: optional(endpoint),
});
const place = { source: v.string(), endpoint: v.string(), id: v.string() };
const refreshState = v.strictObject({
  version: v.literal(stateVersion),
  sources: v.record(
    v.string(),
    v.strictObject({
      etag: optional(v.string()),
      checkedAtMs: v.number(),
      readOn: day,
      nextPriceOn: optional(day),
      readWith: optional(v.string()),
      rows: v.array(sourceRow),
    }),
  ),
  inForce: v.array(
    v.variant('type', [
      v.strictObject({
        type: v.literal('accepted'),
        ...place,
        price: optional(priceRow),
        over: optional(v.strictObject(listed)),
        despite: optional(v.array(v.strictObject({ source: v.string(), prices: v.strictObject(listed) }))),
        facts: optional(facts),
        newEndpoint: optional(endpoint),
      }),
      v.strictObject({ type: v.literal('risen'), ...place, price: priceRow }),
    ]),
  ),
  declined: v.array(v.strictObject({ source: v.string(), row: v.string() })),
});

/** The stored state, checked: it decides what requests are held to cost. */
export function readState(text: string): StateReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { outcome: 'unusable', reason: 'it is no JSON' };
  }
  const read = v.safeParse(refreshState, value);
  if (read.success) return { outcome: 'read', state: read.output };
  const [issue] = read.issues;
  return { outcome: 'unusable', reason: `${v.getDotPath(issue) ?? 'it'}: ${issue.message}` };
}
