import { type Overlay, type OverlayRow, readOn } from '../overlayRow.ts';

/** What it charges is in each answer and counts before these prices: it routes to hosts of differing price. */
const source = { url: 'https://openrouter.ai/models', readOn };
const abilities = { canChat: true, canUseTools: true, source } as const;
const sees = { ...abilities, canSeeImages: true } as const;

/**
 * What hosts do of themselves, for these makers (https://openrouter.ai/docs/guides/best-practices/prompt-caching). A session that was idle for
 * ten minutes may be sent to another host.
 */
const cached = { caching: { type: 'automatic', ttl: '5m', takesKey: true } } as const;
/** Anthropic's models, at the one time whose price is known here. */
const marked = { caching: { type: 'breakpoints', ttls: ['5m'], mostBreakpoints: 4, lookBackBlocks: 20, takesKey: true } } as const;
/**
 * They think first (https://api-docs.deepseek.com/guides/thinking_mode, https://x.ai/news/grok-code-fast-1), and nothing is known here of a
 * choice.
 */
const reasons = { quirks: { reasoning: true } };
/** Its own words, which it translates for each host (https://openrouter.ai/docs/guides/best-practices/reasoning-tokens). */
const thinks = { efforts: ['low', 'medium', 'high'] };

const rows: readonly OverlayRow[] = [
  { id: 'qwen/qwen-2.5-coder-32b-instruct', tier: 'small', canChat: true, source },
  { id: 'qwen/qwen3-coder-30b-a3b-instruct', tier: 'small', ...abilities, contextTokens: 160_000 },
  { id: 'qwen/qwen3-coder-flash', tier: 'small', ...abilities },
  { id: 'qwen/qwen3-coder-next', tier: 'small', ...abilities, contextTokens: 262_144 },
  { id: 'qwen/qwen3-coder', tier: 'medium', ...abilities, contextTokens: 262_144 },
  { id: 'qwen/qwen3-coder-plus', tier: 'medium', ...abilities },
  { id: 'qwen/qwen3.7-plus', tier: 'medium', ...sees },
  { id: 'qwen/qwen3.7-max', tier: 'medium', ...abilities },
  { id: 'deepseek/deepseek-v4-flash', tier: 'small', ...abilities, ...cached, ...reasons, tokenizerRatio: 1.05, contextTokens: 1_000_000 },
  { id: 'deepseek/deepseek-v3.2', tier: 'medium', ...abilities, ...cached, tokenizerRatio: 1.05, contextTokens: 163_840 },
  { id: 'deepseek/deepseek-v4-pro', tier: 'medium', ...abilities, ...cached, tokenizerRatio: 1.05, contextTokens: 1_000_000 },
  {
    id: 'anthropic/claude-haiku-4.5',
    tier: 'small',
    ...sees,
    ...marked,
    tokenizerRatio: 1.2,
    maxOutputTokens: 64_000,
    minimumCacheableTokens: 4096,
  },
  {
    id: 'anthropic/claude-sonnet-4.6',
    tier: 'medium',
    ...sees,
    ...marked,
    tokenizerRatio: 1.2,
    maxOutputTokens: 128_000,
    minimumCacheableTokens: 2048,
  },
  {
    id: 'anthropic/claude-sonnet-5',
    tier: 'medium',
    ...sees,
    ...marked,
    ...thinks,
    tokenizerRatio: 1.55,
    maxOutputTokens: 128_000,
    minimumCacheableTokens: 1024,
  },
  { id: 'anthropic/claude-opus-5.5', tier: 'frontier', ...sees, ...marked, ...thinks, tokenizerRatio: 1.55, maxOutputTokens: 128_000 },
  { id: 'openai/gpt-oss-120b', tier: 'small', ...abilities, ...thinks, contextTokens: 131_072 },
  { id: 'openai/gpt-5-mini', tier: 'small', ...sees, ...cached, ...thinks, maxOutputTokens: 128_000, minimumCacheableTokens: 1024 },
  { id: 'openai/gpt-6-luna', tier: 'small', ...sees, ...cached, ...thinks, maxOutputTokens: 128_000, minimumCacheableTokens: 1024 },
  { id: 'openai/gpt-5.3-codex', tier: 'medium', ...sees, ...cached, ...thinks, maxOutputTokens: 128_000, minimumCacheableTokens: 1024 },
  { id: 'openai/gpt-6-sol', tier: 'medium', ...sees, ...cached, ...thinks, maxOutputTokens: 128_000, minimumCacheableTokens: 1024 },
  { id: 'google/gemini-2.5-flash', tier: 'small', ...sees, ...cached, ...thinks, tokenizerRatio: 1.15, maxOutputTokens: 65_536 },
  { id: 'google/gemini-2.5-pro', tier: 'medium', ...sees, ...cached, ...thinks, tokenizerRatio: 1.15, maxOutputTokens: 65_536 },
  { id: 'google/gemini-3.5-flash', tier: 'medium', ...sees, ...cached, ...thinks, tokenizerRatio: 1.15, maxOutputTokens: 65_536 },
  { id: 'google/gemini-3.1-pro-preview', tier: 'frontier', ...sees, ...cached, ...thinks, tokenizerRatio: 1.15, maxOutputTokens: 65_536 },
  { id: 'z-ai/glm-4.7', tier: 'medium', ...abilities, contextTokens: 202_752 },
  { id: 'z-ai/glm-5.3', tier: 'medium', ...abilities },
  { id: 'moonshotai/kimi-k2.7-code', tier: 'medium', ...abilities, ...cached },
  { id: 'moonshotai/kimi-k3', tier: 'frontier', ...abilities, ...cached },
  { id: 'minimax/minimax-m2.7', tier: 'medium', ...abilities, contextTokens: 204_800 },
  { id: 'minimax/minimax-m3', tier: 'medium', ...abilities, contextTokens: 524_288 },
  { id: 'mistralai/codestral-2508', tier: 'small', ...abilities },
  { id: 'mistralai/devstral-2512', tier: 'medium', ...abilities },
  { id: 'meta-llama/llama-3.3-70b-instruct', tier: 'small', ...abilities, tokenizerRatio: 1, contextTokens: 131_072 },
  { id: 'x-ai/grok-code-fast-1', tier: 'small', ...abilities, ...cached, ...reasons },
  { id: 'x-ai/grok-4.3', tier: 'medium', ...sees, ...cached, ...thinks },
];

export const openrouter: Overlay = { endpoint: 'openrouter', rows };
