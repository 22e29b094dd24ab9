import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import {
  type DaySummary,
  emptyDay,
  type LedgerEntry,
  type OutcomeEvent,
  type Reservation,
  type ReserveOutcome,
} from '../core/ledger/index.ts';
import { inputTokens } from '../core/task/index.ts';
import { entryOfRow, rowOfEntry } from './entryRow.ts';
import { type OpenDatabaseOptions, openDatabase } from './openDatabase.ts';
import { recoverRows } from './recoverRows.ts';
import { addToOutcomeRollUp, addToRollUp } from './rollUp.ts';
import { transaction } from './transaction.ts';

/** The ledger of the whole user, in one file, shared by all windows. Its calls block: it lives in a worker thread. */
export class SqliteLedger {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens the file, or makes it. Throws when it is damaged, or written by a later version of Farthing. */
  constructor(file: string, options?: OpenDatabaseOptions) {
    this.#database = openDatabase(file, options);
  }

  reserve(reservation: Reservation): ReserveOutcome {
    this.#run(
      `INSERT INTO reservation (id, task_id, endpoint, amount_nano_usd, made_at_ms, expires_at_ms)
       VALUES (:id, :taskId, :endpoint, :amountNanoUsd, :madeAtMs, :expiresAtMs)`,
      { ...reservation },
    );
    return { outcome: 'reserved' };
  }

  release(reservationId: string): void {
    this.#run('DELETE FROM reservation WHERE id = :reservationId', { reservationId });
  }

  settle(reservationId: string, entry: LedgerEntry): void {
    transaction(this.#database, () => {
      this.release(reservationId);
      const row = rowOfEntry(entry);
      const columns = Object.keys(row);
      const stored = this.#run(
        `INSERT INTO entry (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')}) ON CONFLICT (id) DO NOTHING`,
        row,
      );
      if (stored === 0) return;
      this.#run(addToRollUp, {
        local_day: entry.localDay,
        kind: entry.kind,
        tier: entry.tier,
        model: entry.model,
        attempts: 1,
        cost_nano_usd: entry.costNanoUsd ?? 0,
        unpriced_attempts: entry.costNanoUsd === undefined ? 1 : 0,
        input_tokens: inputTokens(entry.usage),
        output_tokens: entry.usage.output,
      });
    });
  }

  recordOutcome(event: OutcomeEvent): void {
    transaction(this.#database, () => {
      const stored = this.#run(
        `INSERT INTO outcome (id, task_id, type, at_ms, local_day, characters, is_inferred)
         VALUES (:id, :taskId, :type, :atMs, :localDay, :characters, :isInferred) ON CONFLICT (id) DO NOTHING`,
        { ...event, isInferred: event.isInferred ? 1 : 0 },
      );
      if (stored === 0) return;
      this.#run(addToOutcomeRollUp, { local_day: event.localDay, type: event.type, events: 1, characters: event.characters });
    });
  }

  daySummary(localDay: string): DaySummary {
    const [totals] = this.#rows(
      `SELECT sum(attempts) AS attempts, sum(cost_nano_usd) AS costNanoUsd, sum(unpriced_attempts) AS unpricedAttempts,
         sum(input_tokens) AS inputTokens, sum(output_tokens) AS outputTokens FROM roll_up WHERE local_day = :localDay`,
      { localDay },
    );
    const [accepted] = this.#rows(`SELECT events FROM outcome_roll_up WHERE local_day = :localDay AND type = 'accepted'`, { localDay });
    const present = Object.fromEntries(Object.entries(totals ?? {}).filter(([, value]) => value !== null));
    return { ...emptyDay(localDay), ...present, accepted: Number(accepted?.events ?? 0) };
  }

  recentEntries(count: number): readonly LedgerEntry[] {
    return this.#rows('SELECT * FROM entry ORDER BY started_at_ms DESC, rowid DESC LIMIT :count', { count }).map(entryOfRow);
  }

  /** Copies what is still readable of a damaged ledger into this one, and counts the entries. */
  recover(damagedFile: string): number {
    return recoverRows(this.#database, damagedFile);
  }

  close(): void {
    this.#database.close();
  }

  /** The number of rows changed. */
  #run(sql: string, values: Row): number {
    return Number(this.#statement(sql).run(values).changes);
  }

  #rows(sql: string, values: Row): Record<string, SQLOutputValue>[] {
    return this.#statement(sql).all(values);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

type Row = Record<string, string | number | null>;
