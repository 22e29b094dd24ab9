import { renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { entryOfRow } from './entryRow.ts';
import { whileLocked } from './lockFile.ts';
import { makeFile } from './makeFile.ts';
import { addToRollUp, rollUpOfEntry, totalsInOrder } from './rollUp.ts';
import { columnsOfThirdLayout, schema, schemaVersion, tableOfFourthLayout } from './schema.ts';
import { Statements } from './statements.ts';
import { transaction } from './transaction.ts';

/** Whatever of the first layout has a name that the later ones use too, with its rows or without. */
const setAside = `
  DROP TRIGGER entry_keeps; DROP TRIGGER entry_stays; DROP TRIGGER outcome_keeps; DROP TRIGGER outcome_stays;
  DROP INDEX entry_by_time; DROP INDEX entry_by_task; DROP INDEX outcome_by_task;
  DROP TABLE reservation; DROP TABLE roll_up;
  ALTER TABLE entry RENAME TO entry_v1; ALTER TABLE outcome RENAME TO outcome_v1; ALTER TABLE outcome_roll_up RENAME TO outcome_roll_up_v1;`;

/** From an earlier layout to this one. The file as it was stays beside it. */
export function migrate(database: DatabaseSync, file: string): void {
  whileLocked(`${file}.migrating`, () => {
    const version = versionOf(database);
    if (version >= schemaVersion) return;
    keepCopy(database, `${file}.v${version}.backup`);
    transaction(new Statements(database), () => {
      if (versionOf(database) === 1) rebuild(database);
      if (versionOf(database) === 2) addColumns(database);
      if (versionOf(database) === 3) dropReservationIndex(database);
    });
  });
}

/** A window of the version before that is still open goes on writing: it does not name the new columns, and they may be empty. */
function addColumns(database: DatabaseSync): void {
  for (const column of columnsOfThirdLayout) database.exec(`ALTER TABLE entry ADD COLUMN ${column}`);
  database.exec('PRAGMA user_version = 3');
}

/** A window of the version before goes on with this one too: it names the columns, and its reservations have ids of their own anyway. */
function dropReservationIndex(database: DatabaseSync): void {
  database.exec(`
    ALTER TABLE reservation RENAME TO reservation_v3;
    ${tableOfFourthLayout}
    INSERT INTO reservation SELECT * FROM reservation_v3 ORDER BY rowid;
    DROP TABLE reservation_v3;
    PRAGMA user_version = 4;`);
}

/**
 * From the first layout. Nothing paid was asked for in those days, so that its reservations, all of nothing, are let go, and what an entry
 * cost is what counts.
 */
function rebuild(database: DatabaseSync): void {
  database.exec(setAside);
  database.exec(schema);
  const columns = database.prepare("SELECT group_concat(name, ', ') AS names FROM pragma_table_info('entry_v1')").get()?.names;
  database.exec(`
    INSERT INTO entry (${columns}, counted_nano_usd) SELECT ${columns}, coalesce(cost_nano_usd, 0) FROM entry_v1 ORDER BY rowid;
    INSERT INTO outcome SELECT * FROM outcome_v1 ORDER BY rowid;
    INSERT INTO outcome_roll_up SELECT * FROM outcome_roll_up_v1;
    DROP TABLE entry_v1; DROP TABLE outcome_v1; DROP TABLE outcome_roll_up_v1;`);
  const statements = new Statements(database);
  for (const row of database.prepare('SELECT * FROM entry').iterate())
    addToRollUp(statements, totalsInOrder(rollUpOfEntry(entryOfRow(row))));
}

/** Whole, with what is still in the write-ahead log; under its name only once it is complete. */
function keepCopy(database: DatabaseSync, copy: string): void {
  const partial = `${copy}.partial`;
  rmSync(partial, { force: true });
  // Readable for the user alone, which SQLite would not see to.
  makeFile(partial);
  database.prepare('VACUUM INTO :partial').run({ partial });
  renameSync(partial, copy);
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}
