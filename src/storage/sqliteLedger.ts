import type { DatabaseSync } from 'node:sqlite';
import {
  type Allowance,
  type Amounts,
  type CompletionCost,
  type DaySummary,
  type EntryFilter,
  emptyDay,
  type HourTotal,
  type Ledger,
  type LedgerEntry,
  type LimitState,
  type OutcomeCount,
  type OutcomeEvent,
  type Reservation,
  type ReservationLimit,
  type ReserveOutcome,
  type RollUp,
} from '../core/ledger/index.ts';
import type { LearnedRatio, TokenSample } from '../core/tokens/index.ts';
import { completionCosts } from './completionCosts.ts';
import { dearestEntries, digestStep, hasUndigested, hourTotals } from './digest.ts';
import { entriesFrom, findEntries, recentEntries, sessionEntries, taskEntries } from './entryTable.ts';
import { ForeignWrites } from './foreignWrites.ts';
import { learnedRatios, learnTokens } from './learnedRatioTable.ts';
import { isDamage } from './ledgerProblem.ts';
import { type OpenDatabaseOptions, type OpenedDatabase, openDatabase } from './openDatabase.ts';
import { outcomeCounts } from './outcomeTable.ts';
import { type PackedEntry, type PackedReservation, packEntry, packReservation } from './packed.ts';
import { recoverRows } from './recoverRows.ts';
import { hasEntriesBefore, removeStep } from './removeEntries.ts';
import { RequestBook } from './requestBook.ts';
import { addToOutcomeRollUp, rollUpsBetween } from './rollUp.ts';
import { Statements } from './statements.ts';
import { snapshot, transaction } from './transaction.ts';

export interface SqliteLedgerOptions extends OpenDatabaseOptions {
  /** Milliseconds since the epoch; reservations that expired before are settled at their estimates. */
  readonly nowMs?: number;
}

/** The port's methods, without the promises. */
type BlockingLedger = {
  readonly [Method in keyof Ledger]: (...args: Parameters<Ledger[Method]>) => Awaited<ReturnType<Ledger[Method]>>;
};

/** The ledger of the whole user, in one file, shared by all windows. Its calls block: it lives in a worker thread. */
export class SqliteLedger implements BlockingLedger {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #requests: RequestBook;
  readonly #foreignWrites: ForeignWrites;
  /** What there is to be known of the file that was opened. */
  readonly opened: Omit<OpenedDatabase, 'database'>;

  /** Opens the file, or makes it. Throws when it is damaged. Of a file of a later version nothing but what reads works. */
  constructor(file: string, { nowMs = Date.now(), ...options }: SqliteLedgerOptions = {}) {
    const { database, ...opened } = openDatabase(file, options);
    this.#database = database;
    this.opened = opened;
    this.#statements = new Statements(this.#database);
    this.#requests = new RequestBook(this.#statements);
    this.#foreignWrites = new ForeignWrites(this.#statements);
    try {
      if (!opened.laterVersion) this.settleExpired(nowMs);
      this.hasChanged();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  reserve(reservation: Reservation, limits: readonly ReservationLimit[]): ReserveOutcome {
    return this.reservePacked(packReservation(reservation), limits);
  }

  reservePacked(reservation: PackedReservation, limits: readonly ReservationLimit[]): ReserveOutcome {
    return this.#requests.reservePacked(reservation, limits);
  }

  extend(reservationId: string, more: Amounts, expiresAtMs: number, limits: readonly ReservationLimit[]): ReserveOutcome {
    return this.#requests.extend(reservationId, more, expiresAtMs, limits);
  }

  settle(reservationId: string, entry: LedgerEntry): void {
    this.settlePacked(reservationId, packEntry(entry));
  }

  settlePacked(reservationId: string, entry: PackedEntry): void {
    this.#requests.settlePacked(reservationId, entry);
  }

  release(reservationId: string): void {
    this.#requests.release(reservationId);
  }

  settleExpired(nowMs: number): number {
    return this.#requests.settleExpired(nowMs);
  }

  allowMore(allowance: Allowance): void {
    const { id, budgetId, amount, atMs, localDay } = allowance;
    this.#requests.forget();
    this.#statements.run(
      `INSERT INTO allowance (id, budget_id, amount_nano_usd, at_ms, local_day) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
      [id, budgetId, amount, Math.round(atMs), localDay],
    );
  }

  limitStates(limits: readonly ReservationLimit[]): readonly LimitState[] {
    return snapshot(this.#statements, () => this.#requests.limitStates(limits));
  }

  claimNotice(key: string, atMs: number): boolean {
    const values = { key, atMs: Math.round(atMs) };
    return this.#statements.run('INSERT INTO notice (key, at_ms) VALUES (:key, :atMs) ON CONFLICT DO NOTHING', values) === 1;
  }

  recordOutcome(event: OutcomeEvent): void {
    this.#transaction(() => {
      const isFirst = !this.#statements.row('SELECT 1 FROM outcome WHERE task_id = ? AND type = ?', [event.taskId, event.type]);
      const stored = this.#statements.run(
        `INSERT INTO outcome (id, task_id, type, at_ms, local_day, characters, is_inferred)
         VALUES (:id, :taskId, :type, :atMs, :localDay, :characters, :isInferred) ON CONFLICT (id) DO NOTHING`,
        { ...event, isInferred: event.isInferred ? 1 : 0 },
      );
      if (stored === 0) return;
      this.#statements.run(addToOutcomeRollUp, {
        local_day: event.localDay,
        type: event.type,
        // What happens to an answer piece by piece is counted once.
        events: isFirst ? 1 : 0,
        characters: event.characters,
      });
    });
  }

  learnTokens(sample: TokenSample): void {
    this.#transaction(() => learnTokens(this.#statements, sample));
  }

  learnedRatios(): readonly LearnedRatio[] {
    return learnedRatios(this.#statements);
  }

  outcomeCounts(fromDay: string, toDay?: string): readonly OutcomeCount[] {
    return outcomeCounts(this.#statements, fromDay, toDay);
  }

  daySummary(localDay: string): DaySummary {
    const [totals] = this.#statements.rows(
      `SELECT sum(attempts) AS attempts, sum(cost_nano_usd) AS costNanoUsd, sum(unpriced_attempts) AS unpricedAttempts,
         sum(estimated_attempts) AS estimatedAttempts, sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens
       FROM roll_up WHERE local_day = :localDay`,
      { localDay },
    );
    const [accepted] = this.#statements.rows(`SELECT events FROM outcome_roll_up WHERE local_day = :localDay AND type = 'accepted'`, {
      localDay,
    });
    const present = Object.fromEntries(Object.entries(totals ?? {}).filter(([, value]) => value !== null));
    return { ...emptyDay(localDay), ...present, accepted: Number(accepted?.events ?? 0) };
  }

  rollUps(fromDay: string, toDay: string): readonly RollUp[] {
    return rollUpsBetween(this.#statements, fromDay, toDay);
  }

  hourTotals(fromDay: string, toDay: string): readonly HourTotal[] {
    this.#digestAll();
    return hourTotals(this.#statements, fromDay, toDay);
  }

  dearestEntries(filter: EntryFilter, count: number): readonly LedgerEntry[] {
    this.#digestAll();
    return dearestEntries(this.#statements, filter, count);
  }

  completionCosts(fromDay: string, toDay: string): readonly CompletionCost[] {
    return completionCosts(this.#statements, fromDay, toDay);
  }

  taskEntries(taskId: string): ReturnType<BlockingLedger['taskEntries']> {
    return taskEntries(this.#statements, taskId);
  }

  sessionEntries(sessionId: string): ReturnType<BlockingLedger['sessionEntries']> {
    return sessionEntries(this.#statements, sessionId);
  }

  recentEntries(count: number): readonly LedgerEntry[] {
    return recentEntries(this.#statements, count);
  }

  findEntries(idPrefix: string): readonly LedgerEntry[] {
    return findEntries(this.#statements, idPrefix);
  }

  entriesFrom(cursor: number, count: number): { readonly entries: readonly LedgerEntry[]; readonly cursor?: number } {
    return entriesFrom(this.#statements, cursor, count);
  }

  /** Whether another connection has written since this was last asked. */
  hasChanged(): boolean {
    return this.#foreignWrites.areNew();
  }

  /** Copies what is still readable of a damaged ledger into this one, and counts the entries. */
  recover(damagedFile: string): number {
    this.#requests.forget();
    return recoverRows(this.#database, damagedFile);
  }

  /**
   * Brings what was written from the write-ahead log into the file, as far as nobody reads there. SQLite does so by itself in the middle of a
   * call, where somebody waits for it, once the log is long.
   */
  checkpoint(): void {
    if (!this.opened.laterVersion) this.#statements.rows('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** Takes up some of the entries that were stored since; answers whether there were any. */
  digest(): boolean {
    // Looked for without the lock first: mostly another window was faster.
    if (this.opened.laterVersion || !hasUndigested(this.#statements)) return false;
    return this.#transaction(() => digestStep(this.#statements));
  }

  /** Removes some of the entries from before that day, or sees to what must be done before; answers whether there was anything. Their totals stay. */
  removeEntries(keptFromDay: string): boolean {
    if (!hasUndigested(this.#statements) && !hasEntriesBefore(this.#statements, keptFromDay)) return false;
    return this.#transaction(() => removeStep(this.#statements, keptFromDay));
  }

  close(): void {
    this.#database.close();
  }

  /** Where it cannot be written, reports are of what was digested before. */
  #digestAll(): void {
    try {
      while (this.digest());
    } catch (error) {
      if (isDamage(error)) throw error;
    }
  }

  #transaction<Value>(work: () => Value): Value {
    return transaction(this.#statements, work);
  }
}
