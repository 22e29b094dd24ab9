import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { entryOfRow } from './entryRow.ts';
import { notCorrected } from './entryTable.ts';
import { isAboutValues } from './ledgerProblem.ts';
import { bookEstimate } from './reservationTable.ts';
import { addToOutcomeRollUp, addToRollUp, rollUpGroup, rollUpOfEntry, totalsInOrder } from './rollUp.ts';
import { type Row, Statements, type Values } from './statements.ts';
import { transaction } from './transaction.ts';

/**
 * Copies what is still readable of a damaged ledger of this layout or an earlier one, all or nothing where the disk does not take it: tables
 * with ids from both ends up to the first unreadable row. Totals are copied too, because limits are held by them although entries are lost;
 * those that are unreadable are summed anew from the entries. They are added to those that another window may have begun. Reservations
 * become their estimates. Returns the number of entries.
 */
export function recoverRows(target: DatabaseSync, damagedFile: string): number {
  let entries = 0;
  let source: DatabaseSync | undefined;
  try {
    source = new DatabaseSync(damagedFile, { readOnly: true });
    const recovery = new Recovery(source, target);
    transaction(new Statements(target), () => {
      entries = recovery.run();
    });
    return entries;
  } catch {
    // The new ledger must go on without the old rows; the damaged file stays where it was moved to.
    return 0;
  } finally {
    source?.close();
  }
}

class Recovery {
  readonly #source: DatabaseSync;
  readonly #target: DatabaseSync;
  readonly #statements: Statements;

  constructor(source: DatabaseSync, target: DatabaseSync) {
    this.#source = source;
    this.#target = target;
    this.#statements = new Statements(target);
  }

  run(): number {
    const entries = this.#copyEntries();
    for (const table of ['outcome', 'allowance', 'notice', 'learned_ratio']) this.#copyTable(table);
    this.#readEach('SELECT * FROM outcome_roll_up', (row) => this.#statements.run(addToOutcomeRollUp, row as Values));
    for (const totals of this.#totals(entries).values()) addToRollUp(this.#statements, totalsInOrder(totals));
    this.#readEach('SELECT * FROM reservation', (row) => {
      if (typeof row.estimate === 'string') bookEstimate(this.#statements, row);
    });
    this.#target.exec(markIncompleteDays);
    return entries.length;
  }

  #copyEntries(): readonly Row[] {
    const copied: Row[] = [];
    this.#copyTable('entry', (row) => copied.push(row));
    return copied;
  }

  /** By group: as they were stored where they are readable, else what the entries make. */
  #totals(entries: readonly Row[]): ReadonlyMap<string, Values> {
    const corrected = new Set(entries.map(({ corrects }) => corrects));
    const totals = new Map<string, Values>();
    for (const row of entries) {
      if (corrected.has(row.id ?? null)) continue;
      const more = rollUpOfEntry(entryOfRow(row));
      const known = totals.get(groupOf(more));
      totals.set(groupOf(more), known ? summed(known, more) : more);
    }
    this.#readEach('SELECT * FROM roll_up', (row) => {
      // In the first layout they were of fewer columns.
      if (!('counted_nano_usd' in row)) return;
      // Before the fifth, of fewer groups.
      if (!('provider' in row)) for (const key of keysOfCoarse(totals, row)) totals.delete(key);
      const complete = { ...noneOfFourthLayout, ...row } as Values;
      totals.set(groupOf(complete), complete);
    });
    return totals;
  }

  #copyTable(table: string, onCopied: (row: Row) => void = () => undefined): void {
    let insert: StatementSync | undefined;
    const copy = (found: Row): void => {
      const row = table === 'entry' ? soundEntry(found) : found;
      insert ??= this.#target.prepare(insertOnce(table, row));
      if (insert.run(row).changes > 0) onCopied(row);
    };
    const order = table === 'notice' || table === 'learned_ratio' ? '1' : 'rowid';
    for (const direction of ['ASC', 'DESC']) this.#readEach(`SELECT * FROM ${table} ORDER BY ${order} ${direction}`, copy);
  }

  #readEach(query: string, take: (row: Row) => void): void {
    const rows = this.#iterator(query);
    for (let row = next(rows); row; row = next(rows)) {
      try {
        take(row);
      } catch (error) {
        // What was read is not what was once written.
        if (!isAboutValues(error)) throw error;
      }
    }
  }

  #iterator(query: string): Iterator<Row> | undefined {
    try {
      return this.#source.prepare(query).iterate();
    } catch {
      // The table is unreadable, or not there: an earlier layout.
      return undefined;
    }
  }
}

/** Undefined at the end, and where nothing more can be read. */
function next(rows: Iterator<Row> | undefined): Row | undefined {
  try {
    const { done, value } = rows?.next() ?? { done: true };
    return done ? undefined : value;
  } catch {
    return undefined;
  }
}

/** In this layout. Throws where it cannot be read as an entry, because it would stand in the way of all others. */
function soundEntry(found: Row): Row {
  const row = inThisLayout(found);
  entryOfRow(row);
  return row;
}

function inThisLayout(row: Row): Row {
  return {
    reasoning_tokens: null,
    energy_wh: null,
    list_price_nano_usd: null,
    billing_report: null,
    reservation_id: null,
    corrects: null,
    effort: null,
    service_tier: null,
    precision: null,
    session_id: null,
    expected_cache_read: null,
    cache_miss: null,
    hour: null,
    cache_saved_nano_usd: null,
    baseline_model: null,
    baseline_endpoint: null,
    baseline_nano_usd: null,
    prompt: null,
    counted_nano_usd: row.cost_nano_usd ?? 0,
    ...row,
  };
}

const noneOfFourthLayout = {
  provider: '',
  workspace: '',
  language: '',
  cache_write_tokens: 0,
  cache_saved_nano_usd: 0,
  baseline_nano_usd: 0,
};

const markIncompleteDays = `
  INSERT OR IGNORE INTO incomplete_day
  SELECT local_day FROM roll_up GROUP BY local_day
  HAVING sum(attempts) <> (SELECT count(*) FROM entry WHERE entry.local_day = roll_up.local_day AND ${notCorrected})`;

/** Of the totals that entries made, those that a total of the fourth layout is of. */
function keysOfCoarse(totals: ReadonlyMap<string, Values>, row: Row): readonly string[] {
  const columns = ['local_day', 'kind', 'tier', 'model', 'endpoint', 'billing'];
  return [...totals].filter(([, known]) => columns.every((column) => known[column] === row[column])).map(([key]) => key);
}

function groupOf(row: Values): string {
  return JSON.stringify(rollUpGroup.map((column) => row[column]));
}

function summed(known: Values, more: Values): Values {
  return Object.fromEntries(
    Object.entries(known).map(([column, value]) => [column, typeof value === 'number' ? value + Number(more[column]) : value]),
  );
}

function insertOnce(table: string, row: Row): string {
  const columns = Object.keys(row);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')}) ON CONFLICT DO NOTHING`;
}
