import type { Endpoint } from '../../core/catalogue/index.ts';
import type { Provider, ProviderCall, QueueListener } from '../../core/provider.ts';
import { isFillInTheMiddle, type StreamPart } from '../../core/task/index.ts';
import { ServerQueue, type ServerQueuePorts } from './serverQueue.ts';

/**
 * Puts one queue before each local server, whichever adapters speak to it: the returned function wraps a provider. What goes elsewhere passes. How
 * many slots a server has stands in its endpoint's quirk `slots`; one, where nobody says more.
 */
export function queueing(ports: ServerQueuePorts): (provider: Provider) => Provider {
  const queues = new Map<string, ServerQueue>();
  const queueOf = ({ baseUrl, quirks }: Endpoint): ServerQueue => {
    const { origin } = new URL(baseUrl);
    const queue = queues.get(origin) ?? new ServerQueue(ports);
    queues.set(origin, queue);
    queue.setSlots(typeof quirks?.slots === 'number' ? quirks.slots : 1);
    return queue;
  };
  return (provider) => ({ ...provider, ...queuedBy(queueOf, provider) });
}

function queuedBy(queueOf: (endpoint: Endpoint) => ServerQueue, provider: Provider): Pick<Provider, 'stream' | 'warm'> {
  async function* stream(call: ProviderCall, signal: AbortSignal, queue?: QueueListener): AsyncGenerator<StreamPart> {
    const { endpoint } = call.candidate;
    if (endpoint.billing !== 'local') return yield* provider.stream(call, signal);
    queue?.onWait();
    const turn = await queueOf(endpoint).turn(isFillInTheMiddle(call.kind) ? 'completion' : 'conversation', signal);
    if (!turn) return yield { type: 'finish', reason: 'aborted', isUnsent: true };
    queue?.onTurn();
    try {
      yield* provider.stream(call, signal);
    } finally {
      turn.end();
    }
  }

  /** One that made way for a request is over, and no failure. */
  async function warm(call: ProviderCall, signal: AbortSignal): Promise<void> {
    const { endpoint } = call.candidate;
    if (endpoint.billing !== 'local') return;
    const turn = await queueOf(endpoint).turn('warm-up', signal);
    if (!turn) return;
    try {
      await provider.warm?.(call, AbortSignal.any([signal, turn.wanted]));
    } catch (error) {
      if (!signal.aborted && !turn.wanted.aborted) throw error;
    } finally {
      turn.end();
    }
  }

  return { stream, ...(provider.warm && { warm }) };
}
