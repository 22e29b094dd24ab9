import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Ledger } from '../core/ledger/index.ts';
import { BackOff } from './backOff.ts';
import { LedgerError, mayHeal } from './ledgerProblem.ts';
import type { LedgerProblem, LedgerState } from './ledgerState.ts';
import { MissedSettlements, type Settlement } from './missedSettlements.ts';
import { packEntry, packReservation } from './packed.ts';
import type { TakenMethod } from './shortcut.ts';
import { ShortcutLane } from './shortcutLane.ts';
import type { WorkerLedgerOptions } from './workerLedgerOptions.ts';
import {
  isReading,
  type LedgerMethod,
  type LedgerReply,
  type LedgerRequest,
  type LedgerThreadSettings,
  type OpenedFile,
} from './workerProtocol.ts';

export type { LedgerProblem, LedgerState } from './ledgerState.ts';
export type { WorkerLedgerOptions } from './workerLedgerOptions.ts';

interface WaitingCall extends PromiseWithResolvers<unknown> {
  readonly method: LedgerMethod;
}

/** The ledger's port in front of the worker thread. The thread starts with the first call. */
export class WorkerLedger implements Ledger {
  readonly #options: WorkerLedgerOptions;
  readonly #waiting = new Map<number, WaitingCall>();
  readonly #listeners = new Set<() => void>();
  readonly #backOff: BackOff;
  readonly #missed: MissedSettlements;
  readonly #lane: ShortcutLane;
  #worker: Worker | undefined;
  #state: LedgerState = { status: 'opening' };
  #opened: OpenedFile = {};
  #failsToWrite = false;
  #lastId = 0;
  #pollEveryMs = 10_000;
  #keepEntriesDays: number;
  #isClosed = false;
  #ending: Promise<void> | undefined;

  constructor(options: WorkerLedgerOptions) {
    this.#options = options;
    this.#keepEntriesDays = options.keepEntriesDays ?? 0;
    const rests = options.retry ?? { firstMs: 5000, lastMs: 60_000 };
    this.#backOff = new BackOff(rests, () => {
      this.#worker ??= this.#start();
    });
    this.#lane = new ShortcutLane({
      file: options.file,
      tellWritten: (calls) => this.#worker?.postMessage({ type: 'written', calls } satisfies LedgerRequest),
      settleAgain: (settlement) => {
        this.#settleInThread(settlement, [settlement.reservationId, packEntry(settlement.entry)]).catch(() => undefined);
      },
    });
    this.#missed = new MissedSettlements({
      settle: ({ reservationId, entry }) => this.#changing('settlePacked', [reservationId, packEntry(entry)]),
      isRetryable: (error) => error instanceof LedgerError && error.isRetryable,
      rests,
    });
  }

  get state(): LedgerState {
    return this.#state;
  }

  reserve: Ledger['reserve'] = async (reservation, limits) => {
    const packed = packReservation(reservation);
    this.#lane.confirmNowAndThen();
    return this.#quickly('reservePacked', [packed, limits]);
  };
  extend: Ledger['extend'] = (reservationId, moreNanoUsd, expiresAtMs, limits) =>
    this.#quickly('extend', [reservationId, moreNanoUsd, expiresAtMs, limits]);
  release: Ledger['release'] = (reservationId) => this.#quickly('release', [reservationId]);
  /** Rejects where the ledger does not take it; an entry that cost something is then kept, and told again when the ledger heals. */
  settle: Ledger['settle'] = (reservationId, entry) => this.#settle({ reservationId, entry });
  settleExpired: Ledger['settleExpired'] = (nowMs) => this.#changing('settleExpired', [nowMs]);
  allowMore: Ledger['allowMore'] = (allowance) => this.#changing('allowMore', [allowance]);
  limitStates: Ledger['limitStates'] = (limits) => this.#call('limitStates', [limits]);
  claimNotice: Ledger['claimNotice'] = (key, atMs) => this.#call('claimNotice', [key, atMs]);
  recordOutcome: Ledger['recordOutcome'] = (event) => this.#changing('recordOutcome', [event]);
  learnTokens: Ledger['learnTokens'] = (sample) => this.#call('learnTokens', [sample]);
  learnedRatios: Ledger['learnedRatios'] = () => this.#call('learnedRatios', []);
  outcomeCounts: Ledger['outcomeCounts'] = (fromDay, toDay) => this.#call('outcomeCounts', [fromDay, toDay]);
  daySummary: Ledger['daySummary'] = (localDay) => this.#call('daySummary', [localDay]);
  rollUps: Ledger['rollUps'] = (fromDay, toDay) => this.#call('rollUps', [fromDay, toDay]);
  recentEntries: Ledger['recentEntries'] = (count) => this.#call('recentEntries', [count]);
  findEntries: Ledger['findEntries'] = (idPrefix) => this.#call('findEntries', [idPrefix]);
  hourTotals: Ledger['hourTotals'] = (fromDay, toDay) => this.#call('hourTotals', [fromDay, toDay]);
  dearestEntries: Ledger['dearestEntries'] = (filter, count) => this.#call('dearestEntries', [filter, count]);
  completionCosts: Ledger['completionCosts'] = (fromDay, toDay) => this.#call('completionCosts', [fromDay, toDay]);
  taskEntries: Ledger['taskEntries'] = (taskId) => this.#call('taskEntries', [taskId]);
  sessionEntries: Ledger['sessionEntries'] = (sessionId) => this.#call('sessionEntries', [sessionId]);
  entriesFrom: Ledger['entriesFrom'] = (cursor, count) => this.#call('entriesFrom', [cursor, count]);

  /** The state changed, or something that pages show was stored, by this process or another. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /**
   * So often is looked whether other processes have written, beside watching the folder; every 10 s unless told otherwise. A visible page asks
   * for every second.
   */
  pollEvery(everyMs: number): void {
    this.#pollEveryMs = everyMs;
    this.#worker?.postMessage({ type: 'poll-every', everyMs } satisfies LedgerRequest);
  }

  /**
   * So many days are entries kept, today among them; 0: for ever. Older ones are removed little by little, when nobody waits; the totals of
   * their days and hours stay, and with them all that budgets count.
   */
  keepEntries(days: number): void {
    this.#keepEntriesDays = days;
    this.#worker?.postMessage({ type: 'keep-entries', days } satisfies LedgerRequest);
  }

  /** While a page is looked at, what other processes write is looked for once a second, should the folder's watcher miss it. */
  setPageVisible(isVisible: boolean): void {
    this.pollEvery(isVisible ? 1000 : 10_000);
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
      this.#lane.confirm();
      await Promise.allSettled([...this.#waiting.values()].map(({ promise }) => promise));
      await this.#missed.retry();
      // Whoever waited for one of these may post the next: a settlement follows a reservation.
      await nextTurn();
    } while (this.#waiting.size > 0);
    this.#isClosed = true;
    this.#missed.dispose();
    this.#backOff.dispose();
    this.#lane.close();
    const worker = this.#worker;
    if (!worker) return;
    this.#worker = undefined;
    worker.ref();
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ type: 'close' } satisfies LedgerRequest);
    await ended;
  }

  async #settle(settlement: Settlement): Promise<void> {
    const args = [settlement.reservationId, packEntry(settlement.entry)];
    if (!this.#lane.settle(settlement, args)) await this.#settleInThread(settlement, args);
    this.#tell();
  }

  async #settleInThread(settlement: Settlement, args: readonly unknown[]): Promise<void> {
    try {
      await this.#call('settlePacked', args);
    } catch (error) {
      this.#missed.keep(settlement, error);
      throw error;
    }
  }

  async #changing<Value>(method: LedgerMethod, args: readonly unknown[]): Promise<Value> {
    const value = await this.#call<Value>(method, args);
    this.#tell();
    return value;
  }

  /** What a request waits for. */
  #quickly<Value>(method: TakenMethod, args: readonly unknown[]): Promise<Value> {
    const taken = this.#lane.take(method, args);
    return taken ? Promise.resolve(taken.value as Value) : this.#call(method, args);
  }

  #call<Value>(method: LedgerMethod, args: readonly unknown[]): Promise<Value> {
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
      this.#worker.ref();
    } catch (error) {
      // What cannot be copied to another thread was never posted.
      this.#take(id)?.reject(error);
    }
    return waiting.promise as Promise<Value>;
  }

  #start(): Worker {
    const { script, file, busyTimeoutMs = 5000, settleExpiredEveryMs = 30_000, tidyAfterMs = 2000 } = this.#options;
    const changing = { pollEveryMs: this.#pollEveryMs, keepEntriesDays: this.#keepEntriesDays };
    const workerData: LedgerThreadSettings = { file, busyTimeoutMs, settleExpiredEveryMs, tidyAfterMs, ...changing };
    const worker = new Worker(script, { workerData });
    // A thread that was given up may still say something, at the least that it ended.
    const ifCurrent = (act: () => void): void => {
      if (worker === this.#worker) act();
    };
    worker.on('message', (reply: LedgerReply) => ifCurrent(() => this.#receive(reply)));
    worker.on('error', (error) => ifCurrent(() => this.#lose('other', error instanceof Error ? error.message : String(error))));
    worker.on('exit', (code) => ifCurrent(() => this.#lose('other', `the ledger’s thread ended with ${code}`)));
    // Listening has made the process wait for the thread. It is to wait for answers only: what else is there to store, when all else is done?
    worker.unref();
    return worker;
  }

  #receive(reply: LedgerReply): void {
    switch (reply.type) {
      case 'opened': {
        const { type, laterVersion, ...opened } = reply;
        this.#opened = { ...this.#opened, ...opened };
        this.#backOff.succeeded();
        // What is settled all the same is kept: another window's version may bring another file.
        this.#failsToWrite = laterVersion !== undefined;
        this.#change(
          laterVersion === undefined
            ? { status: 'open', ...this.#opened }
            : { status: 'failing', problem: 'newer-version', detail: laterVersion },
        );
        if (laterVersion === undefined) void this.#lane.open();
        void this.#missed.retry();
        return;
      }
      case 'changed':
        // To the thread, what the shortcut stored is another's; it was told when it was stored.
        if (this.#lane.mayHaveChanged()) this.#tell();
        return;
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
        waiting?.reject(new LedgerError(reply.problem, reply.message, reply));
        return;
      }
    }
  }

  /** That reading works says nothing about writing. */
  #heal(method: LedgerMethod): void {
    if (this.#state.status !== 'failing') return;
    if (isReading(method) && this.#failsToWrite) return;
    this.#failsToWrite = false;
    this.#change({ status: 'open', ...this.#opened });
    void this.#lane.open();
    void this.#missed.retry();
  }

  #take(id: number): WaitingCall | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker?.unref();
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
    if (state.status !== 'open') this.#lane.close();
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
