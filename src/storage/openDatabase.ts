import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LedgerError } from './ledgerProblem.ts';
import { migrate, versionOf } from './migrate.ts';
import { schema, schemaVersion } from './schema.ts';
import { Statements } from './statements.ts';
import { transaction } from './transaction.ts';

export interface OpenDatabaseOptions {
  /** So long does a statement wait for another process that writes. */
  readonly busyTimeoutMs?: number;
}

/** So many pages of 4 kB may the write-ahead log have before a call waits for them to be brought into the file. */
const longestLogPages = 4000;

/** The check reads the whole file. A bigger one is not looked through, and its damage shows when it is met. */
const checkedUpToBytes = 64 * 1024 * 1024;

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** The copy that was made of a file of an earlier layout before it was brought to this one. */
  readonly backup?: string;
  /** A later version wrote the file: nothing can be written, and who wants to is told so. */
  readonly laterVersion?: LedgerError;
}

/**
 * Opens the ledger's file, or makes it. One of an earlier version is brought to this one's layout, and a copy of it kept; one of a later
 * version is only read. Throws when the file is damaged.
 */
export function openDatabase(file: string, { busyTimeoutMs = 5000 }: OpenDatabaseOptions = {}): OpenedDatabase {
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    // Before anything is changed: a file of a later version is left as it is, damaged or not.
    const version = versionOf(database);
    if (version > schemaVersion) {
      database.close();
      return { database: openToRead(file, busyTimeoutMs), laterVersion: laterVersion(version) };
    }
    // With recursive triggers, INSERT OR REPLACE asks the triggers that forbid deleting.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA recursive_triggers = ON;');
    database.exec(`PRAGMA wal_autocheckpoint = ${longestLogPages}`);
    checkPages(database, file);
    if (version === 0) {
      // Taken before looking, so that two windows that start together do not both make the tables.
      transaction(new Statements(database), () => {
        if (versionOf(database) === 0) database.exec(schema);
      });
    }
    const backup = version > 0 && version < schemaVersion ? migrate(database, file) : undefined;
    return { database, ...(backup !== undefined && { backup }) };
  } catch (error) {
    if (database.isOpen) database.close();
    throw error;
  }
}

/**
 * Opens a file once more that another connection of this process has opened and looked through. It never waits for a lock, and leaves it to that other
 * connection to bring the write-ahead log into the file. Throws where the layout is not this version's.
 */
export function openBeside(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 0');
    const version = versionOf(database);
    if (version !== schemaVersion) throw new LedgerError('other', `the ledger is of layout ${version}`);
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA recursive_triggers = ON; PRAGMA wal_autocheckpoint = 0');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function openToRead(file: string, busyTimeoutMs: number): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  return database;
}

/** The sentence that everybody reads who meets such a file. */
export function laterVersion(version: number): LedgerError {
  const layouts = `layout ${version}, this one knows ${schemaVersion}`;
  return new LedgerError('newer-version', `the ledger was written by a later version of Farthing (${layouts}): update Farthing`);
}

function checkPages(database: DatabaseSync, file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > checkedUpToBytes) return;
  const found = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  // As SQLite says it when it comes upon it: SQLITE_CORRUPT.
  if (found !== 'ok') throw Object.assign(new Error(String(found)), { errcode: 11 });
}
