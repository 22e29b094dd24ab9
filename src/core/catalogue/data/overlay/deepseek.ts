import type { PriceHours, TokenPrices } from '../../../money/index.ts';
import { type Overlay, readOn } from '../overlayRow.ts';
import { usd } from '../usd.ts';

const source = { url: 'https://api-docs.deepseek.com/quick_start/pricing', readOn };

/**
 * Half the price outside the peak hours, which are 01:00-04:00 and 06:00-10:00 UTC, Monday to Friday since 2026-08-23. China's public holidays
 * are off-peak as well, but proclaimed a year at a time: on those the dearer price stands. The page does not say whether a request counts by
 * its beginning or its end: we take the beginning.
 */
const offPeak = (prices: TokenPrices): readonly PriceHours[] => [
  { utcFromMinute: 4 * 60, utcToMinute: 6 * 60, prices },
  { utcFromMinute: 10 * 60, utcToMinute: 1 * 60, prices },
  { utcFromMinute: 0, utcToMinute: 24 * 60, weekdays: [0, 6], prices },
];

const flash = {
  validFrom: '2026-09-10',
  source,
  uncachedInput: usd('0.30'),
  output: usd('1.20'),
  cacheRead: usd('0.006'),
  hours: offPeak({ uncachedInput: usd('0.15'), output: usd('0.60'), cacheRead: usd('0.003') }),
};

/** The generated list, and the weekends, which the package cannot express. */
const pro = {
  validFrom: '2026-08-23',
  source,
  uncachedInput: usd('1.32'),
  output: usd('3.96'),
  cacheRead: usd('0.044'),
  hours: offPeak({ uncachedInput: usd('0.66'), output: usd('1.98'), cacheRead: usd('0.022') }),
};

const abilities = {
  canChat: true,
  canUseTools: true,
  fillInTheMiddle: { type: 'suffix' },
  contextTokens: 1_000_000,
  maxOutputTokens: 384_000,
  tokenizerRatio: 1.05,
  // It thinks by itself, at `high` (https://api-docs.deepseek.com/guides/thinking_mode).
  efforts: ['low', 'high', 'max'],
  source,
} as const;

export const deepseek: Overlay = {
  endpoint: 'deepseek',
  rows: [
    { id: 'deepseek-flash', tier: 'small', ...abilities, canSeeImages: true, prices: [flash] },
    // The old name of Flash: served and billed as it since that day.
    { id: 'deepseek-v4-flash', tier: 'small', ...abilities, prices: [flash], onRequest: true },
    { id: 'deepseek-v4-pro', tier: 'medium', ...abilities, prices: [pro] },
  ],
};
