import OpenAI from 'openai';

const placeholderKey = 'local-servers-need-none';

export interface ClientOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
}

/** Every setting is named, because the SDK would take the missing ones from environment variables that are meant for somebody else. */
export function createClient({ fetch, baseUrl, apiKey = placeholderKey }: ClientOptions): OpenAI {
  const headers = { accept: 'application/json', 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
  return new OpenAI({
    baseURL: baseUrl,
    apiKey,
    adminAPIKey: null,
    webhookSecret: null,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
    // The SDK adds headers of an environment variable, and what it knows of this machine: only what the protocol needs goes out.
    fetch: (input, init) => fetch(input, { ...init, headers }),
    fetchOptions: { redirect: 'error' },
  });
}
