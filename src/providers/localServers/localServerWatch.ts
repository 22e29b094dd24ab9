import type { Candidate } from '../../core/catalogue/index.ts';
import type { Provider } from '../../core/provider.ts';
import type { AddressAnswer } from './askAddresses.ts';
import type { RefusedAddress } from './localAddress.ts';
import { candidatesOf, endpointIdOf, healthOf, type LocalServer } from './localServer.ts';
import { emptyMemory, forgetAway, forgetStrangers, type Known, type LocalServerMemory, remember } from './localServerMemory.ts';
import { LocalSpeeds } from './localSpeeds.ts';

export type { AddressRule } from './localAddress.ts';

/** What is known of the local servers, as it is shown. */
export type LocalServerState =
  /** At first, and while looking anew. */
  | { readonly status: 'looking' }
  | { readonly status: 'found'; readonly servers: readonly LocalServer[] }
  /** There was one in this session, not long ago. */
  | { readonly status: 'away'; readonly last: LocalServer }
  | { readonly status: 'none' }
  /** The user's address may not be used. */
  | ({ readonly status: 'refused' } & RefusedAddress);

/** What one look gives. */
export type LookResult = { readonly answers: readonly AddressAnswer[] } | { readonly refused: RefusedAddress };

export interface LocalServerWatchPorts {
  /** Asks all addresses once, except for what is known. */
  readonly find: (signal: AbortSignal, known: Known) => Promise<LookResult>;
  readonly timers: { after(ms: number, callback: () => void): () => void };
  readonly now: () => number;
  /** Settable for tests. */
  readonly intervals?: Partial<Intervals>;
}

interface Intervals {
  /** Between looks while a server is there: it may have changed its model. */
  readonly foundMs: number;
  /** Between looks while none is there: doubled from the first to the last. */
  readonly firstMissingMs: number;
  readonly lastMissingMs: number;
  /** Demand (a key was pressed and no model was there) looks at once, but not more often than this. */
  readonly demandMs: number;
  /** Something that is no model server is asked again after so long. */
  readonly strangerMs: number;
  /** A server that was there is missed for so long. */
  readonly awayMs: number;
}

const usualIntervals: Intervals = {
  foundMs: 30_000,
  firstMissingMs: 2_000,
  lastMissingMs: 30_000,
  demandMs: 1_000,
  strangerMs: 300_000,
  awayMs: 600_000,
};

/** Keeps an eye on the local servers: finds one that starts later, notices when it goes and when it comes back. */
export class LocalServerWatch {
  readonly #ports: LocalServerWatchPorts;
  readonly #intervals: Intervals;
  readonly #listeners = new Set<(state: LocalServerState) => void>();
  readonly #speeds: LocalSpeeds;
  /** Without speeds: they change with each answer. */
  #state: LocalServerState = { status: 'looking' };
  /** Kept beside the state, because what is known is offered while looking anew. */
  #memory = emptyMemory;
  #underWay: { readonly aborting: AbortController; readonly done: Promise<void> } | undefined;
  #isDisposed = false;
  #lastLookMs = Number.NEGATIVE_INFINITY;
  #missingMs: number;
  #cancelNext: (() => void) | undefined;

  constructor(ports: LocalServerWatchPorts) {
    this.#ports = ports;
    this.#intervals = { ...usualIntervals, ...ports.intervals };
    this.#missingMs = this.#intervals.firstMissingMs;
    this.#speeds = new LocalSpeeds(ports.now);
  }

  /** With how fast the models wrote lately. */
  get state(): LocalServerState {
    if (this.#state.status !== 'found') return this.#state;
    return { ...this.#state, servers: this.#state.servers.map((server) => this.#withSpeeds(server)) };
  }

  onDidChange(listener: (state: LocalServerState) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  candidates(): readonly Candidate[] {
    return this.#memory.servers.flatMap(candidatesOf);
  }

  /** Looks now, or joins the look under way. */
  look(): Promise<void> {
    if (this.#underWay) return this.#underWay.done;
    this.#memory = forgetStrangers(this.#memory, this.#ports.now(), this.#intervals.strangerMs);
    return this.#start({ servers: this.#memory.servers, strangers: [...this.#memory.strangers.keys()] });
  }

  /** Looks as if for the first time, and says so: the user asks, or named another address. A look under way counts no more. */
  lookAnew(): Promise<void> {
    if (this.#isDisposed) return Promise.resolve();
    this.#underWay?.aborting.abort();
    this.#memory = { ...this.#memory, strangers: new Map() };
    this.#missingMs = this.#intervals.firstMissingMs;
    this.#show({ status: 'looking' });
    return this.#start({ servers: [], strangers: [] });
  }

  /** Something wanted a local model and had none: worth another look, soon. */
  demand(): void {
    if (this.#ports.now() - this.#lastLookMs >= this.#intervals.demandMs) void this.look();
  }

  /** A provider whose broken connections make the watch look again at once, and whose answers tell how fast they came. */
  watching(provider: Provider): Provider {
    const watch = this;
    return {
      id: provider.id,
      async *stream(call, signal) {
        const { model, endpoint } = call.candidate;
        const listen = endpoint.billing === 'local' ? watch.#speeds.listener(endpoint.id, model.id) : undefined;
        for await (const part of provider.stream(call, signal)) {
          listen?.(part);
          if (part.type === 'error' && (part.error.reason === 'unreachable' || part.error.reason === 'overloaded')) void watch.look();
          yield part;
        }
      },
    };
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#underWay?.aborting.abort();
    this.#cancelNext?.();
    this.#listeners.clear();
  }

  #start(known: Known): Promise<void> {
    if (this.#isDisposed) return Promise.resolve();
    this.#cancelNext?.();
    const aborting = new AbortController();
    const done = this.#look(known, aborting.signal);
    this.#underWay = { aborting, done };
    return done;
  }

  async #look(known: Known, signal: AbortSignal): Promise<void> {
    const result = await this.#ports.find(signal, known).catch(() => this.#nothingLearned());
    // Somebody else goes on, or nobody does.
    if (signal.aborted) return;
    this.#underWay = undefined;
    this.#lastLookMs = this.#ports.now();
    this.#memory = this.#memoryAfter(result);
    this.#show('refused' in result ? { status: 'refused', ...result.refused } : stateOf(this.#memory));
    this.#cancelNext = this.#ports.timers.after(this.#nextLookMs(), () => void this.look());
  }

  #memoryAfter(result: LookResult): LocalServerMemory {
    if ('refused' in result) return emptyMemory;
    return forgetAway(remember(this.#memory, result.answers, this.#lastLookMs), this.#lastLookMs, this.#intervals.awayMs);
  }

  #withSpeeds(server: LocalServer): LocalServer {
    const health = server.models.flatMap(({ id }) => {
      const tokensPerSecond = this.#speeds.tokensPerSecond(endpointIdOf(server), id);
      const known = healthOf(server, id);
      if (tokensPerSecond === undefined) return known ?? [];
      // A server that does not tell has it in memory: it just answered.
      return { ...(known ?? { model: id, isLoaded: true }), tokensPerSecond };
    });
    return health.length === 0 ? server : { ...server, health };
  }

  #nothingLearned(): LookResult {
    return { answers: this.#memory.servers.map(({ baseUrl }) => ({ status: 'silent', baseUrl })) };
  }

  #show(state: LocalServerState): void {
    const before = this.#state;
    this.#state = state;
    if (JSON.stringify(before) !== JSON.stringify(state)) for (const listener of this.#listeners) listener(this.state);
  }

  #nextLookMs(): number {
    const { servers, silent } = this.#memory;
    if (servers.length > 0) {
      this.#missingMs = this.#intervals.firstMissingMs;
      return servers.some(({ baseUrl }) => silent.includes(baseUrl)) ? this.#intervals.firstMissingMs : this.#intervals.foundMs;
    }
    const wait = this.#missingMs;
    this.#missingMs = Math.min(this.#missingMs * 2, this.#intervals.lastMissingMs);
    return wait;
  }
}

function stateOf({ servers, away }: LocalServerMemory): LocalServerState {
  if (servers.length > 0) return { status: 'found', servers };
  return away ? { status: 'away', last: away.last } : { status: 'none' };
}
