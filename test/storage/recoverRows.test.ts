import { afterEach, describe, expect, it } from 'vitest';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf, outcomeOf, reservationOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();
const opened: SqliteLedger[] = [];
afterEach(() => {
  for (const ledger of opened.splice(0)) ledger.close();
});

function openLedger(name: string): SqliteLedger {
  const ledger = new SqliteLedger(inFolder(name));
  opened.push(ledger);
  return ledger;
}

describe('What is readable of an old file', () => {
  it('is copied whole, and added to what was stored since', () => {
    const old = openLedger('old.sqlite');
    const ledger = openLedger('ledger.sqlite');
    for (const id of ['a', 'b']) old.settle('none', entryOf({ id }));
    old.recordOutcome(outcomeOf({ id: 'x' }));
    old.reserve(reservationOf('held'));
    ledger.settle('none', entryOf({ id: 'c' }));
    ledger.recordOutcome(outcomeOf({ id: 'y' }));
    const recovered = ledger.recover(inFolder('old.sqlite'));
    expect({ recovered, entries: ledger.recentEntries(5).map(({ id }) => id), day: ledger.daySummary('2026-11-05') }).toEqual({
      recovered: 2,
      entries: ['b', 'a', 'c'],
      day: {
        localDay: '2026-11-05',
        attempts: 3,
        costNanoUsd: 300_000,
        unpricedAttempts: 0,
        inputTokens: 126,
        outputTokens: 21,
        accepted: 2,
      },
    });
  });

  it('is nothing where there is no file', () => {
    expect(openLedger('ledger.sqlite').recover(inFolder('missing.sqlite'))).toBe(0);
  });
});
