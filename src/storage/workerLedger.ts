import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Ledger } from '../core/ledger/index.ts';
import { BackOff, type BackOffTimes } from './backOff.ts';
import { LedgerError } from './ledgerProblem.ts';
import type { LedgerProblem, LedgerState } from './ledgerState.ts';
import type { LedgerReply, LedgerRequest, LedgerThreadSettings, OpenedFile } from './workerProtocol.ts';

export type { LedgerProblem, LedgerState } from './ledgerState.ts';

export interface WorkerLedgerOptions {
  /** The worker's script. */
  readonly script: string;
  /** The ledger's file; its folder is made where it is missing. */
  readonly file: string;
  /** The rests between two tries to open a file that could not be opened. */
  readonly retry?: BackOffTimes;
  /** So long does a call wait for another process that writes. */
  readonly busyTimeoutMs?: number;
}

interface WaitingCall extends PromiseWithResolvers<unknown> {
  readonly method: keyof Ledger;
}

/** The ledger's port in front of the worker thread. The thread starts with the first call. */
export class WorkerLedger implements Ledger {
  readonly #options: WorkerLedgerOptions;
  readonly #waiting = new Map<number, WaitingCall>();
  readonly #listeners = new Set<() => void>();
  readonly #backOff: BackOff;
  #worker: Worker | undefined;
  #state: LedgerState = { status: 'opening' };
  #opened: OpenedFile = {};
  #failsToWrite = false;
  #lastId = 0;
  #isClosed = false;
  #ending: Promise<void> | undefined;

  constructor(options: WorkerLedgerOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options.retry ?? { firstMs: 5000, lastMs: 60_000 }, () => {
      this.#worker ??= this.#start();
    });
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

  /**
   * What was posted before, and what is posted while this waits for that, is stored before the thread ends. Whatever comes later is
   * rejected.
   */
  dispose(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    this.#listeners.clear();
    do {
      await Promise.allSettled([...this.#waiting.values()].map(({ promise }) => promise));
      // Whoever waited for one of these may post the next: a settlement follows a reservation.
      await nextTurn();
    } while (this.#waiting.size > 0);
    this.#isClosed = true;
    this.#backOff.dispose();
    const worker = this.#worker;
    if (!worker) return;
    this.#worker = undefined;
    worker.ref();
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ type: 'close' } satisfies LedgerRequest);
    await ended;
  }

  async #changing(method: keyof Ledger, args: readonly unknown[]): Promise<void> {
    await this.#call(method, args);
    this.#tell();
  }

  #call<Value>(method: keyof Ledger, args: readonly unknown[]): Promise<Value> {
    if (this.#isClosed) return Promise.reject(new Error('the ledger is closed'));
    if (!this.#worker && this.#state.status === 'unavailable') {
      const { problem, detail } = this.#state;
      if (!mayHeal(problem) || !this.#backOff.takeTry()) return Promise.reject(new LedgerError(problem, detail));
    }
    this.#worker ??= this.#start();
    this.#lastId += 1;
    const id = this.#lastId;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { ...waiting, method });
    try {
      this.#worker.postMessage({ type: 'call', id, method, args } satisfies LedgerRequest);
    } catch (error) {
      // What cannot be copied to another thread was never posted.
      this.#take(id)?.reject(error);
    }
    return waiting.promise as Promise<Value>;
  }

  #start(): Worker {
    const { script, file, busyTimeoutMs = 5000 } = this.#options;
    const worker = new Worker(script, { workerData: { file, busyTimeoutMs } satisfies LedgerThreadSettings });
    // The thread must not keep a command-line process alive that has nothing more to store.
    worker.unref();
    // A thread that was given up may still say something, at the least that it ended.
    const ifCurrent = (act: () => void): void => {
      if (worker === this.#worker) act();
    };
    worker.on('message', (reply: LedgerReply) => ifCurrent(() => this.#receive(reply)));
    worker.on('error', (error) => ifCurrent(() => this.#lose('other', error instanceof Error ? error.message : String(error))));
    worker.on('exit', (code) => ifCurrent(() => this.#lose('other', `the ledger’s thread ended with ${code}`)));
    return worker;
  }

  #receive(reply: LedgerReply): void {
    switch (reply.type) {
      case 'opened': {
        const { type, ...opened } = reply;
        this.#opened = { ...this.#opened, ...opened };
        this.#backOff.succeeded();
        this.#failsToWrite = false;
        this.#change({ status: 'open', ...this.#opened });
        return;
      }
      case 'unavailable':
        this.#lose(reply.problem, reply.message);
        return;
      case 'result': {
        const waiting = this.#take(reply.id);
        if (waiting) this.#heal(waiting.method);
        waiting?.resolve(reply.value);
        return;
      }
      case 'failed': {
        const waiting = this.#take(reply.id);
        if (waiting && !isReading(waiting.method)) this.#failsToWrite = true;
        this.#change({ status: 'failing', problem: reply.problem, detail: reply.message });
        waiting?.reject(new LedgerError(reply.problem, reply.message));
        return;
      }
    }
  }

  /** That reading works says nothing about writing. */
  #heal(method: keyof Ledger): void {
    if (this.#state.status !== 'failing') return;
    if (isReading(method) && this.#failsToWrite) return;
    this.#failsToWrite = false;
    this.#change({ status: 'open', ...this.#opened });
  }

  #take(id: number): WaitingCall | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** The thread is gone, or goes by itself. */
  #lose(problem: LedgerProblem, detail: string): void {
    this.#worker = undefined;
    if (mayHeal(problem)) this.#backOff.failed();
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(new LedgerError(problem, detail));
    this.#change({ status: 'unavailable', problem, detail });
  }

  #change(state: LedgerState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function isReading(method: keyof Ledger): boolean {
  return method === 'daySummary' || method === 'recentEntries';
}

/** A host without SQLite stays without, and a later layout stays later. */
function mayHeal(problem: LedgerProblem): boolean {
  return problem !== 'no-sqlite' && problem !== 'newer-version';
}
