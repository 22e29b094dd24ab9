import type { Endpoint } from '../../core/catalogue/index.ts';
import type { Provider, ProviderCall } from '../../core/provider.ts';
import { ProviderError } from '../../core/task/index.ts';
import { type OpenAiPlace, openAiAnswer } from '../http/openAiAnswer.ts';
import { openAiClient } from '../http/openAiClient.ts';
import { errorOfSdk } from '../http/openAiErrors.ts';
import { responsesQuestion } from '../http/openAiRequests.ts';
import { textQuirkOf } from '../http/quirks.ts';
import { believableInput } from '../http/tokenCounts.ts';

export interface OpenAiPorts {
  readonly fetch: typeof globalThis.fetch;
}

/**
 * OpenAI itself: Responses, or Chat Completions where the quirk `api` says `chat`. The service tier is named in each request, so that no setting
 * of the user's project makes it dearer than was reserved for it.
 */
export function createOpenAi({ fetch }: OpenAiPorts): Provider {
  return {
    id: 'openai',
    stream: (call, signal) => openAiAnswer(() => placeOf(fetch, call), call, signal),
    countInput: (call, signal) => countInput(fetch, call, signal),
    check: (endpoint, apiKey, signal) => check(fetch, endpoint, apiKey, signal),
  };
}

function placeOf(fetch: typeof globalThis.fetch, { candidate, apiKey }: ProviderCall): OpenAiPlace {
  return {
    api: textQuirkOf(candidate, 'api') === 'chat' ? 'chat' : 'responses',
    client: clientOf(fetch, candidate.endpoint, apiKey),
    origin: originOf(candidate.endpoint, apiKey),
    serviceTier: 'default',
    systemRole: 'developer',
  };
}

function clientOf(fetch: typeof globalThis.fetch, { provider, baseUrl, needsKey }: Endpoint, apiKey: string | undefined) {
  if (needsKey && !apiKey) throw new ProviderError('unauthorized', `${provider}: no key is set`);
  const { origin, pathname } = new URL(baseUrl);
  return openAiClient({
    fetch,
    baseUrl: pathname === '/' ? `${origin}/v1` : baseUrl,
    headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
  });
}

const originOf = ({ provider, baseUrl }: Endpoint, apiKey: string | undefined) => ({ provider, address: baseUrl, apiKey });

async function countInput(fetch: typeof globalThis.fetch, call: ProviderCall, signal: AbortSignal): Promise<number | undefined> {
  try {
    const { api, client } = placeOf(fetch, call);
    if (api === 'chat') return undefined;
    const counted = await client.responses.inputTokens.count(responsesQuestion(call), { signal });
    return believableInput(counted?.input_tokens);
  } catch (thrown) {
    throw errorOfSdk(thrown, originOf(call.candidate.endpoint, call.apiKey));
  }
}

/** The list of models costs nothing and needs a good key. */
async function check(fetch: typeof globalThis.fetch, endpoint: Endpoint, apiKey: string | undefined, signal: AbortSignal): Promise<void> {
  try {
    await clientOf(fetch, endpoint, apiKey).models.list({ signal });
  } catch (thrown) {
    throw errorOfSdk(thrown, originOf(endpoint, apiKey));
  }
}
