import { DatabaseSync } from 'node:sqlite';
import type { LedgerEntry, OutcomeEvent, RollUp, TaskEntries } from '../core/ledger/index.ts';
import type { NanoUsd } from '../core/money/index.ts';
import type { ObservedTask } from '../core/replay/index.ts';
import { entriesFrom, findEntries, recentEntries, sessionEntries } from './entryTable.ts';
import { LedgerError } from './ledgerProblem.ts';
import { laterVersion } from './openDatabase.ts';
import { outcomesOfTasks } from './outcomesOfTasks.ts';
import { taskOutcomes } from './outcomeTable.ts';
import { rollUpsBetween } from './rollUp.ts';
import { schemaVersion } from './schema.ts';
import { Statements } from './statements.ts';

/** What is held of all budgets together. `expired` ones wait for a window to book their estimates. */
export interface HeldReservations {
  readonly count: number;
  readonly amountNanoUsd: NanoUsd;
  readonly expired: number;
}

/** The ledger for those who only look at it: nothing is written, brought to a newer layout, settled or moved aside. */
export class ReadLedger {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;

  /** Throws where there is no file, and for every layout but this version's. It waits so long for a program that locks the whole file. */
  constructor(file: string, busyTimeoutMs = 2000) {
    this.#database = new DatabaseSync(file, { readOnly: true });
    try {
      this.#database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
      this.#statements = new Statements(this.#database);
      checkLayout(Number(this.#statements.rows('PRAGMA user_version')[0]?.user_version));
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** As `Ledger.rollUps`. */
  rollUps(fromDay: string, toDay: string): readonly RollUp[] {
    return rollUpsBetween(this.#statements, fromDay, toDay);
  }

  /** As `Ledger.findEntries`. */
  findEntries(idPrefix: string): readonly LedgerEntry[] {
    return findEntries(this.#statements, idPrefix);
  }

  /** As `Ledger.recentEntries`. */
  recentEntries(count: number): readonly LedgerEntry[] {
    return recentEntries(this.#statements, count);
  }

  /** As `Ledger.entriesFrom`. */
  entriesFrom(cursor: number, count: number): ReturnType<typeof entriesFrom> {
    return entriesFrom(this.#statements, cursor, count);
  }

  /** As `LedgerReports.sessionEntries`. */
  sessionEntries(sessionId: string): TaskEntries {
    return sessionEntries(this.#statements, sessionId);
  }

  /** What became of the answers of these tasks, in the order in which it happened. */
  outcomesOf(taskIds: readonly string[]): readonly OutcomeEvent[] {
    return outcomesOfTasks(this.#statements, taskIds);
  }

  /** Tasks of which it is known whether the answer was useful, and what it cost; the oldest first. */
  taskOutcomes(): readonly ObservedTask[] {
    return taskOutcomes(this.#statements);
  }

  held(nowMs: number): HeldReservations {
    const [row] = this.#statements.rows(
      `SELECT count(*) AS held, ifnull(sum(amount_nano_usd), 0) AS amount, ifnull(sum(expires_at_ms < :nowMs), 0) AS expired FROM reservation`,
      { nowMs },
    );
    return { count: Number(row?.held), amountNanoUsd: Number(row?.amount), expired: Number(row?.expired) };
  }

  close(): void {
    this.#database.close();
  }
}

/** Throws for every layout but this version's. */
export function checkLayout(version: number): void {
  if (version > schemaVersion) throw laterVersion(version);
  const layouts = `layout ${version}, this one knows ${schemaVersion}`;
  if (version < schemaVersion)
    throw new LedgerError(
      'other',
      `the ledger was written by an earlier version of Farthing (${layouts}); opening the editor brings it up to date`,
    );
}
