import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReservationLimit } from '../../src/core/ledger/index.ts';
import { packEntry, packReservation } from '../../src/storage/packed.ts';
import { Shortcut, type ShortcutOptions } from '../../src/storage/shortcut.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { entryOf, reservationOf } from '../support/entries.ts';
import { useFolder } from '../support/useFolder.ts';

const inFolder = useFolder();
const limit = { budgetId: 'day', unit: 'nano-usd' as const, limit: 1500, fromDay: '2026-11-05' };
const file = (): string => inFolder('ledger.sqlite');

/** The connection of the ledger's own thread. */
let ledger: SqliteLedger;
const opened: Shortcut[] = [];
beforeEach(() => {
  ledger = new SqliteLedger(file());
});
afterEach(() => {
  for (const shortcut of opened.splice(0)) shortcut.close();
  ledger.close();
});

function open(options: Partial<ShortcutOptions> = {}): Shortcut {
  // However slow the machine is.
  const shortcut = new Shortcut({ file: file(), tooLongMs: Number.POSITIVE_INFINITY, ...options });
  opened.push(shortcut);
  return shortcut;
}

function reserve(shortcut: Shortcut, id: string, limits: readonly ReservationLimit[] = [limit]): unknown {
  return shortcut.take('reservePacked', [packReservation(reservationOf(id)), limits])?.value;
}

const settle = (shortcut: Shortcut, id: string): unknown => shortcut.take('settlePacked', [id, packEntry(entryOf({ id: `entry-${id}` }))]);
const spent = (): unknown => ledger.limitStates([limit])[0];

describe('The shortcut', () => {
  it('holds and books in the same books as the ledger’s thread', () => {
    const shortcut = open();
    const answers = [reserve(shortcut, 'a'), reserve(shortcut, 'b'), ledger.reserve(reservationOf('c'), [limit])];
    const refused = { outcome: 'refused', budgetId: 'day', unit: 'nano-usd', left: 500, needed: 1000 };
    expect(answers).toEqual([{ outcome: 'reserved', amountNanoUsd: 1000, tokens: 100 }, refused, refused]);
    expect(spent()).toMatchObject({ spent: 0, reserved: 1000 });
    settle(shortcut, 'a');
    expect(ledger.recentEntries(5)).toEqual([entryOf({ id: 'entry-a' })]);
    expect(spent()).toMatchObject({ spent: 100_000, reserved: 0 });
  });

  it('holds more for an answer that outgrows its worst case, and nothing for what was not sent', () => {
    const shortcut = open();
    reserve(shortcut, 'a');
    const more = shortcut.take('extend', ['a', { nanoUsd: 400, tokens: 5 }, Date.UTC(2100, 0), [limit]]);
    expect([more?.value, spent()]).toMatchObject([{ outcome: 'reserved', amountNanoUsd: 1400, tokens: 105 }, { reserved: 1400 }]);
    shortcut.take('release', ['a']);
    expect(spent()).toMatchObject({ reserved: 0 });
  });

  it('waits for nobody who writes, and takes the next call', () => {
    const shortcut = open();
    const writer = new DatabaseSync(file());
    writer.exec('BEGIN IMMEDIATE');
    const beganMs = performance.now();
    expect(shortcut.take('release', ['a'])).toBeUndefined();
    expect(performance.now() - beganMs).toBeLessThan(1000);
    writer.exec('ROLLBACK');
    writer.close();
    expect(shortcut.take('release', ['a'])).toEqual({ value: undefined });
  });

  it('leaves a slow disk alone, twice as long each time, until it was quick for a while', () => {
    let nowMs = 0;
    let tookMs = 0;
    const times = (): number => {
      nowMs += tookMs;
      return nowMs;
    };
    const shortcut = open({ now: times, tooLongMs: 10, firstRestMs: 250 });
    const isTaken = (): boolean => shortcut.take('release', ['a']) !== undefined;
    /** Each look at the clock says that so much has passed. */
    const slowly = (): boolean => {
      tookMs = 11;
      const taken = isTaken();
      tookMs = 0;
      return taken;
    };
    const restsFor = (ms: number): readonly boolean[] => {
      nowMs += ms - 12;
      const before = isTaken();
      nowMs += 12;
      return [before, isTaken()];
    };
    expect(isTaken()).toBe(true);
    expect([slowly(), ...restsFor(250)]).toEqual([true, false, true]);
    expect([slowly(), ...restsFor(500)]).toEqual([true, false, true]);
    for (let call = 0; call < 100; call += 1) isTaken();
    expect([slowly(), ...restsFor(250)]).toEqual([true, false, true]);
  });

  it('closes where another file has taken the place of the one it opened', () => {
    const shortcut = open();
    const answers: unknown[] = [shortcut.isCurrent()];
    renameSync(file(), inFolder('moved.sqlite'));
    writeFileSync(file(), '');
    answers.push(shortcut.isCurrent(), shortcut.isOpen, reserve(shortcut, 'a'));
    expect(answers).toEqual([true, false, false, undefined]);
    rmSync(file());
  });

  it('closes where the file is damaged, and where a value cannot be stored, and says nothing', () => {
    const damaged = open();
    const writer = new DatabaseSync(file());
    writer.exec('ALTER TABLE reservation RENAME TO lost');
    expect([reserve(damaged, 'a'), damaged.isOpen]).toEqual([undefined, false]);
    writer.exec('ALTER TABLE lost RENAME TO reservation');
    writer.close();
    const shortcut = open();
    reserve(shortcut, 'a');
    expect([reserve(shortcut, 'a', []), shortcut.isOpen]).toEqual([undefined, false]);
    expect(spent()).toMatchObject({ reserved: 1000 });
  });

  it('never brings the write-ahead log into the file', () => {
    const shortcut = open();
    ledger.checkpoint();
    const before = statSync(file()).size;
    for (let call = 0; call < 1200; call += 1) settle(shortcut, `${call}`);
    expect([statSync(file()).size, statSync(`${file()}-wal`).size > 1200 * 4096]).toEqual([before, true]);
  });

  it('opens no file that is not there, and none of another layout', () => {
    expect(() => open({ file: inFolder('none.sqlite') })).toThrow('there is no file');
    const other = new DatabaseSync(inFolder('other.sqlite'));
    other.exec('PRAGMA user_version = 4');
    other.close();
    expect(() => open({ file: inFolder('other.sqlite') })).toThrow('the ledger is of layout 4');
  });

  it('tells apart what others wrote, and what it wrote itself', () => {
    const shortcut = open();
    const answers = [shortcut.hasChanged(), shortcut.hasChanged()];
    reserve(shortcut, 'a');
    answers.push(shortcut.hasChanged());
    ledger.release('a');
    answers.push(shortcut.hasChanged(), shortcut.hasChanged());
    expect(answers).toEqual([true, false, false, true, false]);
  });
});
