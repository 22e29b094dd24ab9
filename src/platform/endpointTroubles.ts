import type { Disposable } from 'vscode';
import type { Endpoint } from '../core/catalogue/index.ts';
import type { EndpointState, HealthBook } from '../core/failover/index.ts';
import type { Keys } from './keys.ts';
import { Observed } from './observed.ts';
import type { EndpointTrouble } from './paidState.ts';

export interface EndpointTroublesPorts {
  readonly health: Pick<HealthBook, 'states' | 'onDidChange' | 'keyChanged'>;
  readonly keys: Pick<Keys, 'onDidChange'>;
  /** Their providers' names are known from them. */
  readonly models: { endpoints(): readonly Pick<Endpoint, 'id' | 'provider'>[] };
}

/**
 * What is told of the endpoints that are not asked for a reason that the user can mend: a refused key, an empty account, refused requests. It is
 * read off their health, so that what is told and what is not asked are the same, and end together. What passes by itself is in the
 * explanation of each decision, and no trouble. A key that changes, in whichever window, is told to the health here.
 */
export class EndpointTroubles {
  /** All of them, the newest last. */
  readonly all = new Observed<readonly EndpointTrouble[]>([]);
  /** The one to tell of. */
  readonly newest = new Observed<EndpointTrouble | undefined>(undefined);
  readonly #ports: EndpointTroublesPorts;
  readonly #subscriptions: readonly Disposable[];

  constructor(ports: EndpointTroublesPorts) {
    this.#ports = ports;
    this.#subscriptions = [
      ports.keys.onDidChange((endpointId) => ports.health.keyChanged(endpointId)),
      ports.health.onDidChange(() => this.#read()),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #read(): void {
    const states = this.#ports.health.states().filter(isMendable);
    const before = this.all.value;
    const kept = before.filter((trouble) => states.some((state) => isOf(trouble, state)));
    const added = states.filter((state) => !before.some((trouble) => isOf(trouble, state))).map((state) => this.#troubleOf(state));
    if (added.length === 0 && kept.length === before.length) return;
    this.all.set([...kept, ...added]);
    this.newest.set(this.all.value.at(-1));
  }

  #troubleOf({ endpoint, error: { reason, message } }: EndpointState): EndpointTrouble {
    const provider = this.#ports.models.endpoints().find(({ id }) => id === endpoint)?.provider ?? endpoint;
    return { endpoint, provider, reason, message };
  }
}

function isMendable({ error: { reason } }: EndpointState): boolean {
  return reason === 'unauthorized' || reason === 'payment-required' || reason === 'forbidden';
}

function isOf(trouble: EndpointTrouble, { endpoint, error }: EndpointState): boolean {
  return trouble.endpoint === endpoint && trouble.reason === error.reason && trouble.message === error.message;
}
