import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { checkFileOfLedger } from '../../src/storage/ledgerCare.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf, estimateOf, outcomeOf, reservationOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';
import { makeFirstLayout } from './fixtures/firstLayout.ts';
import { makeFourthLayout } from './fixtures/fourthLayout.ts';
import { makeSecondLayout } from './fixtures/secondLayout.ts';

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

/** What happens to a file behind the ledger's back. */
function spoil(name: string, sql: string): void {
  const database = new DatabaseSync(inFolder(name));
  database.exec(sql);
  database.close();
}

const today = '2026-11-05';
const dayLimit = { budgetId: 'day', unit: 'nano-usd' as const, limit: 1_000_000, fromDay: today };

describe('What is readable of an old file', () => {
  it('is copied whole, and added to what was stored since', () => {
    const old = openLedger('old.sqlite');
    const ledger = openLedger('ledger.sqlite');
    for (const id of ['a', 'b']) old.settle('none', entryOf({ id }));
    old.recordOutcome(outcomeOf({ id: 'x' }));
    ledger.settle('none', entryOf({ id: 'c' }));
    ledger.recordOutcome(outcomeOf({ id: 'y' }));
    const recovered = ledger.recover(inFolder('old.sqlite'));
    expect({ recovered, entries: ledger.recentEntries(5).map(({ id }) => id), day: ledger.daySummary(today) }).toEqual({
      recovered: 2,
      entries: ['b', 'a', 'c'],
      day: {
        localDay: today,
        attempts: 3,
        costNanoUsd: 300_000,
        unpricedAttempts: 0,
        estimatedAttempts: 0,
        inputTokens: 126,
        outputTokens: 21,
        accepted: 2,
      },
    });
  });

  it('keeps what was allowed, said once and learned', () => {
    const old = openLedger('old.sqlite');
    const ledger = openLedger('ledger.sqlite');
    old.allowMore({ id: 'more', budgetId: 'day', amount: 5, atMs: 0, localDay: today });
    old.claimNotice('day-80', 0);
    old.learnTokens({ endpoint: 'cloud', model: 'm', fileType: '', bytes: 2000, o200kTokens: 500, framingTokens: 0, inputTokens: 600 });
    ledger.recover(inFolder('old.sqlite'));
    expect([ledger.limitStates([dayLimit]), ledger.claimNotice('day-80', 1), ledger.learnedRatios()]).toEqual([
      [{ budgetId: 'day', unit: 'nano-usd' as const, limit: 1_000_005, spent: 0, reserved: 0 }],
      false,
      [{ endpoint: 'cloud', model: 'm', fileType: '', ratio: 1.2, samples: 1, highestTokensPerByte: 0.3 }],
    ]);
  });

  it('books a reservation at its estimate, which its settlement then corrects', () => {
    openLedger('old.sqlite').reserve(reservationOf('held'), []);
    const ledger = openLedger('ledger.sqlite');
    const recovered = ledger.recover(inFolder('old.sqlite'));
    const estimate = ledger.recentEntries(5);
    ledger.settle('held', entryOf({ id: 'real' }));
    expect([recovered, estimate, ledger.recentEntries(5), ledger.limitStates([dayLimit])[0]?.spent]).toEqual([
      0,
      [estimateOf('held')],
      [entryOf({ id: 'real' })],
      100_000,
    ]);
  });

  it('still counts the cost of entries that are lost, where the totals are not', () => {
    const old = openLedger('old.sqlite');
    for (const id of ['a', 'b']) old.settle('none', entryOf({ id }));
    spoil('old.sqlite', 'DROP TABLE entry');
    const ledger = openLedger('ledger.sqlite');
    expect([ledger.recover(inFolder('old.sqlite')), ledger.limitStates([dayLimit])[0]?.spent]).toEqual([0, 200_000]);
  });

  it('sums the entries anew where the totals are lost, corrected estimates left out', () => {
    const old = openLedger('old.sqlite');
    old.settle('none', entryOf({ id: 'a' }));
    old.reserve(reservationOf('r', { expiresAtMs: 1 }), []);
    old.settleExpired(2);
    old.settle('r', entryOf({ id: 'b', kind: 'chat' }));
    const before = old.rollUps(today, today);
    spoil('old.sqlite', 'DROP TABLE roll_up');
    const ledger = openLedger('ledger.sqlite');
    expect([ledger.recover(inFolder('old.sqlite')), ledger.rollUps(today, today)]).toEqual([3, before]);
  });

  it('leaves out what is no entry any more', () => {
    const old = openLedger('old.sqlite');
    for (const id of ['a', 'b', 'c']) old.settle('none', entryOf({ id }));
    spoil('old.sqlite', `DROP TRIGGER entry_keeps; UPDATE entry SET decision = '{"rule' WHERE id = 'b'`);
    const ledger = openLedger('ledger.sqlite');
    expect([ledger.recover(inFolder('old.sqlite')), ledger.recentEntries(5).map(({ id }) => id)]).toEqual([2, ['c', 'a']]);
  });

  it('may be of the first layout', () => {
    makeFirstLayout(inFolder('old.sqlite'), ['a', 'b']);
    const ledger = openLedger('ledger.sqlite');
    expect([ledger.recover(inFolder('old.sqlite')), ledger.daySummary(today), ledger.limitStates([dayLimit])]).toMatchObject([
      2,
      { attempts: 2, costNanoUsd: 200_000 },
      [{ spent: 200_000 }],
    ]);
  });

  it('may be of the second layout', () => {
    makeSecondLayout(inFolder('old.sqlite'), ['a', 'b']);
    const ledger = openLedger('ledger.sqlite');
    const recovered = ledger.recover(inFolder('old.sqlite'));
    expect([recovered, ledger.recentEntries(1), ledger.limitStates([dayLimit])]).toMatchObject([
      2,
      [{ id: 'b', model: 'sonnet', finish: 'stop' }],
      [{ spent: 200_700, reserved: 0 }],
    ]);
  });

  it.each([
    ['entries', 'DROP TABLE entry', 3],
    ['totals', 'DROP TABLE roll_up', 0],
    ['an entry', `DROP TRIGGER entry_keeps; UPDATE entry SET decision = '{"rule' WHERE id = 'b'`, 1],
    ['nothing', 'DROP TABLE hour_total', 0],
  ])('makes a sound ledger, also where %s are lost, which is known of those days', (_what, sql, incompleteDays) => {
    const old = openLedger('old.sqlite');
    const days = ['2026-11-03', '2026-11-04', '2026-11-05'];
    for (const localDay of days) old.settle('none', entryOf({ id: localDay, localDay, taskId: localDay }));
    old.settle('none', entryOf({ id: 'b', taskId: 'b' }));
    for (const localDay of days) old.recordOutcome(outcomeOf({ id: localDay, localDay, taskId: localDay }));
    spoil('old.sqlite', sql);
    const ledger = openLedger('ledger.sqlite');
    ledger.recover(inFolder('old.sqlite'));
    ledger.hourTotals('2026-11-01', '2026-11-30');
    const file = new DatabaseSync(inFolder('ledger.sqlite'));
    const incomplete = file.prepare('SELECT count(*) AS days FROM incomplete_day').get();
    file.close();
    expect([checkFileOfLedger(inFolder('ledger.sqlite')).findings, incomplete]).toEqual([[], { days: incompleteDays }]);
  });

  it('may be of the fourth layout', () => {
    makeFourthLayout(inFolder('old.sqlite'));
    const ledger = openLedger('ledger.sqlite');
    const recovered = ledger.recover(inFolder('old.sqlite'));
    const spent = ledger.limitStates([{ ...dayLimit, fromDay: '2026-11-01' }])[0]?.spent;
    // The five, and the worst case that was held becomes one.
    expect([recovered, spent, checkFileOfLedger(inFolder('ledger.sqlite')).findings]).toEqual([5, 800_700, []]);
  });

  it('is nothing where there is no file', () => {
    expect(openLedger('ledger.sqlite').recover(inFolder('missing.sqlite'))).toBe(0);
  });
});
