import type { Endpoint, EndpointFact } from '../candidate.ts';
import { readOn } from './overlayRow.ts';

const fact = <Value>(value: Value, url: string): EndpointFact<Value> => ({ value, url, readOn });
const chatCompletions = { adapter: 'openai-compatible', billing: 'metered', needsKey: true } as const;

/**
 * Cloud services with one address for everybody. Azure's and a self-hosted gateway's address is the user's own, so that they are rows of the
 * user; what runs on this machine is found by looking. `provider` is OpenTelemetry's `gen_ai.provider.name` where it has one. What the
 * service does not document of regions, retention and law is left out: unknown.
 */
export const endpoints: readonly Endpoint[] = [
  {
    id: 'anthropic',
    provider: 'anthropic',
    adapter: 'anthropic',
    baseUrl: 'https://api.anthropic.com',
    billing: 'metered',
    needsKey: true,
    jurisdiction: fact('US', 'https://www.anthropic.com/legal/commercial-terms'),
    // 30 days, unless agreed otherwise.
    retention: fact('limited', 'https://privacy.claude.com/en/articles/7996866-how-long-do-you-store-my-organization-s-data'),
    quirks: { modelsPath: '/v1/models' },
  },
  {
    id: 'openai',
    provider: 'openai',
    adapter: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    billing: 'metered',
    needsKey: true,
    jurisdiction: fact('US', 'https://openai.com/policies/services-agreement/'),
    // Abuse monitoring logs, up to 30 days.
    retention: fact('limited', 'https://developers.openai.com/api/docs/guides/your-data'),
    quirks: { modelsPath: '/v1/models', maxTokensField: 'max_completion_tokens', usageStyle: 'openai' },
  },
  {
    id: 'deepseek',
    provider: 'deepseek',
    baseUrl: 'https://api.deepseek.com',
    ...chatCompletions,
    jurisdiction: fact('CN', 'https://cdn.deepseek.com/policies/en-US/deepseek-privacy-policy.html'),
    quirks: { modelsPath: '/models', fimPath: '/beta/completions', maxTokensField: 'max_tokens', usageStyle: 'deepseek' },
  },
  {
    id: 'gemini',
    provider: 'gcp.gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    ...chatCompletions,
    jurisdiction: fact('US', 'https://ai.google.dev/gemini-api/terms'),
    quirks: { modelsPath: '/v1beta/openai/models', maxTokensField: 'max_tokens', usageStyle: 'openai' },
  },
  {
    id: 'mistral',
    provider: 'mistral_ai',
    baseUrl: 'https://api.mistral.ai/v1',
    ...chatCompletions,
    // French law; where a request is computed is chosen in its console (EU or US), so that the region is not known here.
    jurisdiction: fact('EU', 'https://mistral.ai/cloud/inference/'),
    // It refuses fields that it does not know, `stream_options` among them, and tells usage unasked.
    quirks: {
      modelsPath: '/v1/models',
      fimPath: '/v1/fim/completions',
      maxTokensField: 'max_tokens',
      usageStyle: 'openai',
      streamUsage: false,
    },
  },
  {
    id: 'qwen',
    provider: 'alibaba_cloud',
    baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
    ...chatCompletions,
    quirks: { modelsPath: '/compatible-mode/v1/models', maxTokensField: 'max_tokens', usageStyle: 'openai' },
  },
  {
    id: 'groq',
    provider: 'groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    ...chatCompletions,
    quirks: { modelsPath: '/openai/v1/models', maxTokensField: 'max_completion_tokens', usageStyle: 'openai' },
  },
  {
    id: 'together',
    provider: 'together_ai',
    baseUrl: 'https://api.together.xyz/v1',
    ...chatCompletions,
    quirks: { modelsPath: '/v1/models', maxTokensField: 'max_tokens', usageStyle: 'openai' },
  },
  {
    id: 'xai',
    provider: 'x_ai',
    baseUrl: 'https://api.x.ai/v1',
    ...chatCompletions,
    quirks: { modelsPath: '/v1/models', maxTokensField: 'max_tokens', usageStyle: 'openai' },
  },
  {
    id: 'openrouter',
    provider: 'openrouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    ...chatCompletions,
    // 5.5 % on buying credits.
    feeThousandths: 55,
    quirks: { modelsPath: '/api/v1/key', maxTokensField: 'max_tokens', usageStyle: 'openrouter' },
  },
];
