import type { Provider, ProviderCall } from '../core/provider.ts';
import { ProviderError, type StreamPart } from '../core/task/index.ts';

/** A provider whose code is loaded when the first request needs it, because SDKs take longer to load than the editor should wait. */
export function lazyProvider(id: string, load: () => Promise<Provider>): Provider {
  let loading: Promise<Provider> | undefined;
  return { id, stream };

  async function* stream(call: ProviderCall, signal: AbortSignal): AsyncGenerator<StreamPart> {
    loading ??= load();
    let provider: Provider;
    try {
      provider = await loading;
    } catch (cause) {
      loading = undefined;
      yield { type: 'error', error: new ProviderError('unsupported', `the adapter ${id} could not be loaded`, { cause }) };
      return;
    }
    yield* provider.stream(call, signal);
  }
}
