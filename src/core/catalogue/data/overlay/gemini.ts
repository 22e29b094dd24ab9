import { type Overlay, readOn } from '../overlayRow.ts';

const source = { url: 'https://ai.google.dev/gemini-api/docs/pricing', readOn };
/** Its other tiers, flex and priority, are not documented for the route that speaks OpenAI's protocol: they cannot be asked for there. */
const terms = { serviceTiers: { batch: 500 } };
const abilities = {
  canChat: true,
  canUseTools: true,
  canSeeImages: true,
  maxOutputTokens: 65_536,
  tokenizerRatio: 1.15,
  // https://ai.google.dev/gemini-api/docs/openai
  efforts: ['low', 'medium', 'high'],
  source,
} as const;

/** All calls have to be signed; this stands for what another model did not (https://ai.google.dev/gemini-api/docs/thought-signatures). */
const signing = { ...abilities, quirks: { callSignature: 'skip_thought_signature_validator' } } as const;

export const gemini: Overlay = {
  endpoint: 'gemini',
  rows: [
    { id: 'gemini-2.5-flash-lite', tier: 'small', ...abilities, terms },
    // It thinks first unless it is told not to (https://ai.google.dev/gemini-api/docs/thinking); the lighter one does not.
    { id: 'gemini-2.5-flash', tier: 'small', ...abilities, terms, quirks: { reasoning: true } },
    { id: 'gemini-2.5-pro', tier: 'medium', ...abilities, terms, contextTokens: 1_048_576 },
    { id: 'gemini-3-flash-preview', tier: 'small', ...signing, terms, onRequest: true },
    { id: 'gemini-3.1-flash-lite', tier: 'small', ...signing, onRequest: true },
    { id: 'gemini-3.1-pro-preview', tier: 'frontier', ...signing, contextTokens: 1_048_576 },
    { id: 'gemini-3.5-flash-lite', tier: 'small', ...signing, terms },
    { id: 'gemini-3.5-flash', tier: 'medium', ...signing, terms },
    { id: 'gemini-3.6-flash', tier: 'medium', ...signing, terms, onRequest: true },
    { id: 'gemini-3.7-flash', tier: 'medium', ...signing, terms, onRequest: true },
    { id: 'gemini-3.8-flash', tier: 'medium', ...signing, terms, minimumCacheableTokens: 4096 },
  ],
};
