import type { Statements } from './statements.ts';

/** Whether other connections, of this process or another, have written to the file. */
export class ForeignWrites {
  readonly #statements: Statements;
  #dataVersion: unknown;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Whether there were any since this was last asked; the first time there were. */
  areNew(): boolean {
    const before = this.#dataVersion;
    this.#dataVersion = this.#statements.row('PRAGMA data_version')?.data_version;
    return this.#dataVersion !== before;
  }
}
