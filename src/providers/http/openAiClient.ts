import OpenAI from 'openai';

export interface OpenAiAddress {
  readonly fetch: typeof globalThis.fetch;
  /** With the version in its path, where there is one. */
  readonly baseUrl: string;
  /** How the key is presented, where one is needed, and what else goes beside the body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** Long enough for a model that thinks before it says anything; the router's own deadlines come first. */
const longestWaitMs = 600_000;

/** OpenAI's SDK. Every setting is named, because the SDK would take the missing ones from environment variables that are meant for somebody else. */
export function openAiClient({ fetch, baseUrl, query, ...address }: OpenAiAddress): OpenAI {
  const headers = { accept: 'application/json', 'content-type': 'application/json', ...address.headers };
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: 'is-in-the-headers',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    ...(query && { defaultQuery: query }),
    maxRetries: 0,
    timeout: longestWaitMs,
    logLevel: 'off',
    // The SDK adds headers of an environment variable, and what it knows of this machine: only what the protocol needs goes out.
    fetch: (input, init) => fetch(input, { ...init, headers }),
    fetchOptions: { redirect: 'error' },
  });
}
