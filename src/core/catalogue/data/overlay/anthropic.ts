import { type Overlay, type OverlayRow, readOn } from '../overlayRow.ts';
import { usd } from '../usd.ts';

const pricing = { url: 'https://platform.claude.com/docs/en/about-claude/pricing', readOn };
const overview = (model: string) => ({ url: `https://platform.claude.com/docs/en/models/${model}/overview`, readOn });

/** Batches at half price; `inference_geo: "us"` at 1.1 times. */
const terms = { serviceTiers: { batch: 500 }, inferenceGeo: { us: 1100 } };
const fast = (thousandths: number) => ({ ...terms, speeds: { fast: thousandths } });

/** The tokenizers of Claude 3 to 4.6, and of Claude 4.7 and later: measured medians against o200k. */
const [older, newer] = [{ tokenizerRatio: 1.2 }, { tokenizerRatio: 1.55 }];
const abilities = { canChat: true, canUseTools: true, canSeeImages: true } as const;
const wide = { ...abilities, contextTokens: 1_000_000, maxOutputTokens: 128_000 } as const;

/** How hard it tries, the usual being `high` for most (https://platform.claude.com/docs/en/build-with-claude/effort). */
const upToHigh = { efforts: ['low', 'medium', 'high'] };
const upToMax = { efforts: ['low', 'medium', 'high', 'max'] };
const allEfforts = { efforts: ['low', 'medium', 'high', 'xhigh', 'max'] };

/** Where sources differ on the shortest prefix that is cached, the larger stands: a breakpoint below it would be for nothing. */
const rows: readonly OverlayRow[] = [
  {
    id: 'claude-haiku-4-5',
    tier: 'small',
    ...abilities,
    ...older,
    terms,
    source: pricing,
    maxOutputTokens: 64_000,
    minimumCacheableTokens: 4096,
  },
  {
    id: 'claude-haiku-5-5',
    tier: 'small',
    ...wide,
    ...allEfforts,
    ...newer,
    terms,
    source: overview('haiku-5-5'),
    prices: [
      {
        validFrom: '2026-10-07',
        source: overview('haiku-5-5'),
        uncachedInput: usd('0.10'),
        output: usd('0.50'),
        cacheRead: usd('0.01'),
        cacheWrite5m: usd('0.125'),
        cacheWrite1h: usd('0.20'),
        longContext: [
          {
            abovePromptTokens: 100_000,
            prices: {
              uncachedInput: usd('0.50'),
              output: usd('2.50'),
              cacheRead: usd('0.05'),
              cacheWrite5m: usd('0.625'),
              cacheWrite1h: usd('1.00'),
            },
          },
        ],
      },
    ],
  },
  {
    id: 'claude-sonnet-4-5',
    tier: 'medium',
    ...abilities,
    ...older,
    terms,
    source: pricing,
    maxOutputTokens: 64_000,
    minimumCacheableTokens: 1024,
    onRequest: true,
  },
  { id: 'claude-sonnet-4-6', tier: 'medium', ...wide, ...upToMax, ...older, terms, source: pricing, minimumCacheableTokens: 2048 },
  {
    id: 'claude-sonnet-5',
    tier: 'medium',
    ...wide,
    ...allEfforts,
    ...newer,
    terms,
    source: overview('sonnet-5'),
    minimumCacheableTokens: 1024,
  },
  {
    id: 'claude-sonnet-5-5',
    tier: 'medium',
    ...wide,
    ...allEfforts,
    ...newer,
    terms,
    source: overview('sonnet-5-5'),
    // Reads were cut from 0.1 to 0.05 times the input's price on 2026-10-07.
    prices: [
      {
        validFrom: '2026-09-28',
        source: overview('sonnet-5-5'),
        uncachedInput: usd('2'),
        output: usd('10'),
        cacheRead: usd('0.20'),
        cacheWrite5m: usd('2.50'),
        cacheWrite1h: usd('4'),
      },
      {
        validFrom: '2026-10-07',
        source: { url: 'https://github.com/kurofune/claudit/releases/tag/v1.9.2', readOn },
        uncachedInput: usd('2'),
        output: usd('10'),
        cacheRead: usd('0.10'),
        cacheWrite5m: usd('2.50'),
        cacheWrite1h: usd('4'),
      },
    ],
  },
  {
    id: 'claude-opus-4-5',
    tier: 'frontier',
    ...abilities,
    ...upToHigh,
    ...older,
    terms,
    source: pricing,
    maxOutputTokens: 64_000,
    minimumCacheableTokens: 4096,
    onRequest: true,
  },
  {
    id: 'claude-opus-4-6',
    tier: 'frontier',
    ...wide,
    ...upToMax,
    ...older,
    terms: fast(6000),
    source: pricing,
    minimumCacheableTokens: 4096,
    onRequest: true,
  },
  {
    id: 'claude-opus-4-7',
    tier: 'frontier',
    ...wide,
    ...allEfforts,
    ...newer,
    terms: fast(6000),
    source: pricing,
    minimumCacheableTokens: 4096,
  },
  {
    id: 'claude-opus-4-8',
    tier: 'frontier',
    ...wide,
    ...allEfforts,
    ...newer,
    terms: fast(2000),
    source: pricing,
    minimumCacheableTokens: 1024,
  },
  {
    id: 'claude-opus-5',
    tier: 'frontier',
    ...wide,
    ...allEfforts,
    ...newer,
    terms: fast(2000),
    source: overview('opus-5'),
    minimumCacheableTokens: 512,
  },
  { id: 'claude-opus-5-5', tier: 'frontier', ...wide, ...allEfforts, ...newer, terms: fast(2000), source: overview('opus-5-5') },
  {
    id: 'claude-fable-5',
    tier: 'frontier',
    ...wide,
    ...allEfforts,
    ...newer,
    terms,
    source: overview('fable-5'),
    minimumCacheableTokens: 512,
  },
  { id: 'claude-fable-5-1', tier: 'frontier', ...wide, ...allEfforts, ...newer, terms, source: overview('fable-5-1') },
  // Only for organisations that Anthropic has verified.
  mythos('claude-mythos-5', '2026-06-09', usd('1'), { minimumCacheableTokens: 512 }),
  mythos('claude-mythos-5-1', '2026-09-01', usd('0.25')),
];

function mythos(id: string, validFrom: string, cacheRead: number, limits: Pick<OverlayRow, 'minimumCacheableTokens'> = {}): OverlayRow {
  const prices = { uncachedInput: usd('10'), output: usd('50'), cacheRead, cacheWrite5m: usd('12.50'), cacheWrite1h: usd('20') };
  return {
    id,
    tier: 'frontier',
    ...wide,
    ...newer,
    ...allEfforts,
    ...limits,
    terms,
    source: pricing,
    onRequest: true,
    prices: [{ validFrom, source: pricing, ...prices }],
  };
}

export const anthropic: Overlay = { endpoint: 'anthropic', rows };
