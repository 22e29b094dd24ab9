import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
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
import { schema, schemaVersion } from './schema.ts';

/** The ledger of the whole user, in one file, shared by all windows. Its calls block: it lives in a worker thread. */
export class SqliteLedger {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens the file, or makes it. Throws when it is damaged, or written by a later version of Farthing. */
  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    try {
      this.#prepareFile();
    } catch (error) {
      this.#database.close();
      throw error;
    }
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
    this.#transaction(() => {
      this.release(reservationId);
      const row = rowOfEntry(entry);
      const columns = Object.keys(row);
      const stored = this.#run(
        `INSERT INTO entry (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')}) ON CONFLICT (id) DO NOTHING`,
        row,
      );
      if (stored === 0) return;
      this.#run(
        `INSERT INTO roll_up (local_day, kind, tier, model, attempts, cost_nano_usd, unpriced_attempts, input_tokens, output_tokens)
         VALUES (:local_day, :kind, :tier, :model, 1, :cost, :unpriced, :input, :output)
         ON CONFLICT DO UPDATE SET attempts = attempts + 1, cost_nano_usd = cost_nano_usd + excluded.cost_nano_usd,
           unpriced_attempts = unpriced_attempts + excluded.unpriced_attempts, input_tokens = input_tokens + excluded.input_tokens,
           output_tokens = output_tokens + excluded.output_tokens`,
        {
          local_day: entry.localDay,
          kind: entry.kind,
          tier: entry.tier,
          model: entry.model,
          cost: entry.costNanoUsd ?? 0,
          unpriced: entry.costNanoUsd === undefined ? 1 : 0,
          input: inputTokens(entry.usage),
          output: entry.usage.output,
        },
      );
    });
  }

  recordOutcome(event: OutcomeEvent): void {
    this.#transaction(() => {
      const stored = this.#run(
        `INSERT INTO outcome (id, task_id, type, at_ms, local_day, characters, is_inferred)
         VALUES (:id, :taskId, :type, :atMs, :localDay, :characters, :isInferred) ON CONFLICT (id) DO NOTHING`,
        { ...event, isInferred: event.isInferred ? 1 : 0 },
      );
      if (stored === 0) return;
      this.#run(
        `INSERT INTO outcome_roll_up (local_day, type, events, characters) VALUES (:localDay, :type, 1, :characters)
         ON CONFLICT DO UPDATE SET events = events + 1, characters = characters + excluded.characters`,
        { localDay: event.localDay, type: event.type, characters: event.characters },
      );
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

  close(): void {
    this.#database.close();
  }

  #prepareFile(): void {
    this.#database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    // Taken before looking, so that two windows that start together do not both make the tables.
    this.#transaction(() => {
      const version = Number(this.#rows('PRAGMA user_version', {})[0]?.user_version);
      if (version > schemaVersion)
        throw new Error(`the ledger was written by a later version of Farthing (layout ${version}, this one knows ${schemaVersion})`);
      if (version === 0) this.#database.exec(schema);
    });
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
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
