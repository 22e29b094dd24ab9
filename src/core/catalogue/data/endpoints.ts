import type { Endpoint, EndpointFact } from '../candidate.ts';
import { readOn } from './overlayRow.ts';

const fact = <Value>(value: Value, url: string): EndpointFact<Value> => ({ value, url, readOn });
/** Where no time is documented for which an unused prefix stays, five minutes are assumed: the least that anybody names. */
const assumedTtl = '5m';
const chatCompletions = { adapter: 'openai-compatible', billing: 'metered', needsKey: true } as const;

/**
 * Cloud services with one address for everybody. Azure's and a self-hosted gateway's address is the user's own, so that they are rows of the
 * user; what runs on this machine is found by looking. `provider` is OpenTelemetry's `gen_ai.provider.name` where it has one. What the
 * service does not document of regions, retention, training, law and caches is left out: unknown.
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
    training: fact('never', 'https://www.anthropic.com/legal/commercial-terms'),
    // https://platform.claude.com/docs/en/build-with-claude/prompt-caching
    caching: { type: 'breakpoints', ttls: ['5m', '1h'], mostBreakpoints: 4, lookBackBlocks: 20 },
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
    training: fact('never', 'https://developers.openai.com/api/docs/guides/your-data'),
    // Five to ten minutes, and longer since GPT-5.6 (https://developers.openai.com/api/docs/guides/prompt-caching): the models' rows say so.
    caching: { type: 'automatic', ttl: '5m', takesKey: true },
    quirks: { modelsPath: '/v1/models', maxTokensField: 'max_completion_tokens', usageStyle: 'openai' },
  },
  {
    id: 'deepseek',
    provider: 'deepseek',
    baseUrl: 'https://api.deepseek.com',
    ...chatCompletions,
    jurisdiction: fact('CN', 'https://cdn.deepseek.com/policies/en-US/deepseek-privacy-policy.html'),
    // The terms of its platform say nothing of training, its privacy policy names it.
    training: fact('possible', 'https://cdn.deepseek.com/policies/en-US/deepseek-privacy-policy.html'),
    // On disk, for hours to days (https://api-docs.deepseek.com/guides/kv_cache).
    caching: { type: 'automatic', ttl: '1h' },
    quirks: {
      modelsPath: '/models',
      creditsPath: '/user/balance',
      fimPath: '/beta/completions',
      maxTokensField: 'max_tokens',
      usageStyle: 'deepseek',
    },
  },
  {
    id: 'gemini',
    provider: 'gcp.gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    ...chatCompletions,
    jurisdiction: fact('US', 'https://ai.google.dev/gemini-api/terms'),
    // What is sent on a free quota is used; whether a key is paid for cannot be seen. Paid projects keep logs for up to 55 days.
    training: fact('possible', 'https://ai.google.dev/gemini-api/terms'),
    retention: fact('limited', 'https://ai.google.dev/gemini-api/docs/logs-policy'),
    caching: { type: 'automatic', ttl: assumedTtl },
    quirks: { modelsPath: '/v1beta/openai/models', maxTokensField: 'max_tokens', usageStyle: 'openai' },
  },
  {
    id: 'mistral',
    provider: 'mistral_ai',
    baseUrl: 'https://api.mistral.ai/v1',
    ...chatCompletions,
    // French law; where a request is computed is chosen in its console (EU or US), so that the region is not known here.
    jurisdiction: fact('EU', 'https://mistral.ai/cloud/inference/'),
    // On its free plan, unless it is told not to; on the one that is paid by use never.
    training: fact(
      'possible',
      'https://help.mistral.ai/en/articles/323757-do-you-use-my-user-data-to-train-your-artificial-intelligence-models',
    ),
    // https://docs.mistral.ai/inference/conversations/advanced/prompt-caching
    caching: { type: 'automatic', ttl: assumedTtl, takesKey: true },
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
    retention: fact('zero', 'https://www.alibabacloud.com/help/en/model-studio/privacy-notice'),
    training: fact('never', 'https://www.alibabacloud.com/help/en/model-studio/privacy-notice'),
    // The one that it calls implicit (https://www.alibabacloud.com/help/en/model-studio/context-cache): how long it keeps is not told.
    caching: { type: 'automatic', ttl: assumedTtl },
    quirks: { modelsPath: '/compatible-mode/v1/models', maxTokensField: 'max_tokens', usageStyle: 'openai' },
  },
  {
    id: 'groq',
    provider: 'groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    ...chatCompletions,
    // Not by default, but where a failure or an abuse is looked into.
    retention: fact('limited', 'https://console.groq.com/docs/your-data'),
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
    // 30 days, for audits of abuse.
    retention: fact('limited', 'https://docs.x.ai/developers/faq/security'),
    training: fact('never', 'https://docs.x.ai/developers/faq/security'),
    // https://docs.x.ai/developers/advanced-api-usage/prompt-caching/maximizing-cache-hits
    caching: { type: 'automatic', ttl: assumedTtl, takesKey: true },
    quirks: { modelsPath: '/v1/models', maxTokensField: 'max_tokens', usageStyle: 'openai', cacheKeyHeader: 'x-grok-conv-id' },
  },
  {
    id: 'openrouter',
    provider: 'openrouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    ...chatCompletions,
    // 5.5 % on buying credits.
    feeThousandths: 55,
    // It routes among hosts of any kind, and keeps to what it is told (https://openrouter.ai/docs/features/provider-routing), or refuses.
    enforces: ['zeroRetention', 'noTraining', 'precisions', 'providers'],
    quirks: {
      modelsPath: '/api/v1/key',
      // For management keys only; it refuses others.
      creditsPath: '/api/v1/credits',
      maxTokensField: 'max_tokens',
      usageStyle: 'openrouter',
      cacheKeyField: 'session_id',
      effortField: 'reasoning',
      preferences: 'openrouter',
    },
  },
];
