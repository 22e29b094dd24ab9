import type { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/storage/openDatabase.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf, outcomeOf, reservationOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();
const opened: DatabaseSync[] = [];
afterEach(() => {
  for (const database of opened.splice(0)) database.close();
});

function open(nowMs: number): DatabaseSync {
  const database = openDatabase(inFolder('ledger.sqlite'), { nowMs });
  opened.push(database);
  return database;
}

describe('The ledger’s connection', () => {
  it('drops reservations whose time has passed, and no others', () => {
    const ledger = new SqliteLedger(inFolder('ledger.sqlite'));
    for (const [id, expiresAtMs] of [
      ['gone', 999],
      ['just', 1000],
      ['held', 2000],
    ] as const)
      ledger.reserve({ ...reservationOf(id), expiresAtMs });
    ledger.close();
    const left = open(1000).prepare('SELECT id FROM reservation ORDER BY id').all();
    expect(left.map(({ id }) => id)).toEqual(['held', 'just']);
  });

  it.each(['entry', 'outcome'])('lets no stored %s be replaced', (table) => {
    const ledger = new SqliteLedger(inFolder('ledger.sqlite'));
    ledger.settle('none', entryOf());
    ledger.recordOutcome(outcomeOf());
    ledger.close();
    expect(() => open(0).exec(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow('append-only');
  });
});
