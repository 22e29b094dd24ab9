import type { Disposable } from 'vscode';
import type { Endpoint } from '../core/catalogue/index.ts';
import type { ProviderError } from '../core/task/index.ts';
import type { Keys } from './keys.ts';
import { Observed } from './observed.ts';
import type { EndpointTrouble } from './paidState.ts';

export interface EndpointTroublesPorts {
  readonly keys: Pick<Keys, 'onDidChange'>;
  readonly timers: { after(ms: number, callback: () => void): () => void };
}

/** An account that was empty, or a request that was refused, is tried again after so long: only the account's owner knows when money came in. */
const restMs = 5 * 60_000;

/**
 * The endpoints that are left out, because an attempt or a test failed for a reason that the next one would fail for too, and that the user can
 * mend: a refused key until it changes, in whichever window, or a test of it passes; an empty account or a refusal for five minutes. What is
 * told to the user and what is not asked are thus the same, and end together.
 */
export class EndpointTroubles {
  /** All of them, the newest last. */
  readonly all = new Observed<readonly EndpointTrouble[]>([]);
  /** The one to tell of. */
  readonly newest = new Observed<EndpointTrouble | undefined>(undefined);
  readonly #timers: EndpointTroublesPorts['timers'];
  readonly #subscription: Disposable;
  /** By endpoint id: stops the waiting for the end of its rest. */
  readonly #rests = new Map<string, () => void>();

  constructor({ keys, timers }: EndpointTroublesPorts) {
    this.#timers = timers;
    this.#subscription = keys.onDidChange((endpointId) => this.clear(endpointId));
  }

  /** An attempt or a test failed. Errors that pass by themselves are no trouble. */
  report({ id, provider }: Pick<Endpoint, 'id' | 'provider'>, { reason, message }: ProviderError): void {
    if (reason !== 'unauthorized' && reason !== 'forbidden' && reason !== 'payment-required') return;
    this.#endRest(id);
    // Moderation says 403 to one request, a right that the key lacks to every one.
    if (reason !== 'unauthorized') {
      this.#rests.set(
        id,
        this.#timers.after(restMs, () => this.clear(id)),
      );
    }
    this.#tell([...this.#without(id), { endpoint: id, provider, reason, message }]);
  }

  /** It answered after all, or its key is another one now. */
  clear(endpointId: Endpoint['id']): void {
    this.#endRest(endpointId);
    const left = this.#without(endpointId);
    if (left.length < this.all.value.length) this.#tell(left);
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const stop of this.#rests.values()) stop();
    this.#rests.clear();
  }

  #endRest(endpointId: string): void {
    this.#rests.get(endpointId)?.();
    this.#rests.delete(endpointId);
  }

  #without(endpointId: string): readonly EndpointTrouble[] {
    return this.all.value.filter(({ endpoint }) => endpoint !== endpointId);
  }

  #tell(troubles: readonly EndpointTrouble[]): void {
    this.all.set(troubles);
    this.newest.set(troubles.at(-1));
  }
}
