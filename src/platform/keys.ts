import type { Disposable, SecretStorage } from 'vscode';
import type { Endpoint } from '../core/catalogue/index.ts';
import { allowAddress } from '../core/policy/index.ts';
import { type KeyTextRule, readKeyText } from './keyText.ts';

/** Where a key goes. */
export type KeyedEndpoint = Pick<Endpoint, 'id' | 'baseUrl'>;

export type KeySaved =
  | { readonly outcome: 'saved' }
  /** `address`: it is none, or plain http to another machine, where a key could be read on its way. */
  | { readonly outcome: 'refused'; readonly rule: KeyTextRule | 'address' };

/** A key with the origin that it was saved for. */
interface StoredKey {
  readonly origin: string;
  readonly key: string;
}

const prefix = 'farthing.key.';

/**
 * The user's keys in the editor's secret storage, one for each endpoint, each bound to the origin it was saved for: whoever changes an
 * endpoint's address does not get its key. What other windows change arrives by the storage's own event.
 */
export class Keys {
  readonly #secrets: SecretStorage;
  readonly #listeners = new Set<(endpointId: string) => void>();
  /** What was read of each endpoint id; undefined: there is none. */
  readonly #held = new Map<string, StoredKey | undefined>();
  readonly #everHeld = new Set<string>();
  readonly #subscription: Disposable;
  /** Reads and writes come one after the other, so that no old value overtakes a new one. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) this.#inTurn(() => this.#read(key.slice(prefix.length))).catch(() => undefined);
    });
  }

  /** Every key that this window has seen, also those that were replaced: what the log must never print. */
  get everHeld(): ReadonlySet<string> {
    return this.#everHeld;
  }

  /** Reads the keys of these endpoints. Rejects with the first one's error where the storage is out of order; the others are read all the same. */
  async load(endpoints: readonly KeyedEndpoint[]): Promise<void> {
    const reads = await this.#inTurn(() =>
      Promise.allSettled(endpoints.filter(({ id }) => !this.#held.has(id)).map(({ id }) => this.#read(id))),
    );
    const failed = reads.find((read) => read.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** By what was read: false before that, and where the key was saved for another origin. */
  has(endpoint: KeyedEndpoint): boolean {
    return givenTo(endpoint, this.#held.get(endpoint.id)) !== undefined;
  }

  /** The origin that the endpoint's key was saved for, by what was read: another one than the endpoint's after its address was changed. */
  savedFor({ id }: Pick<Endpoint, 'id'>): string | undefined {
    return this.#held.get(id)?.origin;
  }

  /** The key, only where it was saved for this endpoint's origin. Rejects where the storage is out of order. */
  async keyOf(endpoint: KeyedEndpoint): Promise<string | undefined> {
    if (!this.#held.has(endpoint.id)) await this.load([endpoint]);
    return givenTo(endpoint, this.#held.get(endpoint.id));
  }

  /** Saves a key for the endpoint's origin, in place of any other. Rejects where the storage is out of order. */
  async set(endpoint: KeyedEndpoint, text: string): Promise<KeySaved> {
    const origin = originOf(endpoint);
    if (origin === undefined) return { outcome: 'refused', rule: 'address' };
    const read = readKeyText(text);
    if ('refused' in read) return { outcome: 'refused', rule: read.refused };
    const stored = { origin, key: read.key };
    // Before anything can fail with it in its words.
    this.#everHeld.add(stored.key);
    await this.#inTurn(async () => {
      await this.#secrets.store(prefix + endpoint.id, JSON.stringify(stored));
      this.#hold(endpoint.id, stored);
    });
    return { outcome: 'saved' };
  }

  /** Takes the key out, whatever origin it was saved for. */
  async remove(endpoint: KeyedEndpoint): Promise<void> {
    await this.#inTurn(async () => {
      await this.#secrets.delete(prefix + endpoint.id);
      this.#hold(endpoint.id, undefined);
    });
  }

  /** Told the id of the endpoint whose key came, went or was replaced. */
  onDidChange(listener: (endpointId: string) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#listeners.clear();
  }

  async #read(endpointId: string): Promise<void> {
    this.#hold(endpointId, readStored(await this.#secrets.get(prefix + endpointId)));
  }

  #hold(endpointId: string, stored: StoredKey | undefined): void {
    const before = this.#held.get(endpointId);
    this.#held.set(endpointId, stored);
    if (stored) this.#everHeld.add(stored.key);
    if (before?.key === stored?.key && before?.origin === stored?.origin) return;
    for (const listener of this.#listeners) listener(endpointId);
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

/** Scheme, host and port that the endpoint's keys are bound to; undefined where none may be sent. */
export function originOf({ baseUrl }: Pick<Endpoint, 'baseUrl'>): string | undefined {
  return allowAddress({ baseUrl }).allowed ? new URL(baseUrl).origin : undefined;
}

function givenTo(endpoint: KeyedEndpoint, stored: StoredKey | undefined): string | undefined {
  return stored && stored.origin === originOf(endpoint) ? stored.key : undefined;
}

/** A secret that is not one of ours counts as none. */
function readStored(secret: string | undefined): StoredKey | undefined {
  const value = parsed(secret);
  if (typeof value !== 'object' || value === null || !('origin' in value) || !('key' in value)) return undefined;
  const { origin, key } = value;
  if (typeof origin !== 'string' || typeof key !== 'string') return undefined;
  const read = readKeyText(key);
  return 'key' in read ? { origin, key: read.key } : undefined;
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
