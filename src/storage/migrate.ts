import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { digestStep } from './digest.ts';
import { whileLocked } from './lockFile.ts';
import { makeFile } from './makeFile.ts';
import { rebuildRollUps } from './rebuildTotals.ts';
import { columnsOfFifthLayout, columnsOfThirdLayout, fifthLayout, schema, schemaVersion } from './schema.ts';
import { Statements } from './statements.ts';
import { transaction } from './transaction.ts';

/** Whatever of the first layout has a name that the later ones use too, with its rows or without. */
const setAside = `
  DROP TRIGGER entry_keeps; DROP TRIGGER entry_stays; DROP TRIGGER outcome_keeps; DROP TRIGGER outcome_stays;
  DROP INDEX entry_by_time; DROP INDEX entry_by_task; DROP INDEX outcome_by_task;
  DROP TABLE reservation; DROP TABLE roll_up;
  ALTER TABLE entry RENAME TO entry_v1; ALTER TABLE outcome RENAME TO outcome_v1; ALTER TABLE outcome_roll_up RENAME TO outcome_roll_up_v1;`;

/**
 * From an earlier layout to this one, or not at all. The file as it was stays beside it: answers with the name of that copy, unless another
 * window was faster. Of such copies the newest three are kept.
 */
export function migrate(database: DatabaseSync, file: string): string | undefined {
  return whileLocked(`${file}.migrating`, () => {
    const version = versionOf(database);
    if (version >= schemaVersion) return undefined;
    const copy = `${file}.v${version}.backup`;
    keepCopy(database, copy);
    transaction(new Statements(database), () => {
      if (versionOf(database) === 1) rebuild(database);
      if (versionOf(database) === 2) addColumns(database);
      // The fourth layout had another index only.
      if (versionOf(database) === 3 || versionOf(database) === 4) tellTotalsApart(database);
    });
    dropOldCopies(file, copy);
    return copy;
  });
}

/** A window of the version before that is still open goes on writing: it does not name the new columns, and they may be empty. */
function addColumns(database: DatabaseSync): void {
  for (const column of columnsOfThirdLayout) database.exec(`ALTER TABLE entry ADD COLUMN ${column}`);
  database.exec('PRAGMA user_version = 3');
}

/**
 * A window of the version before goes on with this one too: it names all columns that it writes, and what it holds and adds counts in limits of
 * everything and of kinds.
 */
function tellTotalsApart(database: DatabaseSync): void {
  for (const column of columnsOfFifthLayout) database.exec(`ALTER TABLE entry ADD COLUMN ${column}`);
  database.exec(`
    DROP TRIGGER entry_stays; DROP TRIGGER outcome_stays;
    ALTER TABLE reservation RENAME TO reservation_v4; ALTER TABLE roll_up RENAME TO roll_up_v4;
    ${fifthLayout}
    INSERT INTO reservation
      SELECT id, amount_nano_usd, made_at_ms, expires_at_ms, kind, local_day, estimate, 0, estimate ->> '$.origin.workspace',
        estimate ->> '$.model', estimate ->> '$.tier', estimate ->> '$.provider', estimate ->> '$.taskId', estimate ->> '$.sessionId'
      FROM reservation_v4 ORDER BY rowid;`);
  rebuildRollUps(database, 'roll_up_v4');
  digestStep(new Statements(database), Number.MAX_SAFE_INTEGER);
  database.exec('DROP TABLE reservation_v4; DROP TABLE roll_up_v4; PRAGMA user_version = 5;');
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
  rebuildRollUps(database, undefined);
  digestStep(new Statements(database), Number.MAX_SAFE_INTEGER);
}

const keptCopies = 3;

function dropOldCopies(file: string, newest: string): void {
  const folder = path.dirname(file);
  const prefix = `${path.basename(file)}.v`;
  const copies = readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && /^\d+\.backup$/.test(name.slice(prefix.length)))
    .map((name) => path.join(folder, name))
    .filter((copy) => copy !== newest)
    .map((copy) => ({ copy, madeAtMs: statSync(copy).mtimeMs }))
    .toSorted((a, b) => b.madeAtMs - a.madeAtMs);
  for (const { copy } of copies.slice(keptCopies - 1)) rmSync(copy, { force: true });
}

/** Whole, with what is still in the write-ahead log; under its name only once it is complete. */
export function keepCopy(database: DatabaseSync, copy: string): void {
  const partial = `${copy}.partial`;
  rmSync(partial, { force: true });
  // Readable for the user alone, which SQLite would not see to.
  makeFile(partial);
  try {
    database.prepare('VACUUM INTO :partial').run({ partial });
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}
