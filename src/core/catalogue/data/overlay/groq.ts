import { type Overlay, readOn } from '../overlayRow.ts';

const source = { url: 'https://console.groq.com/docs/models', readOn };
const abilities = { canChat: true, canUseTools: true, source } as const;

/** Two hours without use (https://console.groq.com/docs/prompt-caching, which names the models). */
const cached = { caching: { type: 'automatic', ttl: '1h' } } as const;
const gptOss = { ...abilities, ...cached, efforts: ['low', 'medium', 'high'] } as const;

export const groq: Overlay = {
  endpoint: 'groq',
  rows: [
    { id: 'llama-3.1-8b-instant', tier: 'small', ...abilities, contextTokens: 131_072, onRequest: true },
    { id: 'openai/gpt-oss-20b', tier: 'small', ...gptOss },
    { id: 'openai/gpt-oss-120b', tier: 'small', ...gptOss },
    { id: 'llama-3.3-70b-versatile', tier: 'small', ...abilities, contextTokens: 131_072 },
    // It thinks first (https://console.groq.com/docs/reasoning lists it).
    { id: 'qwen/qwen3-32b', tier: 'small', ...abilities, quirks: { reasoning: true } },
    { id: 'moonshotai/kimi-k2-instruct-0905', tier: 'medium', ...abilities, ...cached },
  ],
};
