import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';

/** Values by their names, and a row by its columns'. */
export type Values = Readonly<Record<string, string | number | null>>;
export type Row = Record<string, SQLOutputValue>;

/** A connection whose statements are prepared once. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The number of rows changed. */
  run(sql: string, values: Values): number {
    return Number(this.#statement(sql).run(values).changes);
  }

  rows(sql: string, values: Values = {}): Row[] {
    return this.#statement(sql).all(values);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
