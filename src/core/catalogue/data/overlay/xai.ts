import { type Overlay, readOn } from '../overlayRow.ts';

const source = { url: 'https://docs.x.ai/developers/pricing', readOn };
const abilities = { canChat: true, canUseTools: true, source } as const;

export const xai: Overlay = {
  endpoint: 'xai',
  rows: [
    // It thinks first: "a speedy and economical reasoning model" (https://x.ai/news/grok-code-fast-1).
    { id: 'grok-code-fast-1', tier: 'small', ...abilities, quirks: { reasoning: true } },
    { id: 'grok-build-0.1', tier: 'medium', ...abilities, onRequest: true },
    { id: 'grok-4.3', tier: 'medium', ...abilities, canSeeImages: true, efforts: ['none', 'low', 'medium', 'high'] },
    { id: 'grok-4.6', tier: 'frontier', ...abilities, canSeeImages: true },
  ],
};
