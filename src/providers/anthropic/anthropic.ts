import Anthropic from '@anthropic-ai/sdk';
import type { Endpoint } from '../../core/catalogue/index.ts';
import { isPlainHole } from '../../core/hole/index.ts';
import type { Provider, ProviderCall } from '../../core/provider.ts';
import { ProviderError, type StreamPart } from '../../core/task/index.ts';
import { cutAtStop } from '../http/cutAtStop.ts';
import { believableInput } from '../http/tokenCounts.ts';
import { toldInOrder } from '../http/toldInOrder.ts';
import { errorOf, isErrorEvent } from './errors.ts';
import { partsOfEvents } from './events.ts';
import { questionOf, requestOf } from './request.ts';

export interface AnthropicPorts {
  readonly fetch: typeof globalThis.fetch;
}

/** Anthropic's Messages. */
export function createAnthropic({ fetch }: AnthropicPorts): Provider {
  return {
    id: 'anthropic',
    stream: (call, signal) => stream(fetch, call, signal),
    countInput: (call, signal) => countInput(fetch, call, signal),
    check: (endpoint, apiKey, signal) => check(fetch, endpoint, apiKey, signal),
  };
}

/** The API's only version; the SDK sends the same. */
const version = '2023-06-01';
/** Long enough for a model that thinks before it says anything; the router's own deadlines come first. */
const longestWaitMs = 600_000;

/** Every setting is named, because the SDK would take the missing ones from environment variables that are meant for somebody else. */
function clientOf(fetch: typeof globalThis.fetch, { provider, baseUrl, needsKey }: Endpoint, apiKey: string | undefined): Anthropic {
  if (needsKey && !apiKey) throw new ProviderError('unauthorized', `${provider}: no key is set`);
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'anthropic-version': version,
    ...(apiKey && { 'x-api-key': apiKey }),
  };
  return new Anthropic({
    // The SDK's own paths begin with the version.
    baseURL: baseUrl.replace(/\/+(v1\/*)?$/, ''),
    apiKey: 'is-in-the-headers',
    authToken: null,
    webhookKey: null,
    openTelemetry: false,
    maxRetries: 0,
    timeout: longestWaitMs,
    logLevel: 'off',
    // The SDK adds headers of an environment variable, and what it knows of this machine: only what the protocol needs goes out.
    fetch: (input, init) => fetch(input, { ...init, headers }),
    fetchOptions: { redirect: 'error' },
  });
}

const originOf = ({ provider, baseUrl }: Endpoint, apiKey: string | undefined) => ({ provider, address: baseUrl, apiKey });

function stream(fetch: typeof globalThis.fetch, call: ProviderCall, signal: AbortSignal): AsyncGenerator<StreamPart> {
  const { endpoint } = call.candidate;
  const answer = async () => cutAtStop(await opened(fetch, call, signal), call.stop);
  return toldInOrder(answer, {
    signal,
    provider: endpoint.provider,
    errorOf: (thrown) => errorOf(thrown, originOf(endpoint, call.apiKey)),
    isTold: isErrorEvent,
  });
}

async function opened(fetch: typeof globalThis.fetch, call: ProviderCall, signal: AbortSignal): Promise<AsyncIterable<StreamPart>> {
  if (isPlainHole(call)) throw new ProviderError('unsupported', `${call.candidate.model.id} cannot fill in the middle here`);
  const client = clientOf(fetch, call.candidate.endpoint, call.apiKey);
  return partsOfEvents(await client.messages.create(requestOf(call), { signal }));
}

async function countInput(fetch: typeof globalThis.fetch, call: ProviderCall, signal: AbortSignal): Promise<number | undefined> {
  const { endpoint } = call.candidate;
  try {
    const counted = await clientOf(fetch, endpoint, call.apiKey).messages.countTokens(questionOf(call), { signal });
    return believableInput(counted?.input_tokens);
  } catch (thrown) {
    throw errorOf(thrown, originOf(endpoint, call.apiKey));
  }
}

/** The list of models costs nothing and needs a good key. */
async function check(fetch: typeof globalThis.fetch, endpoint: Endpoint, apiKey: string | undefined, signal: AbortSignal): Promise<void> {
  try {
    await clientOf(fetch, endpoint, apiKey).models.list({ limit: 1 }, { signal });
  } catch (thrown) {
    throw errorOf(thrown, originOf(endpoint, apiKey));
  }
}
