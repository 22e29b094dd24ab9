import type { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/storage/openDatabase.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf, outcomeOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();
const opened: DatabaseSync[] = [];
afterEach(() => {
  for (const database of opened.splice(0)) database.close();
});

function open(): DatabaseSync {
  const { database } = openDatabase(inFolder('ledger.sqlite'));
  opened.push(database);
  return database;
}

describe('The ledger’s connection', () => {
  it.each(['entry', 'outcome', 'allowance'])('lets no stored %s be replaced', (table) => {
    const ledger = new SqliteLedger(inFolder('ledger.sqlite'));
    ledger.settle('none', entryOf());
    ledger.recordOutcome(outcomeOf());
    ledger.allowMore({ id: 'a', budgetId: 'day', amount: 1, atMs: 0, localDay: '2026-11-05' });
    ledger.close();
    expect(() => open().exec(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow('append-only');
  });
});
