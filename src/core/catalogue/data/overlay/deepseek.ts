import { type Overlay, readOn } from '../overlayRow.ts';
import { usd } from '../usd.ts';

const source = { url: 'https://api-docs.deepseek.com/quick_start/pricing', readOn };

/** In the peak hours, 01:00-04:00 and 06:00-10:00 UTC on weekdays; half of it at other times, which an entry does not know. */
const flash = {
  validFrom: '2026-09-10',
  source,
  uncachedInput: usd('0.30'),
  output: usd('1.20'),
  cacheRead: usd('0.006'),
};

const abilities = {
  canChat: true,
  canUseTools: true,
  fillInTheMiddle: { type: 'suffix' },
  contextTokens: 1_000_000,
  maxOutputTokens: 384_000,
  tokenizerRatio: 1.05,
  source,
} as const;

export const deepseek: Overlay = {
  endpoint: 'deepseek',
  rows: [
    { id: 'deepseek-flash', tier: 'small', ...abilities, canSeeImages: true, prices: [flash] },
    // The old name of Flash: served and billed as it since that day.
    { id: 'deepseek-v4-flash', tier: 'small', ...abilities, prices: [flash], onRequest: true },
    { id: 'deepseek-v4-pro', tier: 'medium', ...abilities },
  ],
};
