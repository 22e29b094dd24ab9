import type { Endpoint } from '../../core/catalogue/index.ts';
import type { Provider, ProviderCall } from '../../core/provider.ts';
import { ProviderError } from '../../core/task/index.ts';
import { type OpenAiPlace, openAiAnswer } from '../http/openAiAnswer.ts';
import { openAiClient } from '../http/openAiClient.ts';
import { errorOfSdk } from '../http/openAiErrors.ts';
import { textQuirkOf } from '../http/quirks.ts';

export interface AzureOpenAiPorts {
  readonly fetch: typeof globalThis.fetch;
}

/** The last dated version that is generally available; what came later is under `/openai/v1`, which needs none. */
const usualApiVersion = '2024-10-21';

/**
 * Azure OpenAI: Chat Completions of a deployment (quirks `deployment`, else the model's id, and `apiVersion`), or Responses under `/openai/v1`
 * where the quirk `api` says `responses`. The tier is the deployment's, so none is asked for, and Azure counts nothing in advance.
 */
export function createAzureOpenAi({ fetch }: AzureOpenAiPorts): Provider {
  return {
    id: 'azure-openai',
    stream: (call, signal) => openAiAnswer(() => placeOf(fetch, call), call, signal),
    check: (endpoint, apiKey, signal) => check(fetch, endpoint, apiKey, signal),
  };
}

function placeOf(fetch: typeof globalThis.fetch, { candidate, apiKey }: ProviderCall): OpenAiPlace {
  const { endpoint, model } = candidate;
  const origin = { provider: endpoint.provider, address: endpoint.baseUrl, apiKey };
  const headers = headersOf(endpoint, apiKey);
  if (textQuirkOf(candidate, 'api') === 'responses') {
    return { api: 'responses', client: openAiClient({ fetch, baseUrl: under(endpoint, 'openai/v1'), headers }), origin };
  }
  const deployment = encodeURIComponent(textQuirkOf(candidate, 'deployment') ?? model.id);
  const query = { 'api-version': textQuirkOf(candidate, 'apiVersion') ?? usualApiVersion };
  const baseUrl = under(endpoint, `openai/deployments/${deployment}`);
  return { api: 'chat', client: openAiClient({ fetch, baseUrl, headers, query }), origin };
}

function headersOf({ provider, needsKey }: Endpoint, apiKey: string | undefined): Readonly<Record<string, string>> {
  if (needsKey && !apiKey) throw new ProviderError('unauthorized', `${provider}: no key is set`);
  return apiKey ? { 'api-key': apiKey } : {};
}

const under = ({ baseUrl }: Endpoint, path: string): string => `${baseUrl.replace(/\/+$/, '')}/${path}`;

/** The list of models costs nothing and needs a good key. */
async function check(fetch: typeof globalThis.fetch, endpoint: Endpoint, apiKey: string | undefined, signal: AbortSignal): Promise<void> {
  try {
    const headers = headersOf(endpoint, apiKey);
    await openAiClient({ fetch, baseUrl: under(endpoint, 'openai/v1'), headers }).models.list({ signal });
  } catch (thrown) {
    throw errorOfSdk(thrown, { provider: endpoint.provider, address: endpoint.baseUrl, apiKey });
  }
}
