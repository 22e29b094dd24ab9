import { Worker } from 'node:worker_threads';
import type { Ledger } from '../core/ledger/index.ts';
import type { LedgerCall, LedgerReply } from './workerProtocol.ts';

export interface WorkerLedgerOptions {
  /** The worker's script. */
  readonly script: string;
  /** The ledger's file; its folder is made where it is missing. */
  readonly file: string;
}

export type LedgerState =
  /** Not needed yet, or not answered yet. */
  | { readonly status: 'opening' }
  /** `movedAside`: the file was damaged; it lies there now, and a new one was begun. */
  | { readonly status: 'open'; readonly movedAside?: string }
  | { readonly status: 'unavailable'; readonly reason: string };

/** The ledger's port in front of the worker thread. The thread starts with the first call. */
export class WorkerLedger implements Ledger {
  readonly #options: WorkerLedgerOptions;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #listeners = new Set<() => void>();
  #worker: Worker | undefined;
  #state: LedgerState = { status: 'opening' };
  #lastId = 0;

  constructor(options: WorkerLedgerOptions) {
    this.#options = options;
  }

  get state(): LedgerState {
    return this.#state;
  }

  reserve: Ledger['reserve'] = (reservation) => this.#call('reserve', [reservation]);
  release: Ledger['release'] = (reservationId) => this.#call('release', [reservationId]);
  settle: Ledger['settle'] = (reservationId, entry) => this.#changing('settle', [reservationId, entry]);
  recordOutcome: Ledger['recordOutcome'] = (event) => this.#changing('recordOutcome', [event]);
  daySummary: Ledger['daySummary'] = (localDay) => this.#call('daySummary', [localDay]);
  recentEntries: Ledger['recentEntries'] = (count) => this.#call('recentEntries', [count]);

  /** The state changed, or something that pages show was stored by this process. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** What was posted before is stored before the thread ends. */
  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#listeners.clear();
    if (!worker) return;
    await Promise.allSettled([...this.#waiting.values()].map(({ promise }) => promise));
    this.#fail('the ledger is closed');
    await worker.terminate();
  }

  async #changing(method: keyof Ledger, args: readonly unknown[]): Promise<void> {
    await this.#call(method, args);
    this.#tell();
  }

  #call<Value>(method: keyof Ledger, args: readonly unknown[]): Promise<Value> {
    if (this.#state.status === 'unavailable') return Promise.reject(new Error(this.#state.reason));
    this.#worker ??= this.#start();
    this.#lastId += 1;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#lastId, waiting);
    this.#worker.postMessage({ id: this.#lastId, method, args } satisfies LedgerCall);
    return waiting.promise as Promise<Value>;
  }

  #start(): Worker {
    const worker = new Worker(this.#options.script, { workerData: { file: this.#options.file } });
    // The thread must not keep a command-line process alive that has nothing more to store.
    worker.unref();
    worker.on('message', (reply: LedgerReply) => this.#receive(reply));
    worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)));
    return worker;
  }

  #receive(reply: LedgerReply): void {
    switch (reply.type) {
      case 'opened':
        this.#state = { status: 'open', ...(reply.movedAside && { movedAside: reply.movedAside }) };
        this.#tell();
        return;
      case 'unavailable':
        this.#fail(reply.message);
        return;
      case 'result':
        this.#take(reply.id)?.resolve(reply.value);
        return;
      case 'failed':
        this.#take(reply.id)?.reject(new Error(reply.message));
        return;
    }
  }

  #take(id: number): PromiseWithResolvers<unknown> | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #fail(reason: string): void {
    this.#state = { status: 'unavailable', reason };
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(new Error(reason));
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
