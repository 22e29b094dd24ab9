import type { Endpoint } from '../core/catalogue/index.ts';
import type { Provider } from '../core/provider.ts';
import { ProviderError } from '../core/task/index.ts';
import { lazyProvider } from '../providers/lazyProvider.ts';
import { queueing } from '../providers/localServers/queued.ts';
import { systemTimers } from './clock.ts';

export interface AdaptersPorts {
  readonly fetch: typeof globalThis.fetch;
  readonly newId: () => string;
  /** Every adapter passes through it: whoever watches local servers hears of broken connections. */
  readonly watching: (provider: Provider) => Provider;
}

export interface Adapters {
  /** By `Endpoint.adapter`. */
  get(id: string): Provider | undefined;
  /** Asks something free of charge, to see whether address and key are good. Rejects with a `ProviderError` when they are not. */
  check(endpoint: Endpoint, key: string, signal: AbortSignal): Promise<void>;
}

/** The wire adapters, each loaded by the first request that needs it. Requests to a local server stand in one queue, whoever speaks to it. */
export function createAdapters({ fetch, newId, watching }: AdaptersPorts): Adapters {
  const openAiCompatible = lazyProvider('openai-compatible', async () => {
    const { createOpenAiCompatible } = await import('../providers/openaiCompatible/openaiCompatible.ts');
    return createOpenAiCompatible({ fetch });
  });
  const all: readonly Provider[] = [
    lazyProvider('llama-server', async () => {
      const { createLlamaServer } = await import('../providers/llamaServer/llamaServer.ts');
      return createLlamaServer({ fetch, chat: openAiCompatible });
    }),
    openAiCompatible,
    lazyProvider('ollama', async () => {
      const { createOllama } = await import('../providers/ollama/ollama.ts');
      return createOllama({ fetch, newId });
    }),
    lazyProvider('anthropic', async () => {
      const { createAnthropic } = await import('../providers/anthropic/anthropic.ts');
      return createAnthropic({ fetch });
    }),
    lazyProvider('openai', async () => {
      const { createOpenAi } = await import('../providers/openai/openai.ts');
      return createOpenAi({ fetch });
    }),
    lazyProvider('azure-openai', async () => {
      const { createAzureOpenAi } = await import('../providers/azureOpenAi/azureOpenAi.ts');
      return createAzureOpenAi({ fetch });
    }),
  ];
  const queued = queueing({ after: systemTimers.after });
  const watched = new Map(all.map((provider) => [provider.id, queued({ ...provider, stream: watching(provider).stream })]));
  return {
    get: (id) => watched.get(id),
    async check(endpoint, key, signal) {
      const check = watched.get(endpoint.adapter)?.check;
      if (!check) throw new ProviderError('unsupported', `the adapter ${endpoint.adapter} has nothing to ask for free`);
      await check(endpoint, key, signal);
    },
  };
}
