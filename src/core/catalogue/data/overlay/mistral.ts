import { type Overlay, readOn } from '../overlayRow.ts';

const source = { url: 'https://docs.mistral.ai/getting-started/models/', readOn };
const abilities = { canChat: true, canUseTools: true, terms: { serviceTiers: { batch: 500 } }, source } as const;
const fills = { fillInTheMiddle: { type: 'suffix' } } as const;

export const mistral: Overlay = {
  endpoint: 'mistral',
  rows: [
    { id: 'codestral-latest', tier: 'small', ...abilities, ...fills },
    { id: 'codestral-2508', tier: 'small', ...abilities, ...fills, onRequest: true },
    { id: 'devstral-small-latest', tier: 'small', ...abilities, contextTokens: 131_072, onRequest: true },
    { id: 'ministral-8b-2512', tier: 'small', ...abilities, onRequest: true },
    { id: 'mistral-small-2603', tier: 'small', ...abilities, canSeeImages: true },
    { id: 'devstral-2512', tier: 'medium', ...abilities },
    { id: 'mistral-large-2512', tier: 'medium', ...abilities, canSeeImages: true },
    { id: 'mistral-medium-3-5', tier: 'medium', ...abilities, canSeeImages: true },
    { id: 'mistral-medium-latest', tier: 'medium', ...abilities, canSeeImages: true, contextTokens: 262_144, onRequest: true },
  ],
};
