import type { Candidate } from '../../core/catalogue/index.ts';
import type { Provider } from '../../core/provider.ts';
import { candidatesOf, type LocalServer } from './localServer.ts';

/** What is known of the local servers, as it is shown. */
export type LocalServerState =
  | { readonly status: 'looking' }
  | { readonly status: 'found'; readonly servers: readonly LocalServer[] }
  /** There was one in this session. */
  | { readonly status: 'away'; readonly last: LocalServer }
  | { readonly status: 'none' }
  /** The user's address may not be used. */
  | { readonly status: 'refused'; readonly reason: string };

/** What one look gives. */
export type LookResult = { readonly servers: readonly LocalServer[] } | { readonly refused: string };

export interface LocalServerWatchPorts {
  /** Asks all addresses once; what the last look found is known. */
  readonly find: (signal: AbortSignal, known: readonly LocalServer[]) => Promise<LookResult>;
  readonly timers: { after(ms: number, callback: () => void): () => void };
  readonly now: () => number;
  /** Settable for tests. */
  readonly intervals?: Intervals;
}

interface Intervals {
  /** Between looks while a server is there: it may have changed its model. */
  readonly foundMs: number;
  /** Between looks while none is there: doubled from the first to the last. */
  readonly firstMissingMs: number;
  readonly lastMissingMs: number;
  /** Demand (a key was pressed and no model was there) looks at once, but not more often than this. */
  readonly demandMs: number;
}

const usualIntervals: Intervals = { foundMs: 30_000, firstMissingMs: 2_000, lastMissingMs: 30_000, demandMs: 1_000 };

/** Keeps an eye on the local servers: finds one that starts later, notices when it goes and when it comes back. */
export class LocalServerWatch {
  readonly #ports: LocalServerWatchPorts;
  readonly #intervals: Intervals;
  readonly #listeners = new Set<(state: LocalServerState) => void>();
  readonly #closing = new AbortController();
  #state: LocalServerState = { status: 'looking' };
  #looking: Promise<void> | undefined;
  #lastLookMs = Number.NEGATIVE_INFINITY;
  #missingMs: number;
  #cancelNext: (() => void) | undefined;

  constructor(ports: LocalServerWatchPorts) {
    this.#ports = ports;
    this.#intervals = ports.intervals ?? usualIntervals;
    this.#missingMs = this.#intervals.firstMissingMs;
  }

  get state(): LocalServerState {
    return this.#state;
  }

  onDidChange(listener: (state: LocalServerState) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  candidates(): readonly Candidate[] {
    return this.#state.status === 'found' ? this.#state.servers.flatMap(candidatesOf) : [];
  }

  /** Looks now, or joins the look under way. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Something wanted a local model and had none: worth another look, soon. */
  demand(): void {
    if (this.#ports.now() - this.#lastLookMs >= this.#intervals.demandMs) void this.look();
  }

  /** A provider whose broken connections make the watch look again at once. */
  watching(provider: Provider): Provider {
    const watch = this;
    return {
      id: provider.id,
      async *stream(call, signal) {
        for await (const part of provider.stream(call, signal)) {
          if (part.type === 'error' && (part.error.reason === 'unreachable' || part.error.reason === 'overloaded')) void watch.look();
          yield part;
        }
      },
    };
  }

  dispose(): void {
    this.#closing.abort();
    this.#cancelNext?.();
    this.#listeners.clear();
  }

  async #look(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#cancelNext?.();
    const known = this.#state.status === 'found' ? this.#state.servers : [];
    const result = await this.#ports.find(this.#closing.signal, known).catch((): LookResult => ({ servers: [] }));
    if (this.#closing.signal.aborted) return;
    this.#lastLookMs = this.#ports.now();
    this.#enter(result);
    this.#cancelNext = this.#ports.timers.after(this.#nextLookMs(), () => void this.look());
  }

  #enter(result: LookResult): void {
    const before = this.#state;
    this.#state = stateAfter(before, result);
    if (before.status !== this.#state.status) this.#missingMs = this.#intervals.firstMissingMs;
    if (JSON.stringify(before) !== JSON.stringify(this.#state)) for (const listener of this.#listeners) listener(this.#state);
  }

  #nextLookMs(): number {
    if (this.#state.status === 'found') return this.#intervals.foundMs;
    const wait = this.#missingMs;
    this.#missingMs = Math.min(this.#missingMs * 2, this.#intervals.lastMissingMs);
    return wait;
  }
}

function stateAfter(before: LocalServerState, result: LookResult): LocalServerState {
  if ('refused' in result) return { status: 'refused', reason: result.refused };
  if (result.servers.length > 0) return { status: 'found', servers: result.servers };
  const last = before.status === 'found' ? before.servers[0] : before.status === 'away' ? before.last : undefined;
  return last ? { status: 'away', last } : { status: 'none' };
}
