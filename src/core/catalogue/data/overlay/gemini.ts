import { type Overlay, readOn } from '../overlayRow.ts';

const source = { url: 'https://ai.google.dev/gemini-api/docs/pricing', readOn };
const half = { serviceTiers: { batch: 500, flex: 500 } };
const withPriority = { serviceTiers: { batch: 500, flex: 500, priority: 1800 } };
const abilities = { canChat: true, canUseTools: true, canSeeImages: true, maxOutputTokens: 65_536, tokenizerRatio: 1.15, source } as const;

export const gemini: Overlay = {
  endpoint: 'gemini',
  rows: [
    { id: 'gemini-2.5-flash-lite', tier: 'small', ...abilities, terms: { serviceTiers: { batch: 500 } } },
    { id: 'gemini-2.5-flash', tier: 'small', ...abilities, terms: { serviceTiers: { batch: 500 } } },
    { id: 'gemini-2.5-pro', tier: 'medium', ...abilities, terms: { serviceTiers: { batch: 500 } }, contextTokens: 1_048_576 },
    { id: 'gemini-3-flash-preview', tier: 'small', ...abilities, terms: { serviceTiers: { batch: 500 } }, onRequest: true },
    { id: 'gemini-3.1-flash-lite', tier: 'small', ...abilities, onRequest: true },
    { id: 'gemini-3.1-pro-preview', tier: 'frontier', ...abilities, contextTokens: 1_048_576 },
    { id: 'gemini-3.5-flash-lite', tier: 'small', ...abilities, terms: half },
    { id: 'gemini-3.5-flash', tier: 'medium', ...abilities, terms: half },
    { id: 'gemini-3.6-flash', tier: 'medium', ...abilities, terms: half, onRequest: true },
    { id: 'gemini-3.7-flash', tier: 'medium', ...abilities, terms: withPriority, onRequest: true },
    { id: 'gemini-3.8-flash', tier: 'medium', ...abilities, terms: withPriority, minimumCacheableTokens: 4096 },
  ],
};
