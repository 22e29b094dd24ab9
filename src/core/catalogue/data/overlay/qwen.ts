import { type Overlay, readOn } from '../overlayRow.ts';
import { usd } from '../usd.ts';

const studio = { url: 'https://www.alibabacloud.com/help/en/model-studio/models', readOn };
const abilities = {
  canChat: true,
  canUseTools: true,
  canSeeImages: true,
  tokenizerRatio: 1,
  minimumCacheableTokens: 1024,
  source: studio,
} as const;

/** International prices; those of cached tokens were not found, so that they count as any input. */
export const qwen: Overlay = {
  endpoint: 'qwen',
  rows: [
    {
      id: 'qwen3.8-flash',
      tier: 'small',
      ...abilities,
      // Since 3.5 Qwen's models think first unless told not to (https://docs.qwencloud.com/developer-guides/text-generation/thinking names the
      // family, not this model).
      quirks: { reasoning: true },
      contextTokens: 991_000,
      maxOutputTokens: 128_000,
      prices: [
        {
          validFrom: '2026-09-03',
          source: { url: 'https://vercel.com/ai-gateway/models/qwen3.8-flash.md', readOn },
          uncachedInput: usd('0.15'),
          output: usd('0.47'),
        },
      ],
    },
    {
      id: 'qwen3.8-max',
      tier: 'medium',
      ...abilities,
      contextTokens: 1_000_000,
      maxOutputTokens: 65_536,
      prices: [
        {
          validFrom: '2026-08-01',
          source: { url: 'https://dev.to/hassann/how-to-use-the-qwen-38-api-1cgm', readOn },
          uncachedInput: usd('2'),
          output: usd('6'),
        },
      ],
    },
  ],
};
