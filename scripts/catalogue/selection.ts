import { type GenaiProvider, genaiProviders } from '../../src/core/catalogue/refresh/genaiProviders.ts';

/**
 * Which models of `@pydantic/genai-prices` the catalogue holds, by exact id: at the provider's own endpoint, and the known coding models at
 * OpenRouter.
 */
export interface Selection extends GenaiProvider {
  readonly ids: readonly string[];
}

const selected: readonly Pick<Selection, 'endpoint' | 'ids'>[] = [
  {
    endpoint: 'anthropic',
    ids: [
      ...['claude-haiku-4-5', 'claude-sonnet-4-5', 'claude-sonnet-4-6', 'claude-sonnet-5'],
      ...['claude-opus-4-5', 'claude-opus-4-6', 'claude-opus-4-7', 'claude-opus-4-8', 'claude-opus-5', 'claude-opus-5-5'],
      ...['claude-fable-5', 'claude-fable-5-1'],
    ],
  },
  {
    endpoint: 'openai',
    ids: [
      ...['gpt-4o-mini', 'gpt-4o', 'gpt-4o-2024-05-13', 'gpt-4.1-nano', 'gpt-4.1-mini', 'gpt-4.1', 'o4-mini', 'o3'],
      ...['gpt-5-nano', 'gpt-5-mini', 'gpt-5', 'gpt-5-codex', 'gpt-5.1', 'gpt-5.1-codex-mini', 'gpt-5.1-codex', 'gpt-5.1-codex-max'],
      ...['gpt-5.2', 'gpt-5.2-codex', 'gpt-5.3-codex', 'gpt-5.4-nano', 'gpt-5.4-mini', 'gpt-5.4', 'gpt-5.5'],
      ...['gpt-5.6-luna', 'gpt-5.6-terra', 'gpt-5.6-sol', 'gpt-5.6', 'gpt-6-luna', 'gpt-6-sol', 'gpt-6-astra'],
    ],
  },
  { endpoint: 'deepseek', ids: ['deepseek-v4-flash', 'deepseek-v4-pro'] },
  {
    endpoint: 'gemini',
    ids: [
      ...['gemini-2.5-flash-lite', 'gemini-2.5-flash', 'gemini-2.5-pro', 'gemini-3-flash-preview', 'gemini-3.1-flash-lite'],
      ...[
        'gemini-3.1-pro-preview',
        'gemini-3.5-flash-lite',
        'gemini-3.5-flash',
        'gemini-3.6-flash',
        'gemini-3.7-flash',
        'gemini-3.8-flash',
      ],
    ],
  },
  {
    endpoint: 'mistral',
    ids: [
      ...['codestral-latest', 'codestral-2508', 'devstral-2512', 'devstral-small-latest', 'ministral-8b-2512', 'mistral-small-2603'],
      ...['mistral-medium-3-5', 'mistral-medium-latest', 'mistral-large-2512'],
    ],
  },
  {
    endpoint: 'groq',
    ids: [
      ...['openai/gpt-oss-20b', 'openai/gpt-oss-120b', 'llama-3.1-8b-instant', 'llama-3.3-70b-versatile', 'qwen/qwen3-32b'],
      'moonshotai/kimi-k2-instruct-0905',
    ],
  },
  {
    endpoint: 'together',
    ids: [
      'meta-llama/Llama-3.3-70B-Instruct-Turbo',
      'meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo',
      'meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8',
    ],
  },
  { endpoint: 'xai', ids: ['grok-code-fast-1', 'grok-build-0.1', 'grok-4.3', 'grok-4.6'] },
  {
    endpoint: 'openrouter',
    ids: [
      ...['anthropic/claude-haiku-4.5', 'anthropic/claude-sonnet-4.6', 'anthropic/claude-sonnet-5', 'anthropic/claude-opus-5.5'],
      ...['openai/gpt-5-mini', 'openai/gpt-5.3-codex', 'openai/gpt-6-luna', 'openai/gpt-6-sol', 'openai/gpt-oss-120b'],
      ...['google/gemini-2.5-flash', 'google/gemini-2.5-pro', 'google/gemini-3.1-pro-preview', 'google/gemini-3.5-flash'],
      ...['deepseek/deepseek-v3.2', 'deepseek/deepseek-v4-flash', 'deepseek/deepseek-v4-pro'],
      ...['qwen/qwen-2.5-coder-32b-instruct', 'qwen/qwen3-coder', 'qwen/qwen3-coder-30b-a3b-instruct', 'qwen/qwen3-coder-flash'],
      ...['qwen/qwen3-coder-next', 'qwen/qwen3-coder-plus', 'qwen/qwen3.7-plus', 'qwen/qwen3.7-max'],
      ...['z-ai/glm-4.7', 'z-ai/glm-5.3', 'moonshotai/kimi-k2.7-code', 'moonshotai/kimi-k3', 'minimax/minimax-m2.7', 'minimax/minimax-m3'],
      ...[
        'mistralai/codestral-2508',
        'mistralai/devstral-2512',
        'meta-llama/llama-3.3-70b-instruct',
        'x-ai/grok-code-fast-1',
        'x-ai/grok-4.3',
      ],
    ],
  },
];

export const selections: readonly Selection[] = selected.map(({ endpoint, ids }) => {
  const provider = genaiProviders.find((one) => one.endpoint === endpoint);
  if (!provider) throw new Error(`nothing is known of ${endpoint} at @pydantic/genai-prices`);
  return { ...provider, ids };
});
