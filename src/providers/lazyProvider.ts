import type { Provider, ProviderCall } from '../core/provider.ts';
import { ProviderError, type StreamPart } from '../core/task/index.ts';

/** A provider whose code is loaded when the first request needs it, because SDKs take longer to load than the editor should wait. */
export function lazyProvider(id: string, load: () => Promise<Provider>): Required<Provider> {
  let loading: Promise<Provider> | undefined;

  /** Rejects with a `ProviderError`; the next call tries again. */
  async function loaded(): Promise<Provider> {
    loading ??= load();
    try {
      return await loading;
    } catch (cause) {
      loading = undefined;
      throw new ProviderError('unsupported', `the adapter ${id} could not be loaded`, { cause });
    }
  }

  async function* stream(call: ProviderCall, signal: AbortSignal): AsyncGenerator<StreamPart> {
    let provider: Provider;
    try {
      provider = await loaded();
    } catch (error) {
      yield { type: 'error', error: error as ProviderError };
      return;
    }
    // The user typed on while the code was loaded.
    if (signal.aborted) yield { type: 'finish', reason: 'aborted', isUnsent: true };
    else yield* provider.stream(call, signal);
  }

  return {
    id,
    stream,
    countInput: async (call, signal) => (await loaded()).countInput?.(call, signal),
    hasCredits: async (endpoint, apiKey, signal) => (await loaded()).hasCredits?.(endpoint, apiKey, signal),
    warm: async (call, signal) => (await loaded()).warm?.(call, signal),
    async check(endpoint, apiKey, signal) {
      const { check } = await loaded();
      if (!check) throw new ProviderError('unsupported', `the adapter ${id} has nothing to ask for free`);
      await check(endpoint, apiKey, signal);
    },
  };
}
