import { sinceEver } from '../../priceOn.ts';
import { type Overlay, readOn } from '../overlayRow.ts';
import { usd } from '../usd.ts';

const source = { url: 'https://docs.together.ai/docs/serverless/models', readOn };
const abilities = { canChat: true, canUseTools: true, source } as const;

export const together: Overlay = {
  endpoint: 'together',
  rows: [
    {
      id: 'meta-llama/Llama-3.2-3B-Instruct-Turbo',
      tier: 'small',
      ...abilities,
      contextTokens: 131_072,
      onRequest: true,
      prices: [
        {
          validFrom: sinceEver,
          source: { url: 'https://a16z.com/llmflation-llm-inference-cost/', readOn },
          uncachedInput: usd('0.06'),
          output: usd('0.06'),
        },
      ],
    },
    { id: 'meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo', tier: 'small', ...abilities, contextTokens: 131_072, onRequest: true },
    { id: 'meta-llama/Llama-3.3-70B-Instruct-Turbo', tier: 'small', ...abilities, contextTokens: 131_072 },
    {
      id: 'meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8',
      tier: 'small',
      ...abilities,
      canSeeImages: true,
      precision: 'fp8',
      contextTokens: 1_048_576,
    },
  ],
};
