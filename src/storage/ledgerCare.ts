import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { checkLedger, countEntries, type LedgerFinding } from './checkLedger.ts';
import { digestStep } from './digest.ts';
import { keepCopy, versionOf } from './migrate.ts';
import { openDatabase } from './openDatabase.ts';
import { checkLayout } from './readLedger.ts';
import { removeStep } from './removeEntries.ts';
import { Statements } from './statements.ts';
import { transaction } from './transaction.ts';

const busyTimeoutMs = 10_000;

export interface CheckedLedger {
  readonly entries: number;
  readonly findings: readonly LedgerFinding[];
}

/** Reads the whole file and changes nothing. Throws where it is damaged too much for that, or of another layout. */
export function checkFileOfLedger(file: string): CheckedLedger {
  return reading(file, (database) => {
    checkLayout(versionOf(database));
    // Of one moment, whoever writes meanwhile.
    database.exec('BEGIN');
    return { findings: checkLedger(database), entries: countEntries(database) };
  });
}

/** A whole copy, of any layout, with what is still in the write-ahead log; there only once it is complete and sound. */
export function backUpLedger(file: string, copy: string): { readonly bytes: number } {
  reading(file, (database) => {
    // Which says so where the file is no ledger.
    versionOf(database);
    keepCopy(database, copy);
  });
  return { bytes: statSync(copy).size };
}

export type CompactedLedger =
  | { readonly outcome: 'done'; readonly removedEntries: number; readonly bytesBefore: number; readonly bytesAfter: number }
  /** So many requests are under way, and would wait too long for their entries. */
  | { readonly outcome: 'in-use'; readonly requests: number };

/**
 * Removes the entries from before that day, and gives the room of what is gone back to the disk. While that lasts, nobody else can write;
 * it waits for whoever writes, and throws `locked` when that takes too long. Whatever fails leaves the file as it was, but for
 * entries that were removed.
 */
export function compactLedger(file: string, keptFromDay: string | undefined, nowMs: number): CompactedLedger {
  reading(file, (database) => checkLayout(versionOf(database)));
  const { database } = openDatabase(file, { busyTimeoutMs });
  try {
    const statements = new Statements(database);
    const requests = Number(statements.row('SELECT count(*) AS requests FROM reservation WHERE expires_at_ms >= ?', [nowMs])?.requests);
    if (requests > 0) return { outcome: 'in-use', requests };
    const bytesBefore = statSync(file).size;
    const before = countEntries(database);
    const step = keptFromDay === undefined ? digestStep : (within: Statements) => removeStep(within, keptFromDay);
    while (transaction(statements, () => step(statements)));
    database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE);');
    return { outcome: 'done', removedEntries: before - countEntries(database), bytesBefore, bytesAfter: statSync(file).size };
  } finally {
    database.close();
  }
}

function reading<Value>(file: string, read: (database: DatabaseSync) => Value): Value {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    return read(database);
  } finally {
    database.close();
  }
}
