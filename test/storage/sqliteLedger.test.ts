import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { emptyDay, type LedgerEntry } from '../../src/core/ledger/index.ts';
import { inputTokens } from '../../src/core/task/index.ts';
import { schemaVersion } from '../../src/storage/schema.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { anyEntries, entryOf, estimateOf, outcomeOf, reservationOf, without } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();
const opened: { close(): void }[] = [];
afterEach(() => {
  for (const closable of opened.splice(0)) closable.close();
});

function openLedger(file = ':memory:'): SqliteLedger {
  const ledger = new SqliteLedger(file);
  opened.push(ledger);
  return ledger;
}

/** The file itself, behind the ledger's back. */
function openFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  opened.push(database);
  return database;
}

describe('An entry', () => {
  it.each([
    [
      'with everything',
      entryOf({
        errorReason: 'overloaded',
        finish: 'error',
        reasoningTokens: 3,
        energyWh: 0.0125,
        listPriceNanoUsd: 120_000,
        countedNanoUsd: 130_000,
        billingReport: { serviceTier: 'flex', inferenceGeo: 'us', speed: 'fast', chargedNanoUsd: 100_000 },
      }),
    ],
    ['with the least', without(entryOf({ origin: { trigger: 'invoke' } }), 'firstTokenMs', 'timings', 'costNanoUsd')],
    [
      'with words of any kind',
      entryOf({ model: "o'brien \u0000 漢字 😀", decision: { ...entryOf().decision, reason: '"; DROP TABLE entry; --' } }),
    ],
    ['of a long and dear attempt', entryOf({ costNanoUsd: 9_000_000_000_000_000, durationMs: 86_400_000 })],
  ])('%s comes back as it was stored', (_what, entry) => {
    const ledger = openLedger();
    ledger.settle('none', entry);
    expect(ledger.recentEntries(10)).toEqual([entry]);
  });

  it('is stored to the millisecond', () => {
    const ledger = openLedger();
    ledger.settle('none', entryOf({ startedAtMs: 1000.4, firstTokenMs: 12.5, durationMs: 33.6 }));
    expect(ledger.recentEntries(1)).toMatchObject([{ startedAtMs: 1000, firstTokenMs: 13, durationMs: 34 }]);
  });

  it('is never stored twice, and never counted twice', () => {
    const ledger = openLedger();
    for (let time = 0; time < 3; time += 1) ledger.settle('none', entryOf());
    expect({ entries: ledger.recentEntries(10).length, attempts: ledger.daySummary('2026-11-05').attempts }).toEqual({
      entries: 1,
      attempts: 1,
    });
  });

  it('comes newest first, and of one moment the last stored first', () => {
    const ledger = openLedger();
    for (const [id, startedAtMs] of [
      ['b', 2],
      ['a', 1],
      ['d', 3],
      ['e', 3],
      ['c', 2],
    ] as const)
      ledger.settle('none', entryOf({ id, startedAtMs }));
    expect(ledger.recentEntries(4).map(({ id }) => id)).toEqual(['e', 'd', 'c', 'b']);
  });
});

describe('A day', () => {
  it('without entries is all zero', () => {
    expect(openLedger().daySummary('2026-11-05')).toEqual(emptyDay('2026-11-05'));
  });

  it('sums its attempts, tells unpriced ones apart, and counts answers of which something was accepted', () => {
    const ledger = openLedger();
    ledger.settle('none', entryOf({ id: 'a' }));
    ledger.settle('none', without(entryOf({ id: 'b', kind: 'chat', model: 'mystery' }), 'costNanoUsd'));
    ledger.settle('none', entryOf({ id: 'c', localDay: '2026-11-06' }));
    ledger.recordOutcome(outcomeOf({ id: 'x' }));
    ledger.recordOutcome(outcomeOf({ id: 'x' }));
    ledger.recordOutcome(outcomeOf({ id: 'next word' }));
    ledger.recordOutcome(outcomeOf({ id: 'y', taskId: 'task-2' }));
    ledger.recordOutcome(outcomeOf({ id: 'z', type: 'rejected', isInferred: true }));
    ledger.recordOutcome(outcomeOf({ id: 'w', localDay: '2026-11-06' }));
    expect(ledger.daySummary('2026-11-05')).toEqual({
      localDay: '2026-11-05',
      attempts: 2,
      costNanoUsd: 100_000,
      unpricedAttempts: 1,
      estimatedAttempts: 0,
      inputTokens: 84,
      outputTokens: 14,
      accepted: 2,
    });
  });

  it('is the sum of its entries, whatever they are and however often they are told', () => {
    fc.assert(
      fc.property(anyEntries, fc.array(fc.nat(29)), (entries, repeats) => {
        const ledger = openLedger();
        const again = repeats.flatMap((index) => entries[index] ?? []);
        for (const entry of [...entries, ...again]) ledger.settle('none', entry);
        for (const day of ['2026-11-04', '2026-11-05', '2026-11-06']) {
          expect(ledger.daySummary(day)).toEqual(summed(day, entries));
        }
        const newestFirst = entries.toReversed().toSorted((a, b) => b.startedAtMs - a.startedAtMs);
        expect(ledger.recentEntries(100)).toEqual(newestFirst);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 50) },
    );
  });

  const summed = (day: string, entries: readonly LedgerEntry[]) => {
    const ofDay = entries.filter(({ localDay }) => localDay === day);
    const sum = (of: (entry: LedgerEntry) => number): number => ofDay.reduce((total, entry) => total + of(entry), 0);
    return {
      localDay: day,
      attempts: ofDay.length,
      costNanoUsd: sum(({ costNanoUsd }) => costNanoUsd ?? 0),
      unpricedAttempts: ofDay.filter(({ costNanoUsd }) => costNanoUsd === undefined).length,
      estimatedAttempts: ofDay.filter(({ isEstimate }) => isEstimate).length,
      inputTokens: sum(({ usage }) => inputTokens(usage)),
      outputTokens: sum(({ usage }) => usage.output),
      accepted: 0,
    };
  };
});

describe('A reservation', () => {
  it('is held until it is settled or given back', () => {
    const file = inFolder('ledger.sqlite');
    const ledger = openLedger(file);
    const held = () =>
      openFile(file)
        .prepare('SELECT id FROM reservation ORDER BY id')
        .all()
        .map(({ id }) => id);
    for (const id of ['a', 'b', 'c']) ledger.reserve(reservationOf(id), []);
    const before = held();
    ledger.settle('a', entryOf());
    ledger.release('b');
    expect([before, held()]).toEqual([['a', 'b', 'c'], ['c']]);
  });

  it('is reserved once', () => {
    const ledger = openLedger();
    expect(ledger.reserve(reservationOf('a'), [])).toEqual({ outcome: 'reserved', amountNanoUsd: 1000, tokens: 100 });
    expect(() => ledger.reserve(reservationOf('a'), [])).toThrow('the reservation a is held already');
  });

  it('stays held when its entry cannot be stored', () => {
    const file = inFolder('ledger.sqlite');
    const ledger = openLedger(file);
    ledger.reserve(reservationOf('a'), []);
    expect(() => ledger.settle('a', entryOf({ durationMs: Number.NaN }))).toThrow();
    const { count } = openFile(file).prepare('SELECT count(*) AS count FROM reservation').get() ?? {};
    expect({ count, entries: ledger.recentEntries(1) }).toEqual({ count: 1, entries: [] });
  });
});

describe('The file', () => {
  it.each(['entry', 'outcome'])('does not let a stored %s be changed', (table) => {
    const file = inFolder('ledger.sqlite');
    const ledger = openLedger(file);
    ledger.settle('none', entryOf());
    ledger.recordOutcome(outcomeOf());
    expect(() => openFile(file).exec(`UPDATE ${table} SET task_id = 'other'`)).toThrow('append-only');
  });

  it.each(['entry', 'outcome'])('does not let a stored %s be deleted', (table) => {
    const file = inFolder('ledger.sqlite');
    const ledger = openLedger(file);
    ledger.settle('none', entryOf());
    ledger.recordOutcome(outcomeOf());
    expect(() => openFile(file).exec(`DELETE FROM ${table}`)).toThrow('append-only');
  });

  it('keeps everything when it is opened again', () => {
    const file = inFolder('ledger.sqlite');
    const first = new SqliteLedger(file);
    first.settle('none', entryOf());
    first.close();
    const second = openLedger(file);
    expect({ entries: second.recentEntries(10), attempts: second.daySummary('2026-11-05').attempts }).toEqual({
      entries: [entryOf()],
      attempts: 1,
    });
  });

  it('settles reservations whose time has passed at their estimates when it is opened, and no others', () => {
    const file = inFolder('ledger.sqlite');
    const first = new SqliteLedger(file, { nowMs: 0 });
    for (const [id, expiresAtMs] of [
      ['gone', 999],
      ['just', 1000],
      ['held', 2000],
    ] as const)
      first.reserve(reservationOf(id, { expiresAtMs }), []);
    first.close();
    const second = new SqliteLedger(file, { nowMs: 1000 });
    opened.push(second);
    expect([second.recentEntries(5), second.settleExpired(1_000_000)]).toEqual([[estimateOf('gone')], 2]);
  });

  it('holds by itself what was stored before a checkpoint', () => {
    const file = inFolder('ledger.sqlite');
    const ledger = openLedger(file);
    ledger.settle('none', entryOf());
    ledger.checkpoint();
    // Without the log beside it.
    copyFileSync(file, inFolder('alone.sqlite'));
    expect(openLedger(inFolder('alone.sqlite')).recentEntries(5)).toEqual([entryOf()]);
  });

  it('of a later version is read, and left alone', () => {
    const file = inFolder('ledger.sqlite');
    const writer = new SqliteLedger(file);
    writer.settle('none', entryOf());
    writer.reserve(reservationOf('expired', { expiresAtMs: 1 }), []);
    writer.close();
    openFile(file).exec(`CREATE TABLE of_the_future (x); PRAGMA user_version = ${schemaVersion + 1};`);
    const before = openFile(file).prepare('SELECT * FROM sqlite_schema').all();
    const ledger = openLedger(file);
    const entries = ledger.recentEntries(5);
    const dearest = ledger.dearestEntries({ fromDay: '2026-11-05', toDay: '2026-11-05' }, 5);
    ledger.checkpoint();
    expect(() => ledger.settle('none', entryOf({ id: 'new' }))).toThrow('readonly');
    expect({ entries, dearest, laterVersion: ledger.opened.laterVersion?.message }).toEqual({
      entries: [entryOf()],
      // Nobody has digested it, and now nobody can.
      dearest: [],
      laterVersion: `the ledger was written by a later version of Farthing (layout ${schemaVersion + 1}, this one knows ${schemaVersion}): update Farthing`,
    });
    expect([openFile(file).prepare('SELECT * FROM sqlite_schema').all(), ledger.recentEntries(5)]).toEqual([before, [entryOf()]]);
  });

  it('loses nothing between two windows that write together', () => {
    const file = inFolder('ledger.sqlite');
    const windows = [openLedger(file), openLedger(file)];
    for (let index = 0; index < 100; index += 1) windows[index % 2]?.settle('none', entryOf({ id: `entry-${index}` }));
    const summaries = windows.map((ledger) => ledger.daySummary('2026-11-05'));
    expect(summaries.map(({ attempts, costNanoUsd }) => ({ attempts, costNanoUsd }))).toEqual([
      { attempts: 100, costNanoUsd: 10_000_000 },
      { attempts: 100, costNanoUsd: 10_000_000 },
    ]);
  });
});
