import { type Overlay, type OverlayRow, readOn } from '../overlayRow.ts';
import { openAiLongContext, usd } from '../usd.ts';

const models = (id: string) => ({ url: `https://developers.openai.com/api/docs/models/${id}`, readOn });
const priority = { url: 'https://openai.com/api-priority-processing/', readOn };
const fastMode = { url: 'https://developers.openai.com/api/docs/guides/fast-mode', readOn };

/** `priority` was renamed `fast` on 2026-07-30; answers say either. */
const tiersOf = (thousandths: number) => ({ serviceTiers: { batch: 500, flex: 500, priority: thousandths, fast: thousandths } });
const batchOnly = { serviceTiers: { batch: 500 } };
const discounts = { serviceTiers: { batch: 500, flex: 500 } };

const abilities = { canChat: true, canUseTools: true, canSeeImages: true, minimumCacheableTokens: 1024 } as const;
/** They take neither a temperature nor stop strings. */
const reasons = { ...abilities, maxOutputTokens: 128_000, quirks: { reasoning: true } } as const;

/**
 * Their reasoning efforts, as far as a document or the API's own refusals name them (https://developers.openai.com/api/docs/guides/reasoning):
 * older models refuse `none`, later ones `minimal`.
 */
const usualEfforts = ['low', 'medium', 'high'];
const upToXhigh = [...usualEfforts, 'xhigh'];
const fromNone = { efforts: ['none', ...upToXhigh] };
const fromMinimal = { efforts: ['minimal', ...usualEfforts] };
const fromLow = { efforts: usualEfforts };
const lowToXhigh = { efforts: upToXhigh };

/** Since GPT-5.6 writes are billed, prefixes stay for half an hour, and marks may say what is kept. */
const marked = { caching: { type: 'automatic', ttl: '30m', takesKey: true, takesBreakpoints: true } } as const;

const rows: readonly OverlayRow[] = [
  { id: 'gpt-4o-mini', tier: 'small', ...abilities, terms: batchOnly, source: models('gpt-4o-mini'), maxOutputTokens: 16_384 },
  { id: 'gpt-4o', tier: 'medium', ...abilities, terms: batchOnly, source: models('gpt-4o'), maxOutputTokens: 16_384 },
  // Twice the price of the snapshots after it: the date must not be cut off.
  {
    id: 'gpt-4o-2024-05-13',
    tier: 'medium',
    ...abilities,
    terms: batchOnly,
    source: models('gpt-4o'),
    maxOutputTokens: 4096,
    onRequest: true,
  },
  {
    id: 'gpt-4.1-nano',
    tier: 'small',
    ...abilities,
    terms: batchOnly,
    source: models('gpt-4.1-nano'),
    maxOutputTokens: 32_768,
    onRequest: true,
  },
  { id: 'gpt-4.1-mini', tier: 'small', ...abilities, terms: batchOnly, source: models('gpt-4.1-mini'), maxOutputTokens: 32_768 },
  {
    id: 'gpt-4.1',
    tier: 'medium',
    ...abilities,
    terms: { serviceTiers: { batch: 500, priority: 1750, fast: 1750 } },
    source: priority,
    maxOutputTokens: 32_768,
  },
  {
    id: 'o4-mini',
    tier: 'medium',
    ...reasons,
    ...fromLow,
    terms: discounts,
    source: models('o4-mini'),
    maxOutputTokens: 100_000,
    onRequest: true,
  },
  { id: 'o3', tier: 'medium', ...reasons, ...fromLow, terms: discounts, source: models('o3'), maxOutputTokens: 100_000, onRequest: true },
  { id: 'gpt-5-nano', tier: 'small', ...reasons, ...fromMinimal, terms: discounts, source: models('gpt-5-nano'), onRequest: true },
  { id: 'gpt-5-mini', tier: 'small', ...reasons, ...fromMinimal, terms: tiersOf(1800), source: priority },
  { id: 'gpt-5', tier: 'medium', ...reasons, ...fromMinimal, terms: tiersOf(2000), source: priority },
  { id: 'gpt-5-codex', tier: 'medium', ...reasons, ...fromLow, terms: tiersOf(2000), source: priority, onRequest: true },
  { id: 'gpt-5.1', tier: 'medium', ...reasons, efforts: ['none', ...usualEfforts], terms: tiersOf(2000), source: priority },
  {
    id: 'gpt-5.1-codex-mini',
    tier: 'small',
    ...reasons,
    ...fromLow,
    terms: discounts,
    source: models('gpt-5.1-codex-mini'),
    onRequest: true,
  },
  { id: 'gpt-5.1-codex', tier: 'medium', ...reasons, ...fromLow, terms: tiersOf(2000), source: priority, onRequest: true },
  {
    id: 'gpt-5.1-codex-max',
    tier: 'medium',
    ...reasons,
    ...lowToXhigh,
    terms: discounts,
    source: models('gpt-5.1-codex-max'),
    onRequest: true,
  },
  { id: 'gpt-5.2', tier: 'medium', ...reasons, ...fromNone, terms: tiersOf(2000), source: priority },
  { id: 'gpt-5.2-codex', tier: 'medium', ...reasons, ...lowToXhigh, terms: discounts, source: models('gpt-5.2-codex'), onRequest: true },
  { id: 'gpt-5.3-codex', tier: 'medium', ...reasons, ...lowToXhigh, terms: discounts, source: models('gpt-5.3-codex') },
  { id: 'gpt-5.4-nano', tier: 'small', ...reasons, ...lowToXhigh, terms: discounts, source: models('gpt-5.4-nano'), onRequest: true },
  { id: 'gpt-5.4-mini', tier: 'small', ...reasons, ...lowToXhigh, terms: tiersOf(2000), source: priority },
  { id: 'gpt-5.4', tier: 'medium', ...reasons, ...fromNone, terms: tiersOf(2000), source: priority },
  { id: 'gpt-5.5', tier: 'frontier', ...reasons, ...fromNone, terms: tiersOf(2500), source: priority },
  { id: 'gpt-5.6-luna', tier: 'small', ...reasons, ...fromNone, ...marked, terms: tiersOf(2000), source: fastMode },
  { id: 'gpt-5.6-terra', tier: 'medium', ...reasons, ...fromNone, ...marked, terms: tiersOf(2000), source: fastMode },
  {
    id: 'gpt-5.6-sol',
    tier: 'frontier',
    ...reasons,
    efforts: ['none', ...upToXhigh, 'max'],
    ...marked,
    terms: tiersOf(2000),
    source: fastMode,
  },
  // The alias of Sol.
  {
    id: 'gpt-5.6',
    tier: 'frontier',
    ...reasons,
    efforts: ['none', ...upToXhigh, 'max'],
    ...marked,
    terms: tiersOf(2000),
    source: models('gpt-5.6-sol'),
    onRequest: true,
  },
  { id: 'gpt-6-luna', tier: 'small', ...reasons, ...fromLow, ...marked, terms: tiersOf(2000), source: models('gpt-6-luna') },
  { id: 'gpt-6-sol', tier: 'medium', ...reasons, ...fromNone, ...marked, terms: tiersOf(2000), source: models('gpt-6-sol') },
  {
    id: 'gpt-6-astra',
    tier: 'frontier',
    ...reasons,
    efforts: [...upToXhigh, 'max'],
    ...marked,
    terms: tiersOf(2000),
    source: models('gpt-6-astra'),
  },
  later('gpt-6.1-terra', 'medium', '2026-10-26', models('gpt-6.1-terra'), {
    uncachedInput: usd('1'),
    output: usd('5'),
    cacheRead: usd('0.05'),
    cacheWrite30m: usd('1.25'),
    cacheWrite12h: usd('2.50'),
  }),
  later('gpt-6.1-sol', 'medium', '2026-09-29', models('gpt-6.1-sol'), {
    uncachedInput: usd('2'),
    output: usd('10'),
    cacheRead: usd('0.10'),
    cacheWrite30m: usd('2.50'),
  }),
  sol62(),
  later(
    'gpt-6.2-astra',
    'frontier',
    '2026-11-17',
    { url: 'https://github.com/BerriAI/litellm/discussions/52347', readOn },
    {
      uncachedInput: usd('8'),
      output: usd('40'),
      // "60 % cheaper" than GPT-6 Astra's $1; writes at 1.25 times the input, as of all models since GPT-5.6.
      cacheRead: usd('0.40'),
      cacheWrite30m: usd('10'),
    },
  ),
];

/** A model that came after the package: its list price, and the same rules for long prompts and tiers as its older sisters. */
function later(
  id: string,
  tier: OverlayRow['tier'],
  validFrom: string,
  source: OverlayRow['source'],
  prices: Parameters<typeof openAiLongContext>[0],
): OverlayRow {
  return {
    id,
    tier,
    ...reasons,
    ...fromLow,
    ...marked,
    contextTokens: 1_050_000,
    terms: tiersOf(2000),
    source,
    prices: [{ validFrom, source, ...prices, longContext: openAiLongContext(prices) }],
  };
}

/** Its page names the price of the `ultrafast` tier, which doubles on a day. */
function sol62(): OverlayRow {
  const row = later('gpt-6.2-sol', 'medium', '2026-11-17', models('gpt-6.2-sol'), {
    uncachedInput: usd('2'),
    output: usd('10'),
    cacheRead: usd('0.10'),
    cacheWrite30m: usd('2.50'),
    cacheWrite12h: usd('5'),
  });
  const { serviceTiers } = tiersOf(2000);
  const from = (validFrom: string, ultrafast: number) =>
    (row.prices ?? []).map((list) => ({ ...list, validFrom, serviceTiers: { ...serviceTiers, ultrafast } }));
  return { ...row, prices: [...from('2026-11-17', 3000), ...from('2027-03-01', 6000)] };
}

export const openai: Overlay = { endpoint: 'openai', rows };
